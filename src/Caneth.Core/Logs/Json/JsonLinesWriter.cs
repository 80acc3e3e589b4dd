using System.Text.Json;
using Caneth.Logs.Text;

namespace Caneth.Logs.Json;

/// <summary>
/// Writes JSON Lines: <c>{"Timestamp":"2026-01-31T13:45:00.123456Z","Device":"can0","Id":291,"Dlc":2,"Data":"01 02"}</c>, and
/// after it those of the flags that are true.
/// </summary>
internal sealed class JsonLinesWriter : TextLogWriter
{
    private readonly ChannelNameEncoder names;
    private readonly IsoTime times = new();

    public JsonLinesWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options) => names = new ChannelNameEncoder(Encode, LossCounter);

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        var line = new Utf8Line(destination);
        line.Add("{\"Timestamp\":\""u8);
        times.Add(ref line, frame.Timestamp);
        if (frame.Device is not null)
        {
            line.Add("\",\"Device\":\""u8);
            line.Add(names.Get(frame.Device));
        }

        line.Add("\",\"Id\":"u8);
        line.AddDecimal(frame.Id);
        line.Add(",\"Dlc\":"u8);
        line.AddDecimal(frame.Dlc);
        line.Add(",\"Data\":\""u8);
        line.AddData(frame, (byte)' ');
        line.Add((byte)'"');
        Add(ref line, frame.Extended, ",\"Extended\":true"u8);
        Add(ref line, frame.Remote, ",\"Remote\":true"u8);
        Add(ref line, frame.Error, ",\"Error\":true"u8);
        Add(ref line, frame.Fd, ",\"Fd\":true"u8);
        Add(ref line, frame.BitRateSwitch, ",\"BitRateSwitch\":true"u8);
        Add(ref line, frame.ErrorState, ",\"ErrorState\":true"u8);
        Add(ref line, frame.Transmitted, ",\"Transmitted\":true"u8);
        line.Add("}\n"u8);
        return line.Length;
    }

    private static void Add(ref Utf8Line line, bool flag, ReadOnlySpan<byte> text)
    {
        if (flag)
        {
            line.Add(text);
        }
    }

    private static EncodedName Encode(string name) =>
        ChannelNameEncoder.Encode(name, name, static written => JsonEncodedText.Encode(written).EncodedUtf8Bytes.ToArray());
}
