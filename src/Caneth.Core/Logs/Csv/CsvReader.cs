using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>Reads CSV: a table of frames as <c>Export-Csv</c> writes it, SavvyCAN's GVRET layout or python-can's, recognized by the header.</summary>
internal sealed class CsvReader : TextLogReader
{
    private readonly CsvTable table;
    private readonly GvretTable gvret;
    private readonly PythonCanTable pythonCan;
    private Layout layout;

    public CsvReader(LogFormat format, LogInput input, LogReadOptions options)
        : base(format, input, options)
    {
        table = new CsvTable(options.StartTime, Times);
        gvret = new GvretTable(options.StartTime, Times);
        pythonCan = new PythonCanTable(options.StartTime, Times);
    }

    private enum Layout
    {
        Unknown,
        Table,
        Gvret,
        PythonCan,
    }

    public override string? AppendObstacle => table.HasHexadecimalIds ? "its ids are hexadecimal, and decimal ones would be written" : null;

    protected override IReadOnlyList<string> Continuations { get; } =
        ["7", "00", ",00", ",False,False,1,00", ",False,1,00", ",1,00", ",,True", ",True"];

    protected override EntryResult ReadLine(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        if (line.IsEmpty || layout == Layout.Unknown && line[0] == '#')
        {
            // Windows PowerShell puts '#TYPE ...' first.
            return EntryResult.Nothing;
        }

        return layout switch
        {
            Layout.Table => table.Read(line, Names, out frame),
            Layout.Gvret => gvret.Read(line, Names, out frame),
            Layout.PythonCan => pythonCan.Read(line, out frame),
            _ => ReadHeader(line),
        };
    }

    private EntryResult ReadHeader(ReadOnlySpan<byte> line)
    {
        var header = Encoding.UTF8.GetString(line);
        layout = gvret.TryReadHeader(header) ? Layout.Gvret
            : PythonCanTable.IsHeader(header) ? Layout.PythonCan
            : table.TryReadHeader(header) ? Layout.Table
            : Layout.Unknown;
        if (layout == Layout.Table)
        {
            table.LookAhead(Upcoming);
        }

        return layout == Layout.Unknown
            ? EntryResult.Malformed("the first line names the columns: Timestamp, Device, Id, ... or, by SavvyCAN, Time Stamp,ID,Extended,...")
            : EntryResult.Header;
    }
}
