using System.Globalization;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Links.Memory;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>
/// How well the time between the frames of a long message is kept that a control unit asks for (STmin): from when one was handed over until the next was. Too
/// short is wrong; too long is late.
/// </summary>
internal static class SeparationBench
{
    private const int BytesInFrame = 7;
    private const int ConsecutiveFrame = 2;

    private static readonly (double Asked, int Frames)[] Cases = [(0.1, 5_000), (1, 2_000), (127, 50)];
    private static readonly double[] Steps = [double.NegativeInfinity, 0, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, double.PositiveInfinity];

    public static async Task RunAsync(Report report)
    {
        var late = new List<double[]>();
        foreach (var (asked, frames) in Cases)
        {
            var gaps = await MeasureAsync(TimeSpan.FromMilliseconds(asked), frames);
            late.Add([.. gaps.Select(gap => gap - asked)]);
            report.Add($"STmin {Text(asked)} ms: median", Report.Median(gaps), "ms");
            report.Add($"STmin {Text(asked)} ms: shortest of {gaps.Length:N0}", gaps.Min(), "ms", bar: $">= {Text(asked)} ms", met: gaps.Min() >= asked);
        }

        Console.WriteLine($"{"late by ms",-14} {string.Concat(Cases.Select(one => $"{$"STmin {Text(one.Asked)}",12}"))}");
        for (var step = 1; step < Steps.Length; step++)
        {
            var (from, to) = (Steps[step - 1], Steps[step]);
            var name = from < 0 ? "too short" : double.IsInfinity(to) ? $"{Text(from)} or more" : $"{Text(from)} to {Text(to)}";
            Console.WriteLine($"{name,-14} {string.Concat(late.Select(all => $"{all.Count(time => time >= from && time < to),12:N0}"))}");
        }
    }

    private static async Task<double[]> MeasureAsync(TimeSpan asked, int frames)
    {
        var bus = new MemoryBus();
        var sent = new List<(byte Header, TimeSpan Begin, TimeSpan End)>(frames + 1);
        var address = IsoTpAddress.Obd(0);
        await using var tester = await CanSession.ConnectAsync(
            new SessionOptions { Connector = context => new TimedConnector(bus.CreateConnector(context), sent), Name = "tester" });
        await using var unit = await CanSession.ConnectAsync(new SessionOptions { Connector = bus.CreateConnector, Name = "unit" });
        using var receiver = new IsoTpChannel(unit, address.Reverse(), new() { SeparationTime = asked });
        using var sender = new IsoTpChannel(tester, address);
        await sender.SendAsync(new byte[frames * BytesInFrame]);

        // The first frame waits for the flow control, and not for a time.
        var consecutive = sent.Where(frame => frame.Header >> 4 == ConsecutiveFrame).ToList();
        return [.. consecutive.Skip(1).Zip(consecutive, (later, earlier) => (later.Begin - earlier.End).TotalMilliseconds)];
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
