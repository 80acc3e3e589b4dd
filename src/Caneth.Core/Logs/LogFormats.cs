using Caneth.Logs.Asc;
using Caneth.Logs.Blf;
using Caneth.Logs.Candump;
using Caneth.Logs.Csv;
using Caneth.Logs.Json;
using Caneth.Logs.Mdf;
using Caneth.Logs.Pcap;
using Caneth.Logs.Sqlite;
using Caneth.Logs.Trc;

namespace Caneth.Logs;

/// <summary>The formats of log files that can be read and written.</summary>
public static class LogFormats
{
    internal const string GzipExtension = ".gz";

    private static readonly Lock Adding = new();

    /// <summary>What <c>candump -L</c> writes; reading also takes what <c>candump</c> shows on the screen, and logs of BUSMASTER.</summary>
    public static readonly LogFormat Candump = new CandumpFormat();

    /// <summary>The text logs of Vector's CANoe and CANalyzer.</summary>
    public static readonly LogFormat Asc = new AscFormat();

    /// <summary>The traces of PEAK's PCAN tools; versions 1.0 to 2.1 are read and 2.1 is written; reading also takes traces of CanHacker.</summary>
    public static readonly LogFormat Trc = new TrcFormat();

    /// <summary>The older version 1.1 of PCAN's traces, for tools that read no other.</summary>
    public static readonly LogFormat Trc11 = new Trc11Format();

    /// <summary>The binary logs of Vector's tools.</summary>
    public static readonly LogFormat Blf = new BlfFormat();

    /// <summary>A table as <c>Export-Csv</c> writes it; reading also takes SavvyCAN's layouts and python-can's, recognized by their headers.</summary>
    public static readonly LogFormat Csv = new CsvFormat();

    /// <summary>SavvyCAN's native CSV; reading also takes the other layout, recognized by its header.</summary>
    public static readonly LogFormat Gvret = new GvretFormat();

    /// <summary>An object of JSON a line, with the properties of a frame.</summary>
    public static readonly LogFormat JsonLines = new JsonLinesFormat();

    /// <summary>
    /// Captures as Wireshark and dumpcap write them, with CAN frames as SocketCAN has them (link type 227), an interface a channel and
    /// nanoseconds; reading also takes pcap, and <c>tcpdump -i any</c>.
    /// </summary>
    public static readonly LogFormat Pcapng = new PcapngFormat();

    /// <summary>The older form of captures, for tools that read no other: one channel, no direction; reading also takes pcapng.</summary>
    public static readonly LogFormat Pcap = new PcapFormat();

    /// <summary>
    /// The bus logging of ASAM MDF 4, as measurement tools and loggers write it: classic, CAN FD, remote and error frames, with nanoseconds;
    /// reading takes sorted, compressed and unfinished files.
    /// </summary>
    public static readonly LogFormat Mf4 = new MdfFormat();

    /// <summary>The databases that python-can logs to, with SQLite; they are read, and not written.</summary>
    public static readonly LogFormat Sqlite = new SqliteFormat();

    private static readonly LogFormat[] Own = [Candump, Asc, Trc, Trc11, Blf, Csv, Gvret, JsonLines, Pcapng, Pcap, Mf4, Sqlite];

    private static LogFormat[] all = Own;

    /// <summary>All formats that are known now, each name and each extension once.</summary>
    public static IReadOnlyList<LogFormat> All => Volatile.Read(ref all);

    /// <summary>
    /// Makes a format known to the process: from now on its name and its extensions choose it, as those of the library's formats do.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <exception cref="ArgumentException">Its name or one of its extensions belongs to another format.</exception>
    public static void Add(LogFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        lock (Adding)
        {
            if (Find(format.Name) is { } named)
            {
                throw new ArgumentException($"There is a log format '{named.Name}' already.", nameof(format));
            }

            foreach (var extension in format.Extensions)
            {
                if (TryForPath(extension) is { } other)
                {
                    throw new ArgumentException(
                        $"The log format {format.Name} cannot have the extension '{extension}', which chooses {other.Name} already.", nameof(format));
                }
            }

            Volatile.Write(ref all, [.. all, format]);
        }
    }

    /// <summary>Forgets a format that was added; logs that are open in it are read and written on.</summary>
    /// <param name="format">The format.</param>
    /// <returns>Whether it was known; the library's own formats stay.</returns>
    public static bool Remove(LogFormat format)
    {
        lock (Adding)
        {
            var known = all.Length;
            Volatile.Write(ref all, [.. all.Where(other => other != format || Own.Contains(other))]);
            return all.Length < known;
        }
    }

    /// <summary>The format for a file by its extension, <c>.gz</c> after it left aside.</summary>
    /// <param name="path">A file name or path.</param>
    /// <returns>The format.</returns>
    /// <exception cref="ArgumentException">No format has this extension.</exception>
    public static LogFormat ForPath(string path) => TryForPath(path) ?? throw new ArgumentException(
        $"'{VisibleText.Of(path)}' does not have the extension of a known log format: {string.Join(", ", All.SelectMany(format => format.Extensions))}, "
        + $"each also with {GzipExtension}. {(ForeignFormat.OfPath(path) is { } foreign ? $"Its extension is that of {foreign}, which is not read. " : "")}"
        + $"Known formats: {Names}.", nameof(path));

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
    /// <param name="name">As <see cref="LogFormat.Name"/> has it, in any case; <c>json</c> is JSON Lines, too.</param>
    /// <returns>The format.</returns>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static LogFormat ByName(string name) =>
        Find(name) ?? throw new ArgumentException($"There is no log format '{VisibleText.Of(name)}'. Known formats: {Names}.", nameof(name));

    /// <summary>The format of the library that some content is of, by the frames that can be read; null where it is of none.</summary>
    /// <param name="beginning">The content, or its beginning.</param>
    internal static LogFormat? TryRecognise(byte[] beginning) =>
        Own.Select(format => (Format: format, Frames: CountFrames(format, beginning)))
            .Where(candidate => candidate.Frames > 0).OrderByDescending(candidate => candidate.Frames)
            .Select(candidate => candidate.Format).FirstOrDefault();

    private static LogFormat? Find(string name) =>
        All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? (string.Equals(name, "json", StringComparison.OrdinalIgnoreCase) ? JsonLines : null);

    private static int CountFrames(LogFormat format, byte[] beginning)
    {
        try
        {
            using var reader = format.Open(LogInput.Of(beginning), LogReadOptions.Default);
            return reader.ReadAll().Count() + (format == Blf && beginning.Length > 0 ? 1 : 0);
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    private static string Names => string.Join(", ", All.Select(format => format.Name));
}
