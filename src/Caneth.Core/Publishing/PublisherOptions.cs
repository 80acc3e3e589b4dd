namespace Caneth.Publishing;

/// <summary>What a publisher publishes where, and how. Cannot change once it does.</summary>
public sealed record PublisherOptions
{
    private const long LeastSpool = 1024 * 1024;

    /// <summary>What the publisher is called.</summary>
    public string Name { get; init; } = "publisher";

    /// <summary>Where the broker is, and as whom to speak with it.</summary>
    public required BrokerOptions Broker { get; init; }

    /// <summary>
    /// What topics begin with, levels with <c>/</c> between: frames of a device go to <c>can/v1/DEVICE/frames</c>, its signals to
    /// <c>can/v1/DEVICE/signals/MESSAGE/SIGNAL</c>.
    /// </summary>
    public string Topic { get; init; } = DefaultTopic;

    /// <summary>What topics begin with where nothing else was asked for.</summary>
    public static string DefaultTopic => "can/v1";

    /// <summary>The folder in which frames wait for the broker; null for one of the user's own, a folder for each broker and topic.</summary>
    public string? SpoolPath { get; init; }

    /// <summary>How many bytes may wait there, 1,048,576 or more; by default 1,073,741,824, some 190 million frames.</summary>
    public long MaxSpool { get; init; } = DefaultMaxSpool;

    /// <summary>How many bytes may wait where nothing else was asked for.</summary>
    public static long DefaultMaxSpool => 1024L * 1024 * 1024;

    /// <summary>Whether the disk itself has to have what is put into the spool, so that it survives a power failure.</summary>
    public bool Durable { get; init; }

    /// <summary>Whether a full spool holds the sources back, where these can be; by default the oldest frames go, and are counted.</summary>
    public bool Lossless { get; init; }

    /// <summary>How many frames go into one message at most, 1 to 10,000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>How long a frame waits for others to go with it at most, 50 ms to 1 hour.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many messages may be on their way to the broker that it has not acknowledged, 1 to 1,024.</summary>
    public int MaxUnacknowledged { get; init; } = 64;

    /// <summary>Whether frames are published; else only signals are.</summary>
    public bool PublishesFrames { get; init; } = true;

    /// <summary>Which signals are published, too; null for none.</summary>
    public SignalPublishing? Signals { get; init; }

    /// <summary>
    /// Whether more sources may come, by <see cref="CanPublisher.Add"/>: then it can begin with none, and goes on until it is stopped, though all that it
    /// has are at their end.
    /// </summary>
    public bool StaysOpen { get; init; }

    /// <summary>How long a publisher that ends waits for the broker to acknowledge what is left, 0 s to 49 days; the rest stays in the spool.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the spool lies.</summary>
    internal string EffectiveSpoolPath => SpoolPath is { } path ? Path.GetFullPath(path) : Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Caneth", "spool",
        Publishing.Topic.Level($"{Broker.Address.Scheme}_{Broker.Address.Host}_{Broker.Address.Port}_{Topic}"));

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name);
        ArgumentNullException.ThrowIfNull(Broker);
        ArgumentNullException.ThrowIfNull(Topic);
        Publishing.Topic.Require(Topic);
        Option.RequireRange(MaxSpool, nameof(MaxSpool), LeastSpool, long.MaxValue, " bytes");
        Option.RequireRange(BatchSize, nameof(BatchSize), 1, FrameBatch.MaxFrames, " frames");
        Option.RequireRange(MaxUnacknowledged, nameof(MaxUnacknowledged), 1, 1024, " messages");
        Option.RequireTime(MaxDelay, nameof(MaxDelay), TimeSpan.FromMilliseconds(50));
        Option.RequireTime(EndTimeout, nameof(EndTimeout), TimeSpan.Zero);
        Option.RequireTime(Signals?.Interval, nameof(SignalPublishing.Interval), TimeSpan.Zero);
        Option.Require(PublishesFrames || Signals is not null, nameof(PublishesFrames), "false, without signals", "frames, signals, or both");
    }
}
