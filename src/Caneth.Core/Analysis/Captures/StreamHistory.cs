using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>What the frames of one id were like in a capture.</summary>
internal sealed class StreamHistory
{
    private readonly PageHistory? pages;
    private BitHistory? bits;
    private int words;

    /// <summary>A stream that has seen no frame.</summary>
    /// <param name="seed">What its choice of samples begins with, so that the same frames give the same answer.</param>
    /// <param name="selector">The bits that say what the others mean; null where nothing does.</param>
    /// <param name="budget">How many pages may still be made.</param>
    public StreamHistory(uint seed, SignalLayout? selector, PageBudget budget)
    {
        Samples = new(seed);
        pages = selector is { } known ? new(known, budget) : null;
    }

    /// <summary>How many frames there were.</summary>
    public long Count { get; private set; }

    /// <summary>The fewest bytes of data.</summary>
    public int Shortest { get; private set; } = int.MaxValue;

    /// <summary>The most bytes of data.</summary>
    public int Longest { get; private set; }

    /// <summary>When the first frame came, in nanoseconds.</summary>
    public long FirstTime { get; private set; }

    /// <summary>Some of the frames, each with the one before it.</summary>
    public FrameSamples Samples { get; }

    /// <summary>How all its bits changed; null where no frame had data.</summary>
    public BitHistory? Bits => bits;

    /// <summary>The same for each page, if it is a multiplexed message; null where nothing could choose one.</summary>
    public PageHistory? Pages => pages;

    /// <summary>Whether it seems to be a multiplexed message.</summary>
    public bool IsMultiplexed => pages is not null && bits is not null && pages.Explains(bits);

    /// <summary>Takes the next frame.</summary>
    public void Add(in CanFrame frame)
    {
        if (Count++ == 0)
        {
            FirstTime = frame.Timestamp.Nanoseconds;
        }

        var length = frame.Length;
        (Shortest, Longest) = (Math.Min(Shortest, length), Math.Max(Longest, length));
        if (length == 0)
        {
            return;
        }

        Samples.Add(frame);
        if (bits is null || length > words * sizeof(ulong))
        {
            // What was seen of shorter frames is not carried over: frames of one id that grow are another message.
            words = PayloadWords.Count(length);
            bits = new(words);
            pages?.Clear();
        }

        Span<ulong> room = stackalloc ulong[PayloadWords.Most];
        var payload = room[..words];
        PayloadWords.Copy(frame, payload);
        bits.Add(payload, frame.Timestamp.Nanoseconds);
        pages?.Add(frame, payload);
    }
}
