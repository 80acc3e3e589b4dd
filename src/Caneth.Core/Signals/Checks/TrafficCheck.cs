using System.Globalization;
using System.Runtime.InteropServices;

namespace Caneth.Signals;

/// <summary>
/// Holds a database against frames of a real bus: lengths, ranges, values without a text, cycle times, ids that it does not know, and
/// counters that stand still. Not for several threads at once.
/// </summary>
public sealed class TrafficCheck
{
    /// <summary>What is beyond it is counted and not told apart: ids are chosen by whoever sends.</summary>
    private const int MaxStreams = 20_000;

    private readonly CanDatabase database;
    private readonly Dictionary<MessageDefinition, MessageTraffic> messages = [];
    private readonly Dictionary<FrameStream, FrameStreamTimes> streams = [];
    private long beyond;

    /// <summary>A check of a database.</summary>
    /// <param name="database">The database.</param>
    public TrafficCheck(CanDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        this.database = database;
    }

    /// <summary>How many data frames were looked at.</summary>
    public long FrameCount { get; private set; }

    /// <summary>How many of them have a message in the database.</summary>
    public long KnownFrameCount { get; private set; }

    /// <summary>Looks at a frame. Remote frames and error frames are passed over, since there is nothing in them.</summary>
    /// <param name="frame">A frame; those of one device come in the order of their times.</param>
    public void Add(in CanFrame frame)
    {
        if ((frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return;
        }

        FrameCount++;
        database.TryFind(frame.Id, frame.Extended, out var message);
        var key = new FrameStream(CanDatabase.Key(frame.Id, frame.Extended), frame.Device, message);
        if (streams.Count < MaxStreams || streams.ContainsKey(key))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(streams, key, out _).Add(frame);
        }
        else
        {
            beyond++;
        }

        if (message is not null)
        {
            KnownFrameCount++;
            if (!messages.TryGetValue(message, out var traffic))
            {
                messages[message] = traffic = new(message);
            }

            traffic.Add(frame);
        }
    }

    /// <summary>What was found in the frames so far.</summary>
    /// <returns>Problems, in the order of the lines of the database; of ids that it does not know first.</returns>
    public IReadOnlyList<DatabaseProblem> GetProblems()
    {
        var problems = new List<DatabaseProblem>();
        foreach (var ((key, device, message), times) in streams)
        {
            if (message is null)
            {
                problems.Add(new(ProblemSeverity.Warning, "UnknownId", 0, 0, null, null, VisibleText.Of(UnknownId(key, device, times))));
            }
            else if (times.Judge(message) is { } judged)
            {
                problems.Add(Of(message, ProblemSeverity.Warning, judged.Code, $"{NameOf(key, device)}: {judged.Text}"));
            }
        }

        if (beyond > 0)
        {
            problems.Add(new(ProblemSeverity.Info, "TooManyIds", 0, 0, null, null,
                $"{beyond} frames came with ids beyond the first {MaxStreams}; their times, and whether the database knows them, were not looked at."));
        }

        foreach (var message in database.Messages)
        {
            if (messages.TryGetValue(message, out var traffic))
            {
                traffic.AddProblems(problems);
            }
            else if (FrameCount > 0 && message.CycleTime is { } cycle && FrameStreamTimes.IsCyclic(message) && IsFound(message))
            {
                problems.Add(Of(message, ProblemSeverity.Info, "NotSeen", $"It should come every {MillisecondsOf(cycle)} ms, and never came."));
            }
        }

        return [.. problems.OrderBy(problem => problem.Line)];
    }

    internal static string MillisecondsOf(TimeSpan time) => time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static DatabaseProblem Of(MessageDefinition message, ProblemSeverity severity, string code, string text) =>
        new(severity, code, message.Line, message.Column, message.Name, null, VisibleText.Of(text));

    private static string NameOf(uint key, string? device)
    {
        const uint ExtendedBit = 1u << 31;
        var id = (key & ExtendedBit) != 0 ? $"0x{key & ~ExtendedBit:X8}" : $"0x{key:X3}";
        return device is null ? id : $"{id} of {device}";
    }

    private static string UnknownId(uint key, string? device, in FrameStreamTimes times)
    {
        var period = times.Mean is { } mean ? $", one every {MillisecondsOf(mean)} ms" : "";
        var lengths = times.Shortest == times.Longest ? $"{times.Longest}" : $"{times.Shortest} to {times.Longest}";
        return $"The database does not know {NameOf(key, device)}: {(times.Count == 1 ? "1 frame" : $"{times.Count} frames")} of {lengths} bytes{period}.";
    }

    /// <summary>Whether frames are decoded as this message; of two with one id it is the first.</summary>
    private bool IsFound(MessageDefinition message) => database.TryFind(message.Id, message.Extended, out var found) && found == message;

    private readonly record struct FrameStream(uint Key, string? Device, MessageDefinition? Message);
}
