using System.Diagnostics.Metrics;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>Where a recording goes to and how; it cannot change once it runs.</summary>
public sealed record RecordingOptions
{
    /// <summary>
    /// The file, whose extension gives the format unless <see cref="Format"/> does; it is compressed as it is written where the
    /// name ends in <c>.gz</c>. With <see cref="MaxSize"/>, <see cref="MaxTime"/>, <see cref="SplitAt"/> or <see cref="Trigger"/> a number and the
    /// date are put before the extension: <c>drive.log</c> becomes <c>drive_00001_2026-01-31_13-45-00.log</c>. The name may say itself where
    /// they stand, and then has them in any case: <c>{number}</c>, with or without <c>{date}</c> and <c>{time}</c>. <c>{device}</c> is the names
    /// of what is recorded, without what a file's name cannot have.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What to call the recording.</summary>
    public string Name { get; init; } = "Recording";

    /// <summary>The format; null to go by the file's name.</summary>
    /// <remarks>
    /// In a format of which no unfinished file can be read (<see cref="LogFormat.CanReadUnfinished"/>), frames are written to numbered files of
    /// pcapng first, so that what was written survives whatever happens. When one has ended (after 15 minutes or 256 MB where no other
    /// limit is given) it is packed into files below the folder of <see cref="Path"/>, one for each device and each day in UTC:
    /// <c>gateway=bench/date=2026-01-31/drive_2026-01-31_13-45-00.000000000.parquet</c>. What a killed process left is packed by the next recording to
    /// the same path.
    /// </remarks>
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
    /// At which marks of the clock, in the time of this place, a file that has frames is ended and the next begun, within half a second; null,
    /// the default, for none.
    /// </summary>
    public ClockMark? SplitAt { get; init; }

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
    /// How old numbered files become, those of earlier recordings too, by when they were written the last time; older ones are removed. More
    /// than 0; null for any age.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

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

    /// <summary>
    /// Whether each file gets a summary when it is complete, in a small JSON file beside it: its times, its frames by id, what is missing, and
    /// the SHA-256 of its bytes. Where a part of many files is read by time, those that their summaries show to lie outside are not opened.
    /// </summary>
    public bool Summary { get; init; }

    /// <summary>
    /// Called for each file that is complete, with what is in it, in order, on a thread of the recording: it should not take long. Null where
    /// nobody wants to know. What is packed (<see cref="Format"/>) is complete when it is packed.
    /// </summary>
    public Action<RecordedFile>? FileCompleted { get; init; }

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

    /// <summary>Whether anybody wants to know what is in a file that is complete.</summary>
    internal bool Reports => Summary || FileCompleted is not null;

    /// <summary>What files become when they have ended; null where they stay what they are.</summary>
    internal LogFormat? Packing { get; init; }

    /// <summary>The options of the files that are written, where others are to be made of them.</summary>
    internal RecordingOptions AsWritten() => EffectiveFormat.CanReadUnfinished ? this : this with
    {
        Path = System.IO.Path.ChangeExtension(Path, LogFormats.Pcapng.Extensions[0]),
        Format = LogFormats.Pcapng,
        Packing = EffectiveFormat,
        MaxSize = MaxSize ?? 256_000_000,
        MaxTime = MaxTime ?? TimeSpan.FromMinutes(15),
    };

    /// <summary>Whether the oldest files may be removed.</summary>
    internal bool Removes => MaxFiles is not null || MaxTotalSize is not null || MaxAge is not null || MinFree is not null;

    /// <summary>Whether the files are numbered ones, one after another.</summary>
    public bool HasNumberedFiles => MaxSize is not null || MaxTime is not null || SplitAt is not null || Trigger is not null || FileNamePattern.HasFields(Path);

    private static string WhatBeginsFiles => $"{nameof(MaxSize)}, {nameof(MaxTime)}, {nameof(SplitAt)}, {nameof(Trigger)} or a {{number}} in {nameof(Path)}";

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        ArgumentNullException.ThrowIfNull(Name);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        EffectiveFormat.ThrowIfNotWritable();
        var wrong = FileNamePattern.Wrong(Path);
        Option.Require(wrong is null, nameof(Path), Path, wrong!);
        Option.Require(Packing is null || !FileNamePattern.HasFields(Path), nameof(Path), Path, $"a name without fields in {Packing}, whose files are in folders of their own");
        Option.Require(MaxSize is null or > 0, nameof(MaxSize), MaxSize, "1 byte or more, or none");
        Option.Require(MaxTime is null || MaxTime > TimeSpan.Zero, nameof(MaxTime), MaxTime, "more than 0, or none");
        Option.Require(MaxFiles is null or > 0, nameof(MaxFiles), MaxFiles, "1 file or more, or none");
        Option.Require(MaxTotalSize is null or > 0, nameof(MaxTotalSize), MaxTotalSize, "1 byte or more, or none");
        Option.Require(MinFree is null or > 0, nameof(MinFree), MinFree, "1 byte or more, or none");
        Option.Require(MaxAge is null || MaxAge > TimeSpan.Zero, nameof(MaxAge), MaxAge, "more than 0, or none");
        Option.Require(SplitAt is null || Enum.IsDefined(SplitAt.Value), nameof(SplitAt), SplitAt, string.Join(", ", Enum.GetNames<ClockMark>()));
        Trigger?.Validate();
        Option.Require(Packing is null || !Summary, nameof(Summary), Summary, $"only in a format that is written at once; {Packing} has the times of its files in itself");
        foreach (var (option, value) in ((string, object?)[])
            [(nameof(MaxFiles), MaxFiles), (nameof(MaxTotalSize), MaxTotalSize), (nameof(MaxAge), MaxAge), (nameof(MinFree), MinFree)])
        {
            Option.Require(Packing is null || value is null, option, value, $"only in a format that is written at once; {Packing} keeps all files");
            Option.Require(HasNumberedFiles || value is null, option, value, $"only together with {WhatBeginsFiles}, which begin new files");
        }

        Option.Require(!HasNumberedFiles || ExistingFile != ExistingFile.Append, nameof(ExistingFile), ExistingFile,
            $"only without {WhatBeginsFiles}, which always begin new files");
    }
}
