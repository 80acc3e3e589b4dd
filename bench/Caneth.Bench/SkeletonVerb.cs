using System.Diagnostics;
using System.Globalization;
using Caneth.Analysis;
using Caneth.Logs;
using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>
/// Makes databases of traffic that is made up from DBC files, or of a log of a car that is known in part, and says how well the fields were found;
/// beside what others made of the same traffic.
/// </summary>
internal static class SkeletonVerb
{
    private const int LeastMessages = 4;

    public static Task<int> RunAsync(Arguments arguments)
    {
        var others = arguments.List("--beside").Select(text => text.Split('=', 2)).Select(parts => (Name: parts[0], Folder: parts[1])).ToList();
        if (arguments.Text("--log") is { } log)
        {
            ScoreLog(log, arguments.List("--database"), others);
        }
        else
        {
            ScoreMadeUp(arguments, others);
        }

        return Task.FromResult(0);
    }

    private static void ScoreMadeUp(Arguments arguments, List<(string Name, string Folder)> others)
    {
        var seed = (int)arguments.Number("--seed", 1L);
        var source = arguments.Text("--files") ?? Path.Combine("..", "shared", "data", "oracle", "dbc.tar.gz");
        var databases = DatabaseFiles.Load(source).Where(database => database.Messages.Count >= LeastMessages).ToArray();
        new Random(seed).Shuffle(databases);
        var chosen = databases.Skip((int)arguments.Number("--skip", 0L)).Take((int)arguments.Number("--count", 40L));
        var captures = chosen.Select((database, place) => new SyntheticCapture(
            database, (int)arguments.Number("--messages", 12L), arguments.Number("--seconds", 30.0), new Random(seed * 1000 + place))).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{captures.Count} files, {captures.Sum(capture => capture.Messages.Count):N0} messages, {captures.Sum(capture => capture.Frames.Count):N0} frames"));
        if (arguments.Text("--save") is { } folder)
        {
            captures.ForEach(capture => Save(capture, folder));
        }

        var clock = Stopwatch.StartNew();
        var found = captures.Select(capture => (CanDatabase?)Skeleton(capture.Frames)).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"skeletons made in {clock.Elapsed.TotalSeconds:0.0} s, {found.Sum(one => one!.Check().Count)} problems in them"));
        Print("Caneth", captures, found, arguments.Text("--each") is not null);
        foreach (var (name, where) in others)
        {
            Print(name, captures, [.. captures.Select(capture => Other(where, capture.Name))], each: false);
        }
    }

    /// <summary>Only bits that are known in the databases are counted.</summary>
    private static void ScoreLog(string log, string[] paths, List<(string Name, string Folder)> others)
    {
        using var reader = CanLog.Open(log);
        List<CanFrame> frames = [.. reader.ReadAll()];
        var skeleton = Skeleton(frames);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames.Count:N0} frames, {skeleton.Messages.Count} messages, {skeleton.Check().Count} problems"));
        var known = paths.Select(path => CanDatabase.Load(path)).ToList();
        foreach (var (name, found) in others.Select(other => (other.Name, Found: Other(other.Folder, Path.GetFileNameWithoutExtension(log)))).Prepend(("Caneth", skeleton)))
        {
            var score = new SkeletonScore();
            foreach (var group in frames.GroupBy(frame => (frame.Id, frame.Extended)))
            {
                foreach (var message in known.SelectMany(database => database.Messages).Where(one => one.Id == group.Key.Id && one.Extended == group.Key.Extended))
                {
                    var own = group.Where(frame => frame.Length == message.Length).ToList();
                    var signals = message.Signals.Where(signal => signal.Multiplexer is null && signal.Layout.BytesNeeded <= message.Length).ToList();
                    if (own.Count > 1 && message.Length <= CanData.MaxClassicLength)
                    {
                        score.Add(signals, Told(found, message), own, message.Length, _ => true, isWhole: false);
                    }
                }
            }

            Console.WriteLine($"{name,-10} {score}");
        }
    }

    private static CanDatabase Skeleton(IReadOnlyList<CanFrame> frames)
    {
        var skeleton = new DatabaseSkeleton();
        foreach (var frame in frames)
        {
            skeleton.Add(frame);
        }

        return skeleton.ToDatabase("skeleton");
    }

    private static CanDatabase? Other(string folder, string name) =>
        Path.Combine(folder, name + ".dbc") is var file && File.Exists(file) ? CanDatabase.Load(file) : null;

    private static IReadOnlyList<SignalDefinition> Told(CanDatabase? found, MessageDefinition message) =>
        found is not null && found.TryFind(message.Id, message.Extended, out var told) ? told.Signals : [];

    private static void Print(string who, List<SyntheticCapture> captures, List<CanDatabase?> found, bool each)
    {
        var all = new SkeletonScore();
        for (var place = 0; place < captures.Count; place++)
        {
            var own = new SkeletonScore();
            foreach (var message in captures[place].Messages)
            {
                Count(all, captures[place], message, found[place]);
                Count(own, captures[place], message, found[place]);
            }

            if (each)
            {
                Console.WriteLine($"  {captures[place].Name,-40} {own}");
            }
        }

        Console.WriteLine($"{who,-10} {all}");
    }

    private static void Count(SkeletonScore score, SyntheticCapture capture, SyntheticMessage message, CanDatabase? found)
    {
        var frames = capture.Frames.Where(frame => frame.Id == message.Message.Id && frame.Extended == message.Message.Extended).ToList();
        var told = Told(found, message.Message);
        foreach (var page in message.Pages.Select(page => (ulong?)page).DefaultIfEmpty(null))
        {
            score.Add(
                [.. message.Placed.Where(signal => SyntheticMessage.IsIn(signal, page))],
                [.. told.Where(signal => page is null || IsInPage(signal, page.Value, message.Multiplexer!))],
                page is { } value ? [.. frames.Where(frame => message.Multiplexer!.Layout.Read(new Payload(frame)) == value)] : frames,
                message.Message.Length,
                message.ShowsSign);
        }
    }

    /// <summary>
    /// Whether a signal that was told is in the frames of a page. The bits that were told to choose it may be some of those that do.
    /// </summary>
    private static bool IsInPage(SignalDefinition signal, ulong page, SignalDefinition chooses)
    {
        if (signal.Multiplexer is not { } selector)
        {
            return true;
        }

        Span<byte> data = stackalloc byte[CanData.MaxLength];
        data.Clear();
        chooses.Layout.Write(page, data);
        var value = selector.Layout.Read(new Payload(data));
        return signal.MultiplexValues.Any(range => range.Contains(value));
    }

    private static void Save(SyntheticCapture capture, string folder)
    {
        Directory.CreateDirectory(folder);
        using var log = CanLog.Create(Path.Combine(folder, capture.Name + ".log"));
        log.Write([.. capture.Frames.Select(frame => frame with { Device = "can0" })]);
    }
}
