using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Which bits of a message serve its protection: they change, but say nothing of what is pressed or measured.</summary>
internal sealed class FieldRoles
{
    private readonly List<BitField> counters = [];
    private BitField? checksum;
    private string profile = "";

    private FieldRoles()
    {
    }

    /// <summary>The counters.</summary>
    public IReadOnlyList<BitField> Counters => counters;

    /// <summary>The bits of the checksum, or null.</summary>
    public BitField? Checksum => checksum;

    /// <summary>The name of the profile that makes the checksum; empty where there is none.</summary>
    public string Profile => profile;

    /// <summary>Finds them, as the database says or else by what some of the frames are like.</summary>
    /// <param name="message">What the database says; null where it does not know the message.</param>
    /// <param name="bits">How the bits changed.</param>
    /// <param name="pairs">Some frames, each with the one before it.</param>
    public static FieldRoles Find(MessageDefinition? message, BitHistory bits, IReadOnlyList<(CanFrame Before, CanFrame Frame)> pairs)
    {
        var roles = new FieldRoles();
        if (message?.Protection is { } known)
        {
            roles.profile = known.Profile.Name;
            roles.checksum = FieldOf(known.Checksum);
            roles.counters.AddRange(FieldOf(known.Counter) is { } counter ? [counter] : []);
            return roles;
        }

        roles.counters.AddRange(CounterSearch.Find(bits, pairs));
        if (ChecksumSearch.Find(bits, OfOneLength(pairs), roles.counters) is { } found)
        {
            (roles.checksum, roles.profile) = (found.Field, found.Profile.Name);

            // The sum over a counter counts, too.
            roles.counters.RemoveAll(counter => counter.Overlaps(found.Field));
        }

        return roles;
    }

    /// <summary>What a bit serves, in words; null where it serves nothing of the kind.</summary>
    /// <param name="bit">The bit, 0 in the first byte.</param>
    public string? Of(int bit) => checksum?.Contains(bit) == true ? $"a checksum ({profile})"
        : counters.Exists(counter => counter.Contains(bit)) ? "a counter"
        : null;

    private static BitField? FieldOf(SignalDefinition? signal) =>
        signal is null ? null : new(signal.StartBit, signal.Length, signal.ByteOrder);

    /// <summary>The frames of the most frequent length, each content once.</summary>
    private static List<CanFrame> OfOneLength(IReadOnlyList<(CanFrame Before, CanFrame Frame)> pairs) =>
        pairs.SelectMany(pair => new[] { pair.Before, pair.Frame }).GroupBy(frame => frame.Length).MaxBy(group => group.Count())
            ?.DistinctBy(frame => frame.Data).ToList() ?? [];
}
