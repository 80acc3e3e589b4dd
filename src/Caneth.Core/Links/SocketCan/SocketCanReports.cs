using Caneth.Links.Streams;

namespace Caneth.Links.SocketCan;

/// <summary>Reports what the kernel says beside frames, over all connections of a session.</summary>
/// <param name="name">The name of the interface.</param>
/// <param name="settings">What is wanted of it.</param>
/// <param name="context">What the session lends.</param>
internal sealed class SocketCanReports(string name, SocketCanSettings settings, LinkContext context)
{
    /// <summary>Reports error frames.</summary>
    public BusErrorReport Errors { get; } = new(settings.ErrorFrames, context);

    /// <summary>Reports frames that the kernel dropped.</summary>
    public LostFrames Lost { get; } = new(SocketCanMessages.Buffer(name), SocketCanMessages.LargerBuffer, context);
}
