namespace Caneth.Publishing;

/// <summary>What is read from a broker, and how.</summary>
public sealed record PublishedFramesOptions
{
    /// <summary>Where the broker is, and as whom to speak with it.</summary>
    public required BrokerOptions Broker { get; init; }

    /// <summary>What the topics begin with, as the publisher was told.</summary>
    public string Topic { get; init; } = PublisherOptions.DefaultTopic;

    /// <summary>Which frames; all by default.</summary>
    public FrameFilter Filter { get; init; } = FrameFilter.All;

    /// <summary>Whether what the broker has stored comes, too, and first. Only NATS with JetStream stores.</summary>
    public bool IncludeStored { get; init; }

    /// <summary>How many frames are kept for the reader, 1 to 67,108,864; the broker waits while there are as many.</summary>
    public int Capacity { get; init; } = 262_144;

    /// <summary>Called when frames come where there were none, or it ends, on a thread of its own: it must not block.</summary>
    public Action? Available { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Broker);
        ArgumentNullException.ThrowIfNull(Topic);
        ArgumentNullException.ThrowIfNull(Filter);
        Publishing.Topic.Require(Topic);
        Option.RequireRange(Capacity, nameof(Capacity), 1, 64 * 1024 * 1024, " frames");
    }
}
