using Caneth.Logs;

namespace Caneth.Conversion;

/// <summary>Which logs are converted, into what, and which of their frames; it cannot change once the conversion runs.</summary>
public sealed record LogConversionOptions
{
    /// <summary>The log files, one or more: their frames follow one another in this order, unless they are to be merged.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>
    /// The file to write, whose extension gives the format unless <see cref="Writing"/> does; it is compressed where the name ends in
    /// <c>.gz</c>. It is there when it is whole, and what it replaces is there until then. With <see cref="MaxSize"/> or
    /// <see cref="MaxTime"/> a number and the date of the first frame are put before the extension, as recordings have them:
    /// <c>drive.log</c> becomes <c>drive_00001_2026-01-31_13-45-00.log</c>. Null only where the frames go to a sink of the caller's.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>
    /// How the logs are read. What it calls for lines that cannot be read is called by other threads, by several at once where logs are merged.
    /// </summary>
    public LogReadOptions Reading { get; init; } = LogReadOptions.Default;

    /// <summary>How the file is written, and what becomes of one that is there already; numbered files never meet one.</summary>
    public LogWriteOptions Writing { get; init; } = LogWriteOptions.Default;

    /// <summary>Which frames; by default all.</summary>
    public FrameFilter Filter { get; init; } = FrameFilter.All;

    /// <summary>
    /// From which moment on frames are wanted, given the time of the first frame of each log; null from the beginning. Where a file can
    /// be searched, what lies before is not read.
    /// </summary>
    public Func<Timestamp, Timestamp>? After { get; init; }

    /// <summary>Before which moment frames are wanted, given the time of the first frame of each log; null to the end.</summary>
    public Func<Timestamp, Timestamp>? Before { get; init; }

    /// <summary>
    /// Whether the frames of all logs are put into the order of time; each log's own order stays as it is. All logs are open at once then.
    /// </summary>
    public bool Merge { get; init; }

    /// <summary>A file that has reached this many bytes is ended and the next begun, 1 or more; null for no limit. The last frames can exceed it a little.</summary>
    public long? MaxSize { get; init; }

    /// <summary>A file has frames of this time at most, by the times in the logs; null for no limit.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Whether there will be one file after another.</summary>
    internal bool Splits => MaxSize is not null || MaxTime is not null;

    /// <summary>Says which option is missing or out of its range.</summary>
    /// <exception cref="ArgumentException">An option is missing or out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Inputs);
        ArgumentNullException.ThrowIfNull(Reading);
        ArgumentNullException.ThrowIfNull(Writing);
        ArgumentNullException.ThrowIfNull(Filter);
        Option.Require(Inputs.Count > 0, nameof(Inputs), Inputs.Count, "1 log or more");
        Option.Require(MaxSize is null or > 0, nameof(MaxSize), MaxSize, "1 byte or more, or none");
        Option.Require(MaxTime is null || MaxTime > TimeSpan.Zero, nameof(MaxTime), MaxTime, "more than 0, or none");
        Option.Require(!Splits || Writing.ExistingFile != ExistingFile.Append, nameof(ExistingFile), Writing.ExistingFile,
            $"without {nameof(MaxSize)} and {nameof(MaxTime)} only, which always begin new files");
    }
}
