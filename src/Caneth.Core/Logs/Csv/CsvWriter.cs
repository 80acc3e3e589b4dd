using System.Text;
using Caneth.Logs.Appending;
using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>Writes a table as <c>Export-Csv</c> would of the same frames: each property a column, everything quoted.</summary>
internal sealed class CsvWriter : TextLogWriter
{
    private readonly ChannelNameEncoder names;
    private readonly IsoTime times = new();

    public CsvWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options)
    {
        names = new ChannelNameEncoder(Encode, LossCounter);
        if (Appending && !Columns(Appended!.FirstLine).Equals(Columns(Encoding.UTF8.GetString(Header)), StringComparison.OrdinalIgnoreCase))
        {
            throw AppendRefusal.Of(output.AppendTo,
                $"its columns are {VisibleText.Of(Appended.FirstLine)}, and {Columns(Encoding.UTF8.GetString(Header))} would be written");
        }
    }

    private static ReadOnlySpan<byte> Header =>
        """
        "Timestamp","Device","Id","Extended","Remote","Dlc","Data","Error","Fd","BitRateSwitch","ErrorState","Transmitted"
        """u8 + "\n"u8;

    protected override int FormatHeader(in CanFrame first, Span<byte> destination)
    {
        if (Appending)
        {
            return 0;
        }

        Header.CopyTo(destination);
        return Header.Length;
    }

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        var line = new Utf8Line(destination);
        line.Add((byte)'"');
        times.Add(ref line, frame.Timestamp);
        line.Add("\","u8);
        if (frame.Device is not null)
        {
            line.Add((byte)'"');
            line.Add(names.Get(frame.Device));
            line.Add((byte)'"');
        }

        line.Add(",\""u8);
        line.AddDecimal(frame.Id);
        line.Add((byte)'"');
        Add(ref line, frame.Extended);
        Add(ref line, frame.Remote);
        line.Add(",\""u8);
        line.AddDecimal(frame.Dlc);
        line.Add("\",\""u8);
        line.AddData(frame, (byte)' ');
        line.Add((byte)'"');
        Add(ref line, frame.Error);
        Add(ref line, frame.Fd);
        Add(ref line, frame.BitRateSwitch);
        Add(ref line, frame.ErrorState);
        Add(ref line, frame.Transmitted);
        line.Add((byte)'\n');
        return line.Length;
    }

    private static string Columns(string header) => header.Replace("\"", "", StringComparison.Ordinal).TrimEnd();

    private static void Add(ref Utf8Line line, bool value) => line.Add(value ? ",\"True\""u8 : ",\"False\""u8);

    private static EncodedName Encode(string name) => ChannelNameEncoder.Encode(name, name.ReplaceLineEndings(" "),
        static written => Encoding.UTF8.GetBytes(written.Replace("\"", "\"\"", StringComparison.Ordinal)));
}
