namespace Caneth.Logs;

/// <summary>How a log file is to be read.</summary>
public sealed record LogReadOptions
{
    internal static readonly LogReadOptions Default = new();

    /// <summary>The format; null to go by the file's name.</summary>
    public LogFormat? Format { get; init; }

    /// <summary>
    /// The zone of the recorder's clock. The dates in the headers of ASC, TRC and BLF files are written without a zone; they
    /// count as the local time of this computer, as in Vector's and PEAK's own tools, unless another zone is given here.
    /// </summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>
    /// The moment that times count from in a file that has no date: GVRET, <c>candump -tz</c>, a headless ASC or TRC. By
    /// default 1970-01-01 UTC.
    /// </summary>
    public Timestamp StartTime { get; init; }

    /// <summary>
    /// Called for each line that cannot be read, in the order of the file, from within <see cref="ILogReader.Read"/>.
    /// </summary>
    public Action<MalformedEntry>? OnMalformed { get; init; }
}
