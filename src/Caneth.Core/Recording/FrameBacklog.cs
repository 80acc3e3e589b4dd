namespace Caneth.Recording;

/// <summary>
/// The frames that wait for a disk that cannot be written: as many as there is room for, then the oldest go. For one thread.
/// </summary>
internal sealed class FrameBacklog(int capacity)
{
    private const int FirstSize = 1024;

    private CanFrame[] frames = [];
    private int start;
    private int count;

    /// <summary>How many frames wait.</summary>
    public int Count => count;

    /// <summary>The oldest frames, as many as lie together; none where nothing waits.</summary>
    public ReadOnlySpan<CanFrame> Oldest => frames.AsSpan(start, Math.Min(count, frames.Length - start));

    /// <summary>Adds frames, and lets the oldest go where there is no room for all.</summary>
    /// <param name="added">The frames, in order.</param>
    /// <param name="lost">Takes in what is let go.</param>
    public void Add(ReadOnlySpan<CanFrame> added, RecordingGap lost)
    {
        MakeRoom(added.Length);
        if (added.Length > capacity)
        {
            Drop(count, lost);
            lost.Add(added[..^capacity]);
            added = added[^capacity..];
        }

        Drop(count + added.Length - capacity, lost);
        while (!added.IsEmpty)
        {
            var place = (start + count) % frames.Length;
            var now = added[..Math.Min(added.Length, frames.Length - place)];
            now.CopyTo(frames.AsSpan(place));
            added = added[now.Length..];
            count += now.Length;
        }
    }

    /// <summary>Takes away the oldest frames, which are in a file.</summary>
    public void Remove(int oldest)
    {
        count -= oldest;
        start = count == 0 ? 0 : (start + oldest) % frames.Length;
        if (count == 0)
        {
            // A disk fails seldom, and its backlog need not be kept forever.
            frames = [];
        }
    }

    /// <summary>Gives up all frames.</summary>
    /// <param name="lost">Takes in what is given up.</param>
    public void Clear(RecordingGap lost) => Drop(count, lost);

    private void Drop(int oldest, RecordingGap lost)
    {
        while (oldest > 0)
        {
            var now = Oldest[..Math.Min(oldest, Oldest.Length)];
            lost.Add(now);
            oldest -= now.Length;
            start = (start + now.Length) % frames.Length;
            count -= now.Length;
        }
    }

    private void MakeRoom(int added)
    {
        var wanted = Math.Min(count + added, capacity);
        if (wanted <= frames.Length)
        {
            return;
        }

        var larger = new CanFrame[Math.Clamp(frames.Length * 2, Math.Max(wanted, Math.Min(FirstSize, capacity)), capacity)];
        var first = Oldest;
        first.CopyTo(larger);
        frames.AsSpan(0, count - first.Length).CopyTo(larger.AsSpan(first.Length));
        frames = larger;
        start = 0;
    }
}
