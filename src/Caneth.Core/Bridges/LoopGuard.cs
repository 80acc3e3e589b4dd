namespace Caneth.Bridges;

/// <summary>
/// Notices that frames go in a circle that nobody here knows of, over a bus that two devices share, or over another computer: then one frame
/// comes again and again as fast as it goes round. Used by one thread at a time.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LoopGuard(TimeProvider time)
{
    /// <summary>How often one frame may come in that time: more than any cycle sends, less than a frame goes round.</summary>
    public const int Most = 300;

    /// <summary>The time.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    // What goes in a circle is few frames; where there are more, they share places, and are told apart by what they say.
    private const int Places = 256;

    private readonly (int Hash, int Count)[] seen = new (int, int)[Places];
    private long begin = time.GetTimestamp();

    /// <summary>Notes a frame.</summary>
    /// <returns>Whether it came more often than it may.</returns>
    public bool Note(in CanFrame frame)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(begin, now) >= Window)
        {
            begin = now;
            Array.Clear(seen);
        }

        var hash = HashCode.Combine(frame.Id, frame.Flags & FrameFlags.Extended, frame.Dlc, frame.Data);
        ref var place = ref seen[hash & (Places - 1)];
        place = place.Hash == hash ? (hash, place.Count + 1) : (hash, 1);
        return place.Count > Most;
    }
}
