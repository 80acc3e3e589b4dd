using Caneth.Logs;

namespace Caneth.Publishing;

/// <summary>What a writer reads from a broker, and where it writes it. Cannot change once it does.</summary>
public sealed record PublishedFramesWriterOptions
{
    private const long LeastPending = 1024 * 1024;

    /// <summary>What the writer is called. Its position has this name, too, so that several can share a folder.</summary>
    public string Name { get; init; } = "writer";

    /// <summary>Where the broker is, and as whom to speak with it.</summary>
    public required BrokerOptions Broker { get; init; }

    /// <summary>What the topics begin with, as the publishers were told.</summary>
    public string Topic { get; init; } = PublisherOptions.DefaultTopic;

    /// <summary>
    /// A path whose folder the files are in and whose name theirs begin with, as a recording has it: <c>lake/frames.parquet</c> makes
    /// <c>lake/gateway=bench/date=2026-01-31/frames_2026-01-31_13-45-00.000000000_0123456789abcdef-0.parquet</c>. The time is followed by the key of the
    /// batch that a file begins with, so that a file that is written again replaces what it was.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The format; null to go by the path's extension.</summary>
    public LogFormat? Format { get; init; }

    /// <summary>How long frames wait for others to be in a file with them, 1 s to 49 days.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How many bytes of batches, as they were published, wait in memory for their files, 1,048,576 or more; by default 268,435,456, some 45 million
    /// frames. When there are more the files are written at once.
    /// </summary>
    public long MaxPending { get; init; } = DefaultMaxPending;

    /// <summary>How many bytes wait where nothing else was asked for.</summary>
    public static long DefaultMaxPending => 256L * 1024 * 1024;

    /// <summary>The folder that keeps how far the writer is; null for <c>_caneth</c> beside the files, which query engines pass over.</summary>
    public string? StatePath { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The format, by name or by extension.</summary>
    internal LogFormat EffectiveFormat => Format ?? LogFormats.ForPath(Path);

    /// <summary>Where the position lies.</summary>
    internal string EffectiveStatePath => System.IO.Path.GetFullPath(
        StatePath ?? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, "_caneth"));

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        ArgumentNullException.ThrowIfNull(Broker);
        ArgumentNullException.ThrowIfNull(Topic);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        EffectiveFormat.ThrowIfNotWritable();
        Publishing.Topic.Require(Topic);
        Option.RequireTime(MaxTime, nameof(MaxTime), TimeSpan.FromSeconds(1));
        Option.RequireRange(MaxPending, nameof(MaxPending), LeastPending, long.MaxValue, " bytes");
    }
}
