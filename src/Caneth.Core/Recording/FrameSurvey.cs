using System.Runtime.InteropServices;

namespace Caneth.Recording;

/// <summary>Counts frames, by their ids and in their time. For one thread.</summary>
internal sealed class FrameSurvey
{
    /// <summary>How many ids are counted one by one; who gives each frame an id of its own must not fill the memory.</summary>
    public const int MostIds = 65_536;

    // Beyond every id: extended ids are told from standard ones, and error frames from both.
    private const uint Extended = 0x8000_0000;
    private const uint Error = uint.MaxValue;

    private readonly Dictionary<uint, long> counts = [];
    private Timestamp begin;
    private Timestamp first;
    private Timestamp last;

    /// <summary>How many frames there were.</summary>
    public long Frames { get; private set; }

    /// <summary>How many of them had an id that is not counted one by one.</summary>
    public long FramesOfOtherIds { get; private set; }

    /// <summary>By how much frames are out of the order of time at most.</summary>
    public TimeSpan Disorder { get; private set; }

    /// <summary>The time of the frame that came first.</summary>
    public Timestamp? Begin => Frames > 0 ? begin : null;

    /// <summary>The earliest time.</summary>
    public Timestamp? First => Frames > 0 ? first : null;

    /// <summary>The latest time.</summary>
    public Timestamp? Last => Frames > 0 ? last : null;

    /// <summary>Takes in frames.</summary>
    public void Add(ReadOnlySpan<CanFrame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            Note(frame.Timestamp);
            Count(frame.Error ? Error : frame.Extended ? frame.Id | Extended : frame.Id);
        }
    }

    /// <summary>How many frames each id has, in the order of ids: <c>0C0</c>, <c>18DB33F1</c>, and <c>Error</c> for error frames.</summary>
    public IReadOnlyDictionary<string, long> FramesById() => new OrderedDictionary<string, long>(
        counts.OrderBy(count => count.Key).Select(count => KeyValuePair.Create(NameOf(count.Key), count.Value)));

    private static string NameOf(uint key) => key == Error ? "Error" : CanId.Format(key & ~Extended, (key & Extended) != 0);

    private void Note(Timestamp time)
    {
        if (Frames++ == 0)
        {
            (begin, first, last) = (time, time, time);
        }
        else if (time >= last)
        {
            last = time;
        }
        else
        {
            first = time < first ? time : first;
            Disorder = last - time > Disorder ? last - time : Disorder;
        }
    }

    private void Count(uint key)
    {
        if (counts.Count < MostIds || counts.ContainsKey(key))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
        }
        else
        {
            FramesOfOtherIds++;
        }
    }
}
