namespace Caneth.Logs;

/// <summary>What to do where the file to be written is there already.</summary>
public enum ExistingFile
{
    /// <summary>Write a new file in its place.</summary>
    Replace,

    /// <summary>Append to it.</summary>
    Append,

    /// <summary>Fail with an <see cref="IOException"/>.</summary>
    Refuse,
}

/// <summary>How a log file is to be written.</summary>
public sealed record LogWriteOptions
{
    internal static readonly LogWriteOptions Default = new();

    /// <summary>The format; null to go by the file's name.</summary>
    public LogFormat? Format { get; init; }

    /// <summary>
    /// The zone of the dates in the headers of ASC, TRC and BLF files, which cannot name one: local time, as in Vector's and
    /// PEAK's own tools, unless another zone is given here.
    /// </summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>What to do where the file is there already.</summary>
    public ExistingFile ExistingFile { get; init; }

    /// <summary>Who writes, in words, for the error of whoever wants to write the same file: <c>the recording 'night'</c>.</summary>
    public string Owner { get; init; } = "another writer";

    /// <summary>
    /// Whether candump and ASC get nine digits of a second's fraction instead of the usual six, which older tools misread.
    /// CSV, JSON Lines, BLF, MDF and captures carry nanoseconds anyway; GVRET, TRC 2.1 carry microseconds, TRC 1.1 tenths of a millisecond.
    /// </summary>
    public bool Nanoseconds { get; init; }

    /// <summary>Whether candump gets nine digits where a frame's time has them, and six elsewhere.</summary>
    internal bool NanosecondsAsNeeded { get; init; }
}
