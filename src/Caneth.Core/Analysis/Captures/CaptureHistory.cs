using System.Runtime.InteropServices;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>What the frames of a capture were like, id by id. The memory that it takes grows with the ids, not with the frames.</summary>
/// <param name="databases">The databases that know some of the ids.</param>
internal sealed class CaptureHistory(DatabaseSet databases)
{
    /// <summary>What is beyond it is counted and not looked at: ids are chosen by whoever sends.</summary>
    private const int MaxStreams = 20_000;

    private const double NanosecondsOfSecond = 1e9;

    /// <summary>Where files without a database mostly have it: the first byte.</summary>
    private static readonly SignalLayout FirstByte = new(0, 8, ByteOrder.LittleEndian);

    private readonly Dictionary<FrameStream, StreamHistory> streams = [];
    private readonly PageBudget budget = new();
    private readonly HashSet<string> devices = new(StringComparer.Ordinal);
    private long firstTime = long.MaxValue;
    private long lastTime = long.MinValue;

    /// <summary>How many frames there were, error frames aside.</summary>
    public long Count { get; private set; }

    /// <summary>How many frames were not looked at, since they came with too many ids.</summary>
    public long Beyond { get; private set; }

    /// <summary>The time from the first frame to the last, in seconds.</summary>
    public double Seconds => lastTime > firstTime ? (lastTime - firstTime) / NanosecondsOfSecond : 0;

    /// <summary>The streams, in the order of their first frames.</summary>
    public IReadOnlyDictionary<FrameStream, StreamHistory> Streams => streams;

    /// <summary>Whether all frames came from one device, or from none.</summary>
    public bool HasOneDevice => devices.Count < 2;

    /// <summary>Takes the next frame.</summary>
    /// <returns>Whether it was looked at: an error frame is not, nor one of too many ids.</returns>
    public bool Add(in CanFrame frame)
    {
        if ((frame.Flags & FrameFlags.Error) != 0)
        {
            return false;
        }

        Count++;
        var time = frame.Timestamp.Nanoseconds;
        (firstTime, lastTime) = (Math.Min(firstTime, time), Math.Max(lastTime, time));
        var key = new FrameStream(frame);
        if (streams.Count >= MaxStreams && !streams.ContainsKey(key))
        {
            Beyond++;
            return false;
        }

        ref var stream = ref CollectionsMarshal.GetValueRefOrAddDefault(streams, key, out _);
        if (stream is null)
        {
            stream = new(CanDatabase.Key(frame.Id, frame.Extended), SelectorOf(frame), budget);
            devices.Add(frame.Device ?? "");
        }

        stream.Add(frame);
        return true;
    }

    /// <summary>The frames that those of a stream of another capture are compared with.</summary>
    /// <param name="stream">The stream there.</param>
    /// <param name="regardlessOfDevice">Whether the captures are of one device each, whatever it is called.</param>
    /// <returns>The frames of the same id, or null where there are none.</returns>
    public StreamHistory? Find(FrameStream stream, bool regardlessOfDevice)
    {
        var mine = regardlessOfDevice ? stream with { Device = devices.FirstOrDefault() is { Length: > 0 } only ? only : null } : stream;
        return streams.GetValueOrDefault(mine);
    }

    private SignalLayout? SelectorOf(in CanFrame frame)
    {
        if (!databases.TryFind(frame, out var message))
        {
            return FirstByte;
        }

        return message.Signals.FirstOrDefault(signal => signal.IsMultiplexer && signal.Length is > 0 and <= SignalLayout.MaxNumberLength)?.Layout;
    }
}
