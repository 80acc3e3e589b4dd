using Caneth.Logs.Appending;
using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>Writes SavvyCAN's native layout; see <see cref="GvretTable"/>.</summary>
internal sealed class GvretWriter : TextLogWriter
{
    private const long NanosecondsPerMicrosecond = 1000;

    private readonly ChannelNumbers buses;
    private readonly bool withDirection = true;

    public GvretWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options)
    {
        buses = new ChannelNumbers(first: 0, LossCounter);
        if (Appending)
        {
            var table = new GvretTable(default, new LogTimes(LossCounter));
            if (!table.TryReadHeader(Appended!.FirstLine))
            {
                throw AppendRefusal.Of(output.AppendTo,
                    $"its columns are {VisibleText.Of(Appended.FirstLine)}, and those of SavvyCAN (GVRET) would be written");
            }

            withDirection = table.HasDirection;
        }
    }

    protected override int FormatHeader(in CanFrame first, Span<byte> destination)
    {
        var line = new Utf8Line(destination);
        if (!Appending)
        {
            line.Add("Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n"u8);
        }

        return line.Length;
    }

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        if (frame.Remote || frame.Error)
        {
            LossCounter.Add(frame.Remote ? "remote frames, left out" : "error frames, left out");
            return 0;
        }

        CountLosses(frame);
        var line = new Utf8Line(destination);
        line.AddDecimal(frame.Timestamp.Nanoseconds / NanosecondsPerMicrosecond);
        line.Add((byte)',');
        line.AddHex(frame.Id, 8);
        line.Add(frame.Extended ? ",true,"u8 : ",false,"u8);
        if (withDirection)
        {
            line.Add(frame.Transmitted ? "Tx,"u8 : "Rx,"u8);
        }

        line.AddDecimal(buses.Get(frame.Device));
        line.Add((byte)',');
        line.AddDecimal(frame.Length);
        line.Add((byte)',');
        line.AddData(frame, (byte)',');
        if (frame.Length > 0)
        {
            line.Add((byte)',');
        }

        // The header promises eight bytes, so a shorter frame is filled up.
        for (var missing = frame.Length; missing < CanData.MaxClassicLength; missing++)
        {
            line.Add("00,"u8);
        }

        line.Add((byte)'\n');
        return line.Length;
    }

    private void CountLosses(in CanFrame frame)
    {
        if (frame.Transmitted && !withDirection)
        {
            LossCounter.Add("the direction");
        }

        if (frame.BitRateSwitch || frame.ErrorState)
        {
            LossCounter.Add("BRS and ESI of CAN FD frames");
        }

        if (frame.Fd && frame.Length <= CanData.MaxClassicLength)
        {
            LossCounter.Add("that CAN FD frames with up to 8 bytes are not classic frames");
        }

        if (!frame.Fd && frame.Dlc > CanData.MaxClassicLength)
        {
            LossCounter.Add("raw DLCs of 9 to 15, written as 8");
        }
    }
}
