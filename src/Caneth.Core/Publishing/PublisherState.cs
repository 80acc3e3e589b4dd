namespace Caneth.Publishing;

/// <summary>What a publisher is doing.</summary>
public enum PublisherState
{
    /// <summary>It is connecting for the first time.</summary>
    Connecting,

    /// <summary>It publishes what comes.</summary>
    Publishing,

    /// <summary>The broker cannot be reached, or does not take what is sent; frames wait in the spool.</summary>
    Interrupted,

    /// <summary>It has ended.</summary>
    Stopped,
}
