using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>What the frames of one id seem to carry.</summary>
internal sealed class MessageSkeleton
{
    private const int BitsOfByte = 8;
    private const double SureOfRole = 0.95;
    private const double SureOfMultiplexer = 0.8;
    private const double SureOfConstant = 0.5;

    /// <summary>Of a page of fewer frames nothing can be said.</summary>
    private const int LeastFrames = 3;

    private readonly FrameSeries series;
    private readonly List<GuessedField> known = [];
    private readonly List<PageFrames> pages = [];
    private readonly bool[] taken;

    /// <summary>Looks at frames.</summary>
    /// <param name="stream">The frames.</param>
    /// <param name="series">All of them, with their times.</param>
    /// <param name="history">How their bits changed.</param>
    public MessageSkeleton(FrameStream stream, FrameSeries series, StreamHistory history)
    {
        (Stream, this.series) = (stream, series);
        taken = new bool[series.BitCount];
        var roles = history.Bits is { } bits ? FieldRoles.Find(null, bits, history.Samples.Pairs) : null;
        var counters = (roles?.Counters ?? []).Where(counter => counter.Layout.BytesNeeded <= series.Longest).ToList();
        var rows = new BitRows(series);
        var multiplexer = new MultiplexerSearch(series, rows, roles?.Checksum, counters).Find();
        if (roles?.Checksum is { } checksum)
        {
            Take(new(checksum, GuessedRole.Checksum, SureOfRole, $"right by the profile {roles.Profile}"));
        }

        if (multiplexer is not null)
        {
            Take(new(multiplexer.Selector, GuessedRole.Multiplexer, SureOfMultiplexer, "what the other bits do depends on it"));
            pages.AddRange(multiplexer.Values.Select(value => (value, Frames: series.Where(multiplexer.Selector, value)))
                .Where(page => page.Frames.Count >= LeastFrames).Select(page => new PageFrames(page.value, page.Frames, new(page.Frames))));
        }
        else
        {
            pages.Add(new(null, series, rows));
        }

        foreach (var counter in counters.Where(counter => multiplexer?.Selector.Overlaps(counter) != true))
        {
            Take(new(counter, GuessedRole.Counter, SureOfRole, "one more in each frame"));
        }
    }

    /// <summary>The frames.</summary>
    public FrameStream Stream { get; }

    /// <summary>How many there are.</summary>
    public int Count => series.Count;

    /// <summary>How many bytes the longest has.</summary>
    public int Length => series.Longest;

    /// <summary>The time from one frame to the next, in milliseconds; null where they come irregularly, or are too few.</summary>
    public double? Period => UsualPause.Of(series.Times);

    /// <summary>The fields.</summary>
    /// <param name="usual">The byte order that other messages have; null where it is not known.</param>
    /// <returns>The fields in the order of their pages and bits, and the byte orders of those that could have no other.</returns>
    public (IReadOnlyList<GuessedField> Fields, IReadOnlyList<ByteOrder> Orders) Split(ByteOrder? usual)
    {
        var found = new List<GuessedField>(known);
        var orders = new List<ByteOrder>();
        foreach (var (page, frames, rows) in pages)
        {
            var (fields, sure) = new FieldSplitter(frames, rows, taken, usual).Split();
            orders.AddRange(sure);
            found.AddRange([.. fields.Select(field => field with { Page = page }), .. Constants(frames, fields).Select(field => field with { Page = page })]);
        }

        return ([.. Merged(found).OrderBy(field => field.Page).ThenBy(field => field.Bits.StartBit)], orders);
    }

    /// <summary>The frames that a field is in.</summary>
    public FrameSeries FramesOf(GuessedField field) => field.Page is { } page ? pages.Find(one => one.Page == page)!.Frames : series;

    private void Take(GuessedField field)
    {
        known.Add(field);
        foreach (var bit in field.Bits.Bits)
        {
            taken[bit] = true;
        }
    }

    /// <summary>What is the same in all pages does not depend on them.</summary>
    private IEnumerable<GuessedField> Merged(List<GuessedField> fields) => fields
        .GroupBy(field => (field.Bits.StartBit, field.Bits.Length, field.Bits.ByteOrder))
        .SelectMany(group => pages.Count > 1 && group.Count() == pages.Count ? [group.MaxBy(field => field.Confidence)! with { Page = null }] : group.AsEnumerable());

    /// <summary>Bits that are always the same and not all 0, byte by byte, where no field has them.</summary>
    private IEnumerable<GuessedField> Constants(FrameSeries frames, IReadOnlyList<GuessedField> fields)
    {
        var free = Array.ConvertAll(taken, isTaken => !isTaken);
        foreach (var bit in fields.SelectMany(field => field.Bits.Bits))
        {
            free[bit] = false;
        }

        for (var bit = 0; bit < free.Length; bit++)
        {
            if (!free[bit] || frames.Bit(0, bit) == 0)
            {
                continue;
            }

            var highest = bit;
            for (var next = bit + 1; next % BitsOfByte != 0 && free[next]; next++)
            {
                highest = frames.Bit(0, next) != 0 ? next : highest;
            }

            yield return new(BitField.InByte(bit, highest - bit + 1), GuessedRole.Constant, SureOfConstant, "always the same");
            bit = highest;
        }
    }

    private sealed record PageFrames(ulong? Page, FrameSeries Frames, BitRows Rows);
}
