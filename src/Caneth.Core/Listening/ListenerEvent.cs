namespace Caneth.Listening;

/// <summary>Something that happened to a listener.</summary>
public sealed class ListenerEvent : CanEvent
{
    internal ListenerEvent(string listener, ListenerEventKind kind, EventLevel level, string message)
        : base(level, message)
    {
        Listener = listener;
        Kind = kind;
    }

    /// <summary>The name of the listener.</summary>
    public string Listener { get; }

    /// <summary>What kind of thing.</summary>
    public ListenerEventKind Kind { get; }

    /// <summary>The name of the device that it is about; null where it is about none.</summary>
    public string? Device { get; internal set; }

    /// <inheritdoc/>
    public override string? Recommendation => Advice;

    /// <summary>What to do about it.</summary>
    internal string? Advice { get; set; }
}
