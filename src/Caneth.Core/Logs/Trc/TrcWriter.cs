using System.Globalization;
using System.Text;
using Caneth.Logs.Appending;
using Caneth.Logs.Text;

namespace Caneth.Logs.Trc;

/// <summary>What the writers of TRC 2.1 and 1.1 share: the start of the file and the numbers of its lines.</summary>
internal abstract class TrcWriter : TextLogWriter
{
    // Days with this many digits are exact to the nanosecond.
    private const string DaysFormat = "0.000000000000000";

    private readonly string version;
    private Timestamp start;
    private long number;

    protected TrcWriter(LogFormat format, LogOutput output, LogWriteOptions options, string version)
        : base(format, output, options)
    {
        this.version = version;
        if (!Appending)
        {
            return;
        }

        (var header, number) = TrcHeader.Read(output.Repaired(), options.TimeZone);
        start = header.Start;
        if (header.Version != version || header.Columns != Columns)
        {
            throw AppendRefusal.Of(output.AppendTo,
                $"it is TRC {header.Version} with the columns {header.Columns}, and version {version} with {Columns} would be written");
        }

        if (!header.StartIsKnown)
        {
            throw AppendRefusal.Of(output.AppendTo, "it does not say, in a way that can be read, when its times begin");
        }
    }

    /// <summary>The columns, as <see cref="TrcHeader.Columns"/> has them.</summary>
    protected abstract string Columns { get; }

    /// <summary>The lines of the header after the version and the start.</summary>
    protected abstract string Legend(string startTime);

    /// <summary>Counts on.</summary>
    protected long NextNumber() => ++number;

    /// <summary>Nanoseconds since the start of the file.</summary>
    protected long Offset(in CanFrame frame) => LossCounter.TimeSince(start, frame.Timestamp);

    protected override int FormatHeader(in CanFrame first, Span<byte> destination)
    {
        if (Appending)
        {
            return 0;
        }

        start = WallClock.StartFor(first.Timestamp, Options.TimeZone);
        var shown = WallClock.ToLocal(start, Options.TimeZone);
        var days = ((shown - TrcHeader.FirstDay).Ticks / (decimal)TimeSpan.TicksPerDay).ToString(DaysFormat, CultureInfo.InvariantCulture);
        var legend = Legend(shown.ToString("dd.MM.yyyy HH:mm:ss.fff", CultureInfo.InvariantCulture));
        var text = $";$FILEVERSION={version}\n;$STARTTIME={days}\n{legend}";

        // The format wants Windows line ends everywhere.
        return Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n"), destination);
    }

    protected override int FormatComment(string text, Span<byte> destination) => Encoding.ASCII.GetBytes($";   {text}\r\n", destination);

    /// <summary>Adds a time in milliseconds.</summary>
    protected static void AddMilliseconds(ref Utf8Line line, long nanoseconds, int fractionDigits, int width)
    {
        var place = line.Length;
        var (milliseconds, fraction) = Math.DivRem(line.AddSign(nanoseconds), 1_000_000);
        line.AddDecimal((long)milliseconds);
        line.Add((byte)'.');
        line.AddDigits((uint)fraction / (fractionDigits == 1 ? 100_000u : 1_000u), fractionDigits);
        line.AlignRight(place, width);
    }

    /// <summary>Adds the id: 4 digits, or 8 for an extended one, at the right of 8.</summary>
    protected static void AddId(ref Utf8Line line, in CanFrame frame)
    {
        if (!frame.Extended)
        {
            line.Add("    "u8);
        }

        line.AddHex(frame.Id, frame.Extended ? 8 : 4);
    }

    /// <summary>The DLC, of which the format has only 0 to 8 in a classic frame.</summary>
    protected int ClassicDlc(in CanFrame frame)
    {
        if (frame.Dlc > CanData.MaxClassicLength)
        {
            LossCounter.Add("raw DLCs of 9 to 15, written as 8");
        }

        return Math.Min(frame.Dlc, CanData.MaxClassicLength);
    }
}
