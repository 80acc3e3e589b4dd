using System.Globalization;
using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Trc;

/// <summary>What the comment lines of a PCAN TRC file say about its version, its columns and its start.</summary>
/// <remarks>Source: PEAK CAN TRC File Format, PEAK-System 2010 to 2023, which describes versions 1.0 to 2.1.</remarks>
internal sealed class TrcHeader(LogReadOptions options)
{
    // Letters as in $COLUMNS of version 2: number, offset, type, bus, id, direction, reserved, DLC (L) or length (l), data.
    private const string Columns10 = "NOILD";
    private const string Columns11 = "NOTILD";
    private const string Columns12 = "NOBTILD";
    private const string Columns13 = "NOBTIRLD";
    private const string Columns20 = "NOTIdlD";
    private const string Columns21 = "NOTBIdRLD";

    private static readonly string[] StartFormats =
    [
        "dd.MM.yyyy HH:mm:ss.FFF", "d.M.yyyy H:mm:ss.FFF", "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm:ss.FFF tt", "yyyy-MM-dd HH:mm:ss.FFF",
    ];

    /// <summary>Days are counted from here, as in OLE.</summary>
    public static readonly DateTime FirstDay = new(1899, 12, 30);

    /// <summary>The moment that times count from.</summary>
    public Timestamp Start { get; private set; } = options.StartTime;

    /// <summary>1.0 where the file does not say.</summary>
    public string Version { get; private set; } = "1.0";

    /// <summary>The columns in their order.</summary>
    public string Columns { get; private set; } = Columns10;

    /// <summary>Whether the file says when that is.</summary>
    public bool StartIsKnown { get; private set; }

    private bool startIsExact;

    /// <summary>The header of a file, and the number of its last line.</summary>
    public static (TrcHeader Header, long LastNumber) Read(Stream file, TimeZoneInfo zone)
    {
        var header = new TrcHeader(LogReadOptions.Default with { TimeZone = zone });
        long last = 0;
        file.Position = 0;
        var lines = new Utf8LineReader(new LogInput(file, path: null));
        while (lines.TryReadLine(out var line))
        {
            var text = line.TrimStart((byte)' ');
            _ = header.Read(text);
            last = Utf8Numbers.TryTakeDecimal(ref text, out var number) ? number : last;
        }

        return (header, last);
    }

    private static EntryResult UnknownStart =>
        EntryResult.Malformed("the start cannot be read, so times count from 1970, or from what another line says");

    /// <summary>Reads a line that begins with a semicolon.</summary>
    public EntryResult Read(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(";"u8))
        {
            return EntryResult.Nothing;
        }

        var text = Encoding.Latin1.GetString(line[1..]).Trim(' ', ';');
        if (text.Split('=', 2) is [['$', .. var key], var value])
        {
            return ReadKey(key.Trim(), value.Trim());
        }

        if (text.StartsWith("Start time:", StringComparison.OrdinalIgnoreCase))
        {
            return ReadStartTime(text["Start time:".Length..].Trim()) ? EntryResult.Header : UnknownStart;
        }

        return text.StartsWith("---", StringComparison.Ordinal) ? EntryResult.Header : EntryResult.Nothing;
    }

    private EntryResult ReadKey(string key, string value)
    {
        switch (key.ToUpperInvariant())
        {
            case "FILEVERSION":
                Version = value;
                Columns = value switch
                {
                    "1.1" => Columns11,
                    "1.2" => Columns12,
                    "1.3" => Columns13,
                    "2.0" => Columns20,
                    "2.1" => Columns21,
                    _ => Columns10,
                };
                break;
            case "COLUMNS":
                Columns = value.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
                break;
            case "STARTTIME":
                return ReadDays(value) ? EntryResult.Header : UnknownStart;
        }

        return EntryResult.Header;
    }

    // Ten digits of a day are nine microseconds, so what is finer than a microsecond is an accident of the notation.
    private bool ReadDays(string value)
    {
        const decimal MicrosecondsPerDay = 86_400_000_000;
        const decimal MostDays = 130_000;
        if (!decimal.TryParse(value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days)
            || days >= MostDays
            || !WallClock.TryToTimestamp(FirstDay.AddTicks((long)Math.Round(days * MicrosecondsPerDay) * TimeSpan.TicksPerMicrosecond),
                options.TimeZone, out var start))
        {
            return false;
        }

        Start = start;
        StartIsKnown = true;
        startIsExact = true;
        return true;
    }

    // Version 1.0 has only this: 18.12.2021 14:28:07.062, in later ones with a second point after the milliseconds; older
    // tools have it as Windows shows it in the country.
    private bool ReadStartTime(string value)
    {
        const int ThroughMilliseconds = 23;
        if (startIsExact)
        {
            return true;
        }

        var text = value.Length > ThroughMilliseconds && value[2] == '.' ? value[..ThroughMilliseconds] : value;
        if (!DateTime.TryParseExact(text, StartFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !WallClock.TryToTimestamp(date, options.TimeZone, out var start))
        {
            return false;
        }

        Start = start;
        StartIsKnown = true;
        return true;
    }
}
