using System.Text;
using Caneth.Logs.Appending;
using Caneth.Logs.Text;

namespace Caneth.Logs.Asc;

/// <summary>Writes Vector ASC: hexadecimal, times absolute since the first frame's millisecond.</summary>
internal sealed class AscWriter : TextLogWriter
{
    private readonly ChannelNumbers channels;
    private readonly int fractionDigits;
    private Timestamp start;

    public AscWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options)
    {
        channels = new ChannelNumbers(first: 1, LossCounter);
        fractionDigits = options.Nanoseconds ? 9 : 6;
        if (Appended is not null && AscHeader.Read(Appended.Beginning) is { Hexadecimal: false } or { Relative: true })
        {
            throw AppendRefusal.Of(output.AppendTo,
                "it has decimal numbers or relative times, and 'base hex  timestamps absolute' would be written");
        }
    }

    protected override int FormatHeader(in CanFrame first, Span<byte> destination)
    {
        start = WallClock.StartFor(first.Timestamp, Options.TimeZone);
        var date = AscDate.Format(WallClock.ToLocal(start, Options.TimeZone));
        var block = $"Begin Triggerblock {date}\n   0.000000 Start of measurement\n";
        return Encoding.UTF8.GetBytes(
            Appending ? block : $"date {date}\nbase hex  timestamps absolute\ninternal events logged\n{block}", destination);
    }

    protected override int FormatComment(string text, Span<byte> destination) => Encoding.ASCII.GetBytes($"// {text}\n", destination);

    protected override int FormatEnd(Span<byte> destination) => HasBegun ? Encoding.UTF8.GetBytes("End TriggerBlock\n", destination) : 0;

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        const int TimeWidth = 11;
        var line = new Utf8Line(destination);
        line.AddSeconds(LossCounter.TimeSince(start, frame.Timestamp), fractionDigits);
        line.AlignRight(0, TimeWidth);
        line.Add((byte)' ');
        var channel = channels.Get(frame.Device);
        if (frame.Fd)
        {
            AddFd(ref line, frame, channel);
        }
        else
        {
            line.AddDecimal(channel);
            line.Add("  "u8);
            AddClassic(ref line, frame);
        }

        line.Add((byte)'\n');
        return line.Length;
    }

    private void AddClassic(ref Utf8Line line, in CanFrame frame)
    {
        const int IdWidth = 15;
        if (frame.Error)
        {
            line.Add("ErrorFrame"u8);
            CountLossesOfError(frame);
            return;
        }

        var idStart = line.Length;
        AddId(ref line, frame);
        line.PadTo(idStart + IdWidth);
        line.Add(frame.Transmitted ? " Tx   "u8 : " Rx   "u8);
        line.Add(frame.Remote ? (byte)'r' : (byte)'d');
        line.Add((byte)' ');
        line.Add(HexDigit.Of((uint)frame.Dlc));
        if (frame.Length > 0)
        {
            line.Add((byte)' ');
            line.AddData(frame, (byte)' ');
        }
    }

    private static void AddFd(ref Utf8Line line, in CanFrame frame, int channel)
    {
        const int ChannelWidth = 3;
        const int IdWidth = 9;
        const int NameWidth = 33;
        line.Add("CANFD "u8);
        line.AddDecimal(channel, ChannelWidth);
        line.Add(frame.Transmitted ? " Tx   "u8 : " Rx   "u8);
        var idStart = line.Length;
        AddId(ref line, frame);
        line.AlignRight(idStart, IdWidth);
        line.PadTo(line.Length + NameWidth);
        line.Add(frame.BitRateSwitch ? " 1"u8 : " 0"u8);
        line.Add(frame.ErrorState ? " 1 "u8 : " 0 "u8);
        line.Add(HexDigit.Of((uint)frame.Dlc));
        line.Add((byte)' ');
        line.AddDecimal(frame.Length, 2);
        line.Add((byte)' ');
        line.AddData(frame, (byte)' ');

        // Duration and length in bits are unknown; then the flags, the CRC and four times the bit timing.
        line.Add("        0    0     "u8);
        line.AddHex(VectorFlags.Fd | (frame.BitRateSwitch ? VectorFlags.BitRateSwitch : 0) | (frame.ErrorState ? VectorFlags.ErrorState : 0), 4);
        line.Add("        0        0        0        0        0"u8);
    }

    private static void AddId(ref Utf8Line line, in CanFrame frame)
    {
        line.AddHex(frame.Id);
        if (frame.Extended)
        {
            line.Add((byte)'x');
        }
    }

    private void CountLossesOfError(in CanFrame frame)
    {
        if (frame.Id != 0 || frame.Dlc != 0)
        {
            LossCounter.Add("the class and the data of error frames");
        }

        if (frame.Transmitted)
        {
            LossCounter.Add("the direction of error frames");
        }
    }
}
