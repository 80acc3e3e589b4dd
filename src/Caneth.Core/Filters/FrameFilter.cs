namespace Caneth;

/// <summary>A condition that a frame meets or not.</summary>
/// <param name="frame">The frame.</param>
/// <returns>Whether it does.</returns>
public delegate bool FramePredicate(in CanFrame frame);

/// <summary>
/// Says which frames one wants: by id, by the first bytes of the data, standard or extended, by a condition of one's own, or all of them;
/// and which of those not.
/// Immutable.
/// </summary>
public sealed class FrameFilter
{
    /// <summary>Every frame.</summary>
    public static readonly FrameFilter All = new(ids: null);

    private readonly IdFilter[]? ids;
    private readonly DataPattern data;
    private IdFilter[] excluded = [];
    private bool? extended;
    private FramePredicate? condition;
    private string words = "on a condition";

    /// <summary>The frames whose id is one of those and whose data begins like that.</summary>
    /// <param name="ids">Ids, ranges and masks; null means every id, and an empty sequence none.</param>
    /// <param name="data">How the data begins; null means any data.</param>
    public FrameFilter(IEnumerable<IdFilter>? ids, DataPattern? data = null)
    {
        this.ids = ids?.ToArray();
        this.data = data ?? DataPattern.Any;
    }

    private FrameFilter(FrameFilter other)
        : this(other, other.ids)
    {
    }

    private FrameFilter(FrameFilter other, IdFilter[]? ids)
        : this(ids, other.data) => (excluded, extended, condition, words) = (other.excluded, other.extended, other.condition, other.words);

    /// <summary>Whether every frame matches.</summary>
    public bool MatchesAll => ids is null && data.MatchesAll && HasIdAndDataAlone;

    private bool HasIdAndDataAlone => extended is null && condition is null && excluded.Length == 0;

    /// <summary>The frames with that id.</summary>
    /// <param name="id">0 to 0x1FFFFFFF; standard and extended frames match alike.</param>
    /// <param name="data">How the data begins; null means any data.</param>
    /// <returns>The filter.</returns>
    public static FrameFilter ForId(uint id, DataPattern? data = null) => new([new IdFilter(id)], data);

    /// <summary>Of the frames that match, those whose id is none of these.</summary>
    /// <param name="excluded">Ids, ranges and masks; none excludes nothing.</param>
    /// <returns>A filter that selects no more than this one.</returns>
    public FrameFilter Except(IEnumerable<IdFilter> excluded)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        return new(this) { excluded = [.. this.excluded, .. excluded] };
    }

    /// <summary>Of the frames that match, those with a standard, 11-bit id.</summary>
    /// <returns>A filter that selects no more than this one.</returns>
    public FrameFilter OnlyStandard() => Only(false);

    /// <summary>Of the frames that match, those with an extended, 29-bit id.</summary>
    /// <returns>A filter that selects no more than this one.</returns>
    public FrameFilter OnlyExtended() => Only(true);

    /// <summary>Of the frames that match, those that meet a condition too.</summary>
    /// <param name="condition">
    /// Asked on the thread that receives, for each frame that matches otherwise: it should be quick. Where it throws, it ends the reader
    /// that asked, and no other.
    /// </param>
    /// <returns>A filter that selects no more than this one.</returns>
    public FrameFilter Where(FramePredicate condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var before = this.condition;
        return new(this) { condition = before is null ? condition : (in frame) => before(frame) && condition(frame) };
    }

    /// <summary>As <see cref="Where(FramePredicate)"/>, with words for the condition, such as <c>of EngineData</c>.</summary>
    internal FrameFilter Where(FramePredicate condition, string words) => new(Where(condition)) { words = words };

    /// <summary>Whether a frame is wanted.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether all that was asked for holds.</returns>
    public bool Matches(in CanFrame frame) => (ids is null || MatchesAny(ids, frame)) && data.Matches(frame)
        && (excluded.Length == 0 || !MatchesAny(excluded, frame))
        && (extended is null || extended == frame.Extended)
        && (condition is null || condition(frame));

    /// <summary>What is wanted, in words: <c>0x123, 0x200-0x2FF with data 01 ??</c>.</summary>
    /// <returns>A text for messages.</returns>
    public override string ToString()
    {
        var wanted = ids is null ? "any id" : ids.Length == 0 ? "no id" : string.Join(", ", ids);
        return wanted
            + (extended is null ? "" : extended.Value ? " extended" : " standard")
            + (excluded.Length == 0 ? "" : $" except {string.Join(", ", excluded)}")
            + (data.MatchesAll ? "" : $" with data {data}")
            + (condition is null ? "" : $" {words}");
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
        var oneRange = ids is [{ IsRange: true }] && data.MatchesAll && HasIdAndDataAlone;
        var range = oneRange ? ids![0].Ids : default;
        var copied = 0;
        for (examined = 0; examined < frames.Length; examined++)
        {
            ref readonly var frame = ref frames[examined];
            if (oneRange ? !range.Contains(frame.Id) : !Matches(frame))
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

    private FrameFilter Only(bool wanted) => new(this, extended is null || extended == wanted ? ids : []) { extended = wanted };

    private static bool MatchesAny(ReadOnlySpan<IdFilter> ids, in CanFrame frame)
    {
        foreach (ref readonly var wanted in ids)
        {
            if (wanted.Matches(frame))
            {
                return true;
            }
        }

        return false;
    }
}
