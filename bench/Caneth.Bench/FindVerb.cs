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
        Report("buttons", seeds, MissedButton);
        Report("numbers", seeds, MissedNumber);
        TimeComparison();
        TimeSearch();
        return Task.FromResult(0);
    }

    private static void Report(string what, List<int> seeds, Func<int, string?> missed)
    {
        var all = seeds.Select(missed).OfType<string>().ToList();
        Console.WriteLine($"{what}: first in {seeds.Count - all.Count} of {seeds.Count} cars");
        all.ForEach(Console.WriteLine);
    }

    private static string? MissedButton(int seed)
    {
        var hidden = HiddenButton.Make(seed);
        var found = Compare(hidden.Quiet, hidden.Pressed);
        return found is [var first, ..] && first.Id == hidden.Id && first.StartBit == hidden.Bit && first.Length == 1 ? null
            : $"  seed {seed}: {hidden.Id:X3} bit {hidden.Bit}, but first was {found[0]}";
    }

    private static string? MissedNumber(int seed)
    {
        var hidden = HiddenNumber.Make(seed);
        var found = Search(hidden);
        return found is [var first, ..] && first.Id == hidden.Id && first.StartBit == hidden.StartBit && first.Length == hidden.Length
            && (hidden.IsInByte || first.ByteOrder == (hidden.IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian)) ? null
            : $"  seed {seed}: {hidden.Id:X3} {hidden.StartBit}|{hidden.Length}@{(hidden.IsBigEndian ? 0 : 1)}, but first was {(found.Count > 0 ? $"{found[0].GetBits()} of {found[0]}" : "nothing")}";
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
