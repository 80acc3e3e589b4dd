namespace Caneth.Servers;

/// <summary>What is counted of each client; each is described at the property of its name in <see cref="ServerClient"/>.</summary>
internal enum ServerCounter
{
    FramesSent,
    FramesDropped,
    FramesNotCarried,
    FramesReceived,
    FramesRefused,
    FramesNotSent,
    BytesSkipped,
}
