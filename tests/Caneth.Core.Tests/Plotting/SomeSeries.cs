using System.Text;
using Caneth.Plotting;
using Caneth.Signals;

namespace Caneth.Tests.Plotting;

/// <summary>Series to draw and to write, and a database whose names want to be more than names.</summary>
internal static class SomeSeries
{
    public const string Hostile = "</script><img src=x onerror=alert(1)>&amp;\u2028\e[31m";

    public const string Dbc = """
        BU_: ECM
        BO_ 192 EngineData: 8 ECM
         SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" ECM
         SG_ Gear : 16|4@1+ (1,0) [0|8] "" ECM
         SG_ Temperature : 24|8@1- (0.5,-40) [0|0] "°C" ECM
        BO_ 193 Totals: 8 ECM
         SG_ Odometer : 0|64@1+ (1,0) [0|0] "m" ECM
        BO_ 194 Dash: 2 ECM
         SG_ EngineSpeed : 0|16@1+ (1,0) [0|0] "rpm" ECM
        BO_ 2566831883 Wheels: 8 ECM
         SG_ Speed : 0|16@1+ (0.1,0) [0|0] "km/h" ECM
        BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
        BA_ "VFrameFormat" BO_ 2566831883 3;
        VAL_ 192 Gear 0 "Park" 1 "Reverse" 3 "Drive" ;
        """;

    public static readonly Timestamp Start = Timestamp.Parse("2026-01-31T12:00:00Z");

    /// <summary>A series of numbers, one each hundredth of a second.</summary>
    public static TimeSeries Of(string name, string unit, int count, Func<int, double> value)
    {
        var series = new TimeSeries(name, unit);
        for (var index = 0; index < count; index++)
        {
            series.Add(Start + TimeSpan.FromMilliseconds(10 * index), value(index));
        }

        return series;
    }

    /// <summary>The signals of frames of the database.</summary>
    public static IReadOnlyList<TimeSeries> Of(params IEnumerable<CanFrame> frames)
    {
        var collector = Collect(frames);
        return collector.GetSeries();
    }

    public static SignalCollector Collect(IEnumerable<CanFrame> frames, long maxPoints = SeriesCollector.DefaultMaxPoints)
    {
        var databases = new DatabaseSet(CanDatabase.Parse(Encoding.UTF8.GetBytes(Dbc), "car"));
        var collector = new SignalCollector(maxPoints);
        foreach (var frame in frames)
        {
            Assert.True(databases.TryFind(frame, out var message));
            collector.Add(message, frame);
        }

        return collector;
    }

    /// <summary>A frame of the engine.</summary>
    public static CanFrame Engine(double milliseconds, double speed, int gear = 0, string? device = null) =>
        At(milliseconds, new(192, [(byte)(int)(speed * 4), (byte)((int)(speed * 4) >> 8), (byte)gear, 200, 0, 0, 0, 0]), device);

    public static CanFrame At(double milliseconds, CanFrame frame, string? device = null) =>
        frame with { Timestamp = Start + TimeSpan.FromMilliseconds(milliseconds), Device = device };

    public static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
