namespace Caneth;

/// <summary>
/// One id, a range of ids, the ids that agree with one under a mask, or those that do not. The default value, of which nothing was said,
/// selects none.
/// </summary>
public readonly struct IdFilter : IEquatable<IdFilter>
{
    /// <summary>The ways to write an id filter, for messages.</summary>
    internal const string Forms = "a number (0x1A3, 1A3, 291), a range (0x100-0x1FF), an id with a mask (0x7E8/0x7F8), "
        + "or as candump takes it (7E8:7F8, all others 7E8~7F8)";

    private readonly uint first;
    private readonly uint count;
    private readonly uint mask;

    // What else a frame must agree with, beside its id: candump's masks reach to these.
    private readonly FrameFlags kind;
    private readonly FrameFlags kindMask;
    private readonly bool inverted;

    /// <summary>One id.</summary>
    /// <param name="id">0 to 0x1FFFFFFF.</param>
    public IdFilter(uint id)
        : this(id, id, CanId.MaxExtended)
    {
    }

    private IdFilter(uint first, uint last, uint mask)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, CanId.MaxExtended);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, CanId.MaxExtended);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mask, CanId.MaxExtended);
        this.mask = mask;
        this.first = first & mask;
        count = (last & mask) - this.first + 1;
    }

    private IdFilter(uint id, uint mask, FrameFlags kind, FrameFlags kindMask, bool inverted)
        : this(id, id, mask)
    {
        this.kind = kind & kindMask;
        this.kindMask = kindMask;
        this.inverted = inverted;
    }

    /// <summary>Whether nothing but the id of a frame is looked at, and its <see cref="Ids"/> are those selected.</summary>
    internal bool IsRange => !LooksAtKind && !inverted;

    /// <summary>The ids.</summary>
    internal IdRange Ids => new(first, count, mask);

    private bool LooksAtKind => kindMask != FrameFlags.None;

    /// <summary>One id.</summary>
    /// <param name="id">0 to 0x1FFFFFFF.</param>
    public static implicit operator IdFilter(uint id) => new(id);

    /// <summary>Whether both select the same ids in the same way.</summary>
    public static bool operator ==(IdFilter left, IdFilter right) => left.Equals(right);

    /// <summary>Whether they select differently.</summary>
    public static bool operator !=(IdFilter left, IdFilter right) => !left.Equals(right);

    /// <summary>The ids from one to another, both included.</summary>
    /// <param name="first">The lowest id.</param>
    /// <param name="last">The highest id.</param>
    /// <returns>The filter.</returns>
    public static IdFilter Range(uint first, uint last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, last);
        return new(first, last, CanId.MaxExtended);
    }

    /// <summary>The ids that agree with one in every bit that the mask has set.</summary>
    /// <param name="id">The id to agree with.</param>
    /// <param name="mask">The bits to compare.</param>
    /// <returns>The filter.</returns>
    public static IdFilter Masked(uint id, uint mask) => new(id, id, mask);

    /// <summary>The ids, and by choice the kinds of frames, that agree with one under a mask, or all others, as candump selects.</summary>
    /// <param name="id">The id to agree with.</param>
    /// <param name="mask">The bits to compare.</param>
    /// <param name="kind">The kind to agree with: <see cref="FrameFlags.Extended"/>, <see cref="FrameFlags.Remote"/>.</param>
    /// <param name="kindMask">Which of those to compare.</param>
    /// <param name="inverted">Whether those are selected that do not agree.</param>
    internal static IdFilter Masked(uint id, uint mask, FrameFlags kind, FrameFlags kindMask, bool inverted) => new(id, mask, kind, kindMask, inverted);

    /// <summary>Reads a filter as people write it.</summary>
    /// <param name="text">
    /// <c>0x123</c>, <c>0x100-0x1FF</c> or <c>0x7E8/0x7F8</c>, the ids as <see cref="CanId.Parse"/> reads them; or as candump takes it, all in
    /// hex: <c>7E8:7F8</c> for an id with a mask, <c>7E8~7F8</c> for all that it would not select.
    /// </param>
    /// <returns>The filter.</returns>
    /// <exception cref="FormatException">The text is none of these forms, or a range runs backwards.</exception>
    public static IdFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny(':', '~') >= 0)
        {
            return CandumpFilter.TryParse(text, out var filter) ? filter : throw Unreadable(text);
        }

        var separator = text.AsSpan().IndexOfAny('-', '/');
        if (!CanId.TryParse(separator < 0 ? text : text.AsSpan(0, separator), out var id))
        {
            throw Unreadable(text);
        }

        if (separator < 0)
        {
            return new(id);
        }

        if (!CanId.TryParse(text.AsSpan(separator + 1), out var second) || text[separator] == '-' && second < id)
        {
            throw Unreadable(text);
        }

        return text[separator] == '-' ? Range(id, second) : Masked(id, second);
    }

    /// <summary>Whether an id is selected.</summary>
    /// <param name="id">0 to 0x1FFFFFFF.</param>
    /// <returns>Whether it is within the range, under the mask, or outside of it where all others are meant.</returns>
    public bool Matches(uint id) => ((id & mask) - first < count) != inverted;

    /// <summary>Whether a frame is selected, by its id and by what else candump's masks look at.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it is.</returns>
    public bool Matches(in CanFrame frame) => ((frame.Id & mask) - first < count && (frame.Flags & kindMask) == kind) != inverted;

    /// <inheritdoc/>
    public bool Equals(IdFilter other) => first == other.first && count == other.count && mask == other.mask
        && kind == other.kind && kindMask == other.kindMask && inverted == other.inverted;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdFilter other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(first, count, mask, kind, kindMask, inverted);

    /// <summary>The filter as <see cref="Parse"/> reads it.</summary>
    /// <returns><c>0x123</c>, <c>0x100-0x1FF</c>, <c>0x7E8/0x7F8</c> or <c>7E8~7F8</c>; <c>no id</c> for the default value.</returns>
    public override string ToString() => count == 0 ? "no id"
        : inverted || LooksAtKind ? CandumpFilter.Format(first, mask, kind, kindMask, inverted)
        : mask != CanId.MaxExtended ? $"0x{first:X3}/0x{mask:X3}"
        : count == 1 ? $"0x{first:X3}"
        : $"0x{first:X3}-0x{first + count - 1:X3}";

    private static FormatException Unreadable(string text) =>
        new($"'{text}' is not an id filter. Write {Forms}, each id at most 0x{CanId.MaxExtended:X}.");
}
