namespace Caneth.Publishing;

/// <summary>What a writer is doing.</summary>
public enum WriterState
{
    /// <summary>It is connecting for the first time.</summary>
    Connecting,

    /// <summary>It writes what comes.</summary>
    Writing,

    /// <summary>The broker cannot be reached, or refuses.</summary>
    Disconnected,

    /// <summary>The disk does not take the files; what came waits in memory, and the rest with the broker.</summary>
    Interrupted,

    /// <summary>It has ended.</summary>
    Stopped,
}
