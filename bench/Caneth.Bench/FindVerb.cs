using System.Diagnostics;
using Caneth.Analysis;
using Caneth.Signals;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>Looks for hidden buttons and numbers in made-up cars, says how often they were found first, and how long it takes.</summary>
internal static class FindVerb
{
    public static Task<int> RunAsync(Arguments arguments)
    {
        var cars = arguments.Number("--cars", 50L);
        var first = arguments.Number("--seed", 1L);
        var seeds = Enumerable.Range((int)first, (int)cars).ToList();
        Report("buttons", seeds, IsButtonFound);
        Report("numbers", seeds, IsNumberFound);
        TimeComparison();
        TimeSearch();
        return Task.FromResult(0);
    }

    private static void Report(string what, List<int> seeds, Func<int, bool> isFound)
    {
        var missed = seeds.Where(seed => !isFound(seed)).ToList();
        Console.WriteLine($"{what}: first in {seeds.Count - missed.Count} of {seeds.Count} cars{(missed.Count > 0 ? $", not in those of the seeds {string.Join(", ", missed)}" : "")}");
    }

    private static bool IsButtonFound(int seed)
    {
        var hidden = HiddenButton.Make(seed);
        return Compare(hidden.Quiet, hidden.Pressed) is [var first, ..] && first.Id == hidden.Id && first.StartBit == hidden.Bit && first.Length == 1;
    }

    private static bool IsNumberFound(int seed)
    {
        var hidden = HiddenNumber.Make(seed);
        return Search(hidden) is [var first, ..] && first.Id == hidden.Id && first.StartBit == hidden.StartBit && first.Length == hidden.Length
            && (hidden.IsInByte || first.ByteOrder == (hidden.IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian));
    }

    private static void TimeComparison()
    {
        var car = new MadeUpCar(1, 150);
        CanFrame[] frames = [.. car.Drive(125)];
        var clock = Stopwatch.StartNew();
        var found = Compare(frames, frames).Count;
        Console.WriteLine($"compare: {2 * frames.Length:N0} frames in {clock.Elapsed.TotalSeconds:0.00} s, {found} findings");
    }

    private static void TimeSearch()
    {
        var hidden = HiddenNumber.Make(1, 60, 150);
        var clock = Stopwatch.StartNew();
        var found = Search(hidden).Count;
        Console.WriteLine($"find: {hidden.Frames.Length:N0} frames of 60 s, {hidden.Reference.Count} points, in {clock.Elapsed.TotalSeconds:0.00} s, {found} findings");
    }

    private static IReadOnlyList<FrameDifference> Compare(CanFrame[] reference, CanFrame[] difference)
    {
        var comparison = new CaptureComparison();
        foreach (var frame in reference)
        {
            comparison.AddReference(frame);
        }

        foreach (var frame in difference)
        {
            comparison.AddDifference(frame);
        }

        return comparison.GetDifferences();
    }

    private static IReadOnlyList<SignalMatch> Search(HiddenNumber hidden)
    {
        var search = new SignalSearch();
        foreach (var frame in hidden.Frames)
        {
            search.Add(frame);
        }

        return search.Find(hidden.Reference.Select(one => new TimedValue(one.Time, one.Value)));
    }
}
