using Caneth.Signals;

namespace Caneth.Publishing;

/// <summary>Which signals are published, each as JSON to a topic of its own, and how often.</summary>
public sealed record SignalPublishing
{
    /// <summary>What the frames of a device mean, by the name of the device.</summary>
    public required Func<string, DatabaseSet> DatabasesOf { get; init; }

    /// <summary>Which signals of which messages; by default all.</summary>
    public Func<MessageDefinition, SignalDefinition, bool> Selects { get; init; } = static (_, _) => true;

    /// <summary>How long after a value the next one of its signal is published at the earliest; by default 1 s. A value that is the same is not published.</summary>
    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>How long that is where nothing else was asked for.</summary>
    public static TimeSpan DefaultInterval => TimeSpan.FromSeconds(1);
}
