namespace Caneth.Bridges;

/// <summary>What kind of thing happened to a bridge.</summary>
public enum BridgeEventKind
{
    /// <summary>Frames became too old in it, and were dropped.</summary>
    FramesTooOld,

    /// <summary>Frames were dropped because the other side cannot carry them.</summary>
    FramesNotCarried,

    /// <summary>Frames were dropped because the send buffer of the other side was full.</summary>
    FramesRefused,

    /// <summary>Frames go in a circle, so it has ended.</summary>
    Loop,

    /// <summary>It ended because one of its devices has.</summary>
    Ended,
}
