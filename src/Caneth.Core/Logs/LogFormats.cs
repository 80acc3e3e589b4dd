using Caneth.Logs.Asc;
using Caneth.Logs.Blf;
using Caneth.Logs.Candump;
using Caneth.Logs.Csv;
using Caneth.Logs.Json;
using Caneth.Logs.Trc;

namespace Caneth.Logs;

/// <summary>The formats of log files that can be read and written.</summary>
public static class LogFormats
{
    internal const string GzipExtension = ".gz";

    /// <summary>What <c>candump -L</c> writes; reading also takes what <c>candump</c> shows on the screen.</summary>
    public static readonly LogFormat Candump = new("candump", "SocketCAN candump -L", [".log", ".candump"],
        static (format, input, options) => new CandumpReader(format, input, options),
        static (format, output, options) => new CandumpWriter(format, output, options));

    /// <summary>The text logs of Vector's CANoe and CANalyzer.</summary>
    public static readonly LogFormat Asc = new("asc", "Vector ASC", [".asc"],
        static (format, input, options) => new AscReader(format, input, options),
        static (format, output, options) => new AscWriter(format, output, options));

    /// <summary>The traces of PEAK's PCAN tools; versions 1.0 to 2.1 are read and 2.1 is written.</summary>
    public static readonly LogFormat Trc = new("trc", "PCAN TRC 2.1", [".trc"],
        static (format, input, options) => new TrcReader(format, input, options),
        static (format, output, options) => new Trc21Writer(format, output, options));

    /// <summary>The older version 1.1 of PCAN's traces, for tools that read no other.</summary>
    public static readonly LogFormat Trc11 = new("trc1.1", "PCAN TRC 1.1", [],
        static (format, input, options) => new TrcReader(format, input, options),
        static (format, output, options) => new Trc11Writer(format, output, options));

    /// <summary>The binary logs of Vector's tools.</summary>
    public static readonly LogFormat Blf = new("blf", "Vector BLF", [".blf"],
        static (format, input, options) => new BlfReader(format, input, options),
        static (format, output, options) => new BlfWriter(format, output, options));

    /// <summary>A table as <c>Export-Csv</c> writes it; reading also takes SavvyCAN's layout, told by its head.</summary>
    public static readonly LogFormat Csv = new("csv", "CSV with the properties of a frame as columns, or SavvyCAN's", [".csv"],
        static (format, input, options) => new CsvReader(format, input, options),
        static (format, output, options) => new CsvWriter(format, output, options));

    /// <summary>SavvyCAN's native CSV; reading also takes the other layout, told by its head.</summary>
    public static readonly LogFormat Gvret = new("gvret", "SavvyCAN's native CSV (GVRET)", [],
        static (format, input, options) => new CsvReader(format, input, options),
        static (format, output, options) => new GvretWriter(format, output, options));

    /// <summary>An object of JSON a line, with the properties of a frame.</summary>
    public static readonly LogFormat JsonLines = new("jsonl", "JSON Lines", [".jsonl", ".ndjson"],
        static (format, input, options) => new JsonLinesReader(format, input, options),
        static (format, output, options) => new JsonLinesWriter(format, output, options));

    /// <summary>All formats, each name and each extension once.</summary>
    public static IReadOnlyList<LogFormat> All { get; } = [Candump, Asc, Trc, Trc11, Blf, Csv, Gvret, JsonLines];

    /// <summary>The format for a file by its extension, <c>.gz</c> behind it left aside.</summary>
    /// <param name="path">A file name or path.</param>
    /// <returns>The format.</returns>
    /// <exception cref="ArgumentException">No format has this extension.</exception>
    public static LogFormat ForPath(string path) => TryForPath(path) ?? throw new ArgumentException(
        $"The extension of '{path}' tells no log format. Known are {string.Join(", ", All.SelectMany(format => format.Extensions))}, "
        + $"each also with {GzipExtension}; or name a format: {Names}.", nameof(path));

    /// <summary>The format for a file by its extension, or null.</summary>
    /// <param name="path">A file name or path.</param>
    /// <returns>The format, or null where no format has this extension.</returns>
    public static LogFormat? TryForPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var plain = path.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase) ? path[..^GzipExtension.Length] : path;
        return All.FirstOrDefault(format => format.Extensions.Contains(Path.GetExtension(plain), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The format of a name.</summary>
    /// <param name="name">As <see cref="LogFormat.Name"/> has it, in any case.</param>
    /// <returns>The format.</returns>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static LogFormat ByName(string name) =>
        All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no log format '{name}'. Known are {Names}.", nameof(name));

    /// <summary>The format that some content is of, by the frames that can be read; null where it is of none.</summary>
    /// <param name="beginning">The content, or its beginning.</param>
    internal static LogFormat? TryRecognise(byte[] beginning) =>
        All.Select(format => (Format: format, Frames: CountFrames(format, beginning)))
            .Where(candidate => candidate.Frames > 0).OrderByDescending(candidate => candidate.Frames)
            .Select(candidate => candidate.Format).FirstOrDefault();

    private static int CountFrames(LogFormat format, byte[] beginning)
    {
        try
        {
            using var reader = format.OpenReader(LogInput.Of(beginning), LogReadOptions.Default);
            return reader.ReadAll().Count() + (format == Blf && beginning.Length > 0 ? 1 : 0);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    private static string Names => string.Join(", ", All.Select(format => format.Name));
}
