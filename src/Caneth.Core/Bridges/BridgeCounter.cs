namespace Caneth.Bridges;

/// <summary>What is counted of a bridge; each is described at the property of its name in <see cref="CanBridge"/>.</summary>
internal enum BridgeCounter
{
    FramesForwarded,
    FramesReturned,
    FramesTooOld,
    FramesNotCarried,
    FramesRefused,
}
