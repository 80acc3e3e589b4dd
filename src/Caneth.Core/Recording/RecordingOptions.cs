using System.Diagnostics.Metrics;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>Where a recording goes to and how; it cannot change once it runs.</summary>
public sealed record RecordingOptions
{
    /// <summary>
    /// The file, whose extension gives the format unless <see cref="Format"/> does; it is compressed as it is written where the
    /// name ends in <c>.gz</c>. With <see cref="MaxSize"/>, <see cref="MaxTime"/> or <see cref="Trigger"/> a number and the date are put before the
    /// extension: <c>drive.log</c> becomes <c>drive_00001_2026-01-31_13-45-00.log</c>.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What to call the recording.</summary>
    public string Name { get; init; } = "Recording";

    /// <summary>The format; null to go by the file's name.</summary>
    public LogFormat? Format { get; init; }

    /// <summary>
    /// What to do where the file is there already; by default it is kept, and the recording not begun. Numbered files never
    /// meet one.
    /// </summary>
    public ExistingFile ExistingFile { get; init; } = ExistingFile.Refuse;

    /// <summary>
    /// A file that has reached this many bytes is ended and the next begun, 1 or more; null for no limit. The last frames can
    /// exceed it a little.
    /// </summary>
    public long? MaxSize { get; init; }

    /// <summary>A file that was begun this long ago is ended and the next begun; null for no limit.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>
    /// How many numbered files are kept, 1 or more, those of earlier recordings with the same path too; the oldest are
    /// removed. Null for all.
    /// </summary>
    public int? MaxFiles { get; init; }

    /// <summary>
    /// How many bytes the numbered files may take together, 1 or more; the oldest are removed. Null for no limit.
    /// </summary>
    public long? MaxTotalSize { get; init; }

    /// <summary>
    /// How many bytes the disk keeps free, 1 or more: the oldest numbered files are removed in time, and where there is none
    /// the recording waits. Null for no limit; a full disk is made room on all the same where one of the limits above is given.
    /// </summary>
    public long? MinFree { get; init; }

    /// <summary>
    /// What makes it keep frames: those around triggers, each in a numbered file of its own. Null, the default, to keep all.
    /// </summary>
    public RecordingTrigger? Trigger { get; init; }

    /// <summary>
    /// Whether what is written also survives a power failure or a crash of the system, and not only the end of the process: the
    /// disk is told to keep it several times a second, which costs time and wears it.
    /// </summary>
    public bool Durable { get; init; }

    /// <summary>Makes the meter <c>Caneth</c> on which the recording counts. Null, the default, for the meter of the process.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>The clock and the timers.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the files lie; something else only to try what happens when a disk fails.</summary>
    internal LogStorage Storage { get; init; } = LogStorage.Disk;

    /// <summary>How many frames wait at most for a disk that cannot be written: 16 s at the pace of two full buses.</summary>
    internal int BacklogCapacity { get; init; } = 262_144;

    /// <summary>The format, by name or by extension.</summary>
    internal LogFormat EffectiveFormat => Format ?? LogFormats.ForPath(Path);

    /// <summary>Who writes, in words.</summary>
    internal string Owner
    {
        get => field ?? $"the recording '{Name}'";
        init;
    }

    /// <summary>How the files are written, but for their format and what becomes of existing ones.</summary>
    internal LogWriteOptions Writing { get; init; } = LogWriteOptions.Default;

    /// <summary>Whether the oldest files may be removed.</summary>
    internal bool Removes => MaxFiles is not null || MaxTotalSize is not null || MinFree is not null;

    /// <summary>Whether there will be one file after another.</summary>
    internal bool Rotates => MaxSize is not null || MaxTime is not null || Trigger is not null;

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        ArgumentNullException.ThrowIfNull(Name);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        _ = EffectiveFormat;
        Option.Require(MaxSize is null or > 0, nameof(MaxSize), MaxSize, "1 byte or more, or none");
        Option.Require(MaxTime is null || MaxTime > TimeSpan.Zero, nameof(MaxTime), MaxTime, "more than 0, or none");
        Option.Require(MaxFiles is null or > 0, nameof(MaxFiles), MaxFiles, "1 file or more, or none");
        Option.Require(MaxTotalSize is null or > 0, nameof(MaxTotalSize), MaxTotalSize, "1 byte or more, or none");
        Option.Require(MinFree is null or > 0, nameof(MinFree), MinFree, "1 byte or more, or none");
        Trigger?.Validate();
        foreach (var (option, value) in ((string, object?)[])
            [(nameof(MaxFiles), MaxFiles), (nameof(MaxTotalSize), MaxTotalSize), (nameof(MinFree), MinFree)])
        {
            Option.Require(Rotates || value is null, option, value, $"only together with {nameof(MaxSize)}, {nameof(MaxTime)} or {nameof(Trigger)}, which begin new files");
        }

        Option.Require(!Rotates || ExistingFile != ExistingFile.Append, nameof(ExistingFile), ExistingFile,
            $"without {nameof(MaxSize)}, {nameof(MaxTime)} and {nameof(Trigger)} only, which always begin new files");
    }
}
