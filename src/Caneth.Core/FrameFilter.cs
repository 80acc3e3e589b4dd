namespace Caneth;

/// <summary>Says which frames one wants: by id, by the first bytes of the data, or all of them. Immutable.</summary>
public sealed class FrameFilter
{
    /// <summary>Every frame.</summary>
    public static readonly FrameFilter All = new([], DataPattern.Any);

    private readonly IdFilter[] ids;
    private readonly DataPattern data;

    /// <summary>The frames whose id is one of those and whose data begins like that.</summary>
    /// <param name="ids">Ids, ranges and masks; none means every id.</param>
    /// <param name="data">How the data begins; null means any data.</param>
    public FrameFilter(IEnumerable<IdFilter> ids, DataPattern? data = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        this.ids = [.. ids];
        this.data = data ?? DataPattern.Any;
    }

    /// <summary>Whether every frame matches.</summary>
    public bool MatchesAll => ids.Length == 0 && data.MatchesAll;

    /// <summary>The frames with that id.</summary>
    /// <param name="id">0 to 0x1FFFFFFF; standard and extended frames match alike.</param>
    /// <param name="data">How the data begins; null means any data.</param>
    /// <returns>The filter.</returns>
    public static FrameFilter ForId(uint id, DataPattern? data = null) => new([new IdFilter(id)], data);

    /// <summary>Whether a frame is wanted.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether its id and its data match.</returns>
    public bool Matches(in CanFrame frame) => MatchesId(frame.Id) && data.Matches(frame);

    /// <summary>What is wanted, in words: <c>0x123, 0x200-0x2FF with data 01 ??</c>.</summary>
    /// <returns>A text for messages.</returns>
    public override string ToString()
    {
        var wanted = ids.Length == 0 ? "any id" : string.Join(", ", ids);
        return data.MatchesAll ? wanted : $"{wanted} with data {data}";
    }

    /// <summary>Copies the frames that are wanted, until there are no more or no room.</summary>
    /// <param name="frames">Frames to choose from.</param>
    /// <param name="destination">Room for those that are wanted, which best holds earlier frames of the same device.</param>
    /// <param name="examined">How many frames were looked at.</param>
    /// <returns>How many were copied.</returns>
    internal int CopyMatching(ReadOnlySpan<CanFrame> frames, Span<CanFrame> destination, out int examined)
    {
        if (MatchesAll)
        {
            examined = Math.Min(frames.Length, destination.Length);
            frames[..examined].CopyTo(destination);
            return examined;
        }

        // Nearly every reader wants either all frames or those of one id or range.
        var oneId = ids.Length == 1 && data.MatchesAll;
        var first = oneId ? ids[0] : default;
        var copied = 0;
        for (examined = 0; examined < frames.Length; examined++)
        {
            ref readonly var frame = ref frames[examined];
            if (oneId ? !first.Matches(frame.Id) : !Matches(frame))
            {
                continue;
            }

            if (copied == destination.Length)
            {
                break;
            }

            frame.CopyTo(ref destination[copied++]);
        }

        return copied;
    }

    /// <summary>How many of the frames are wanted.</summary>
    internal int CountMatching(ReadOnlySpan<CanFrame> frames)
    {
        if (MatchesAll)
        {
            return frames.Length;
        }

        var wanted = 0;
        foreach (ref readonly var frame in frames)
        {
            wanted += Matches(frame) ? 1 : 0;
        }

        return wanted;
    }

    private bool MatchesId(uint id)
    {
        if (ids.Length == 0)
        {
            return true;
        }

        foreach (ref readonly var wanted in ids.AsSpan())
        {
            if (wanted.Matches(id))
            {
                return true;
            }
        }

        return false;
    }
}
