using Caneth.Logs.Text;

namespace Caneth.Logs.Candump;

/// <summary>
/// Writes lines as <c>candump -L</c> does; a frame that was sent gets the <c>T</c> of <c>candump -x</c> after it.
/// </summary>
internal sealed class CandumpWriter : TextLogWriter
{
    // A line needs an interface, and this is what nearly everybody's first one is called.
    private const string UnnamedDevice = "can0";

    private readonly ChannelNameEncoder names;

    public CandumpWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options)
    {
        names = new ChannelNameEncoder(Encode, LossCounter);
    }

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        var line = new Utf8Line(destination);
        line.Add((byte)'(');
        line.AddSeconds(frame.Timestamp.Nanoseconds, Options.Nanoseconds || Options.NanosecondsAsNeeded && frame.Timestamp.Nanoseconds % 1000 != 0 ? 9 : 6);
        line.Add(") "u8);
        line.Add(names.Get(string.IsNullOrEmpty(frame.Device) ? UnnamedDevice : frame.Device));
        line.Add((byte)' ');
        AddId(ref line, frame);
        line.Add((byte)'#');
        AddContent(ref line, frame);
        if (frame.Transmitted)
        {
            line.Add(" T"u8);
        }

        line.Add((byte)'\n');
        return line.Length;
    }

    private static void AddId(ref Utf8Line line, in CanFrame frame)
    {
        if (frame.Error)
        {
            var extendedThoughSmall = frame.Extended && frame.Id <= CanId.MaxStandard;
            line.AddHex(frame.Id | CandumpId.ErrorBit | (extendedThoughSmall ? CandumpId.ExtendedBit : 0), 8);
        }
        else
        {
            line.AddHex(frame.Id, frame.Extended ? 8 : 3);
        }
    }

    private static void AddContent(ref Utf8Line line, in CanFrame frame)
    {
        if (frame.Fd)
        {
            line.Add((byte)'#');
            line.Add(HexDigit.Of(CandumpId.FdFlags(frame)));
            line.AddData(frame);
            return;
        }

        if (frame.Remote)
        {
            line.Add((byte)'R');
            if (frame.Dlc > 0)
            {
                line.Add(HexDigit.Of((uint)Math.Min(frame.Dlc, CanData.MaxClassicLength)));
            }
        }

        line.AddData(frame);
        if (frame.Dlc > CanData.MaxClassicLength)
        {
            line.Add((byte)'_');
            line.Add(HexDigit.Of((uint)frame.Dlc));
        }
    }

    private static EncodedName Encode(string name) => ChannelNameEncoder.Encode(name,
        string.Concat(name.Select(character => char.IsWhiteSpace(character) || char.IsControl(character) ? '_' : character)));
}
