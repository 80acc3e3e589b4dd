namespace Caneth.Flow;

/// <summary>
/// Frames between two threads: one fills a buffer while the other works on the one that it took, and whole batches go in and come out.
/// Guarded by its owner; what was taken belongs to who took it, until the next time.
/// </summary>
/// <param name="capacity">How many frames it keeps at most.</param>
internal sealed class FrameBuffer(int capacity)
{
    // Most waits are for one frame; where many come it soon has room for them.
    private const int FirstCapacity = 8;

    private CanFrame[] arriving = [];
    private CanFrame[] reading = [];

    /// <summary>How many frames there are to take.</summary>
    public int Count { get; private set; }

    /// <summary>For how many more there is room.</summary>
    public int Room => capacity - Count;

    /// <summary>Keeps the frames that are wanted, up to the first for which there is no room.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <returns>How many frames were looked at.</returns>
    public int Add(ReadOnlySpan<CanFrame> frames, FrameFilter filter)
    {
        var done = Keep(frames, filter);
        while (done < frames.Length && arriving.Length < capacity)
        {
            Array.Resize(ref arriving, Math.Min(Math.Max(FirstCapacity, arriving.Length * 2), capacity));
            done += Keep(frames[done..], filter);
        }

        return done;
    }

    /// <summary>Takes all frames.</summary>
    /// <returns>The frames in order, valid until the next call.</returns>
    public Memory<CanFrame> Take()
    {
        var taken = Count;
        (arriving, reading, Count) = (reading, arriving, 0);
        return reading.AsMemory(0, taken);
    }

    private int Keep(ReadOnlySpan<CanFrame> frames, FrameFilter filter)
    {
        Count += filter.CopyMatching(frames, arriving.AsSpan(Count), out var examined);
        return examined;
    }
}
