using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Finds the bits of a message that are a checksum of the others, by trying all profiles at all places.</summary>
/// <remarks>
/// Data ids are not in the frames, but a CRC is linear: whatever they are, the checksum differs from that with data ids of 0 by
/// something that is the same in all frames, or in all with the same counter.
/// </remarks>
internal static class ChecksumSearch
{
    /// <summary>How many bits have to be right beyond what the many tries would make so by chance, and those that they cost.</summary>
    private const int LeastEvidence = 6;
    private const int CostOfTries = 8;

    /// <summary>How much of what the liveliest byte changes one does that may as well be the checksum.</summary>
    private const double AboutAsLively = 0.75;

    private const int BitsOfByte = 8;
    private const int BitsOfHalf = 4;

    /// <summary>Finds the checksum.</summary>
    /// <param name="bits">How the bits changed.</param>
    /// <param name="frames">Some frames, of one length.</param>
    /// <param name="counters">The counters of the message.</param>
    /// <returns>The bits and the profile, or null where there is none.</returns>
    public static (BitField Field, ProtectionProfile Profile)? Find(BitHistory bits, IReadOnlyList<CanFrame> frames, IReadOnlyList<BitField> counters)
    {
        if (frames.Count < 2 || frames[0].Length < 2)
        {
            return null;
        }

        var places = Places(bits, frames[0].Length);
        foreach (var profile in ProtectionProfiles.All)
        {
            foreach (var place in Fields(profile.ChecksumLength, places))
            {
                if (Fits(profile, place, frames, counters))
                {
                    return (place, profile);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The bytes in the order in which they are tried. A checksum changes with all else, so lively bytes come before others; of those first the last
    /// of the frame, then the first: of an exclusive or, or of halves whose sum is always the same, each is that of the others.
    /// </summary>
    private static int[] Places(BitHistory bits, int length)
    {
        long[] liveliness = [.. Enumerable.Range(0, length).Select(place => LivelinessOf(bits, place))];
        var least = AboutAsLively * liveliness.Max();
        return [.. Enumerable.Range(0, length)
            .OrderBy(place => liveliness[place] >= least ? 0 : 1)
            .ThenBy(place => place == length - 1 ? 0 : place == 0 ? 1 : 2)
            .ThenByDescending(place => place)];
    }

    private static long LivelinessOf(BitHistory bits, int place) =>
        Enumerable.Range(place * BitsOfByte, BitsOfByte).Sum(bit => bit < bits.BitCount ? (long)bits[bit].Count : 0);

    /// <summary>Where a checksum may be.</summary>
    private static IEnumerable<BitField> Fields(int length, int[] bytes) => length switch
    {
        BitsOfHalf => bytes.SelectMany(place => new[] { BitField.InByte(place * BitsOfByte, length), BitField.InByte(place * BitsOfByte + BitsOfHalf, length) }),
        BitsOfByte => bytes.Select(place => BitField.InByte(place * BitsOfByte, length)),
        2 * BitsOfByte => Enumerable.Range(0, bytes.Length - 1).SelectMany(place => new BitField[]
        {
            new(place * BitsOfByte, length, ByteOrder.LittleEndian), new(place * BitsOfByte + BitsOfByte - 1, length, ByteOrder.BigEndian),
        }),
        _ => [],
    };

    private static bool Fits(ProtectionProfile profile, BitField place, IReadOnlyList<CanFrame> frames, IReadOnlyList<BitField> counters)
    {
        var layout = place.Layout;
        var mask = layout.Covers(CanData.MaxLength);
        var dataIds = new ushort[profile.MinDataIds];
        var counting = counters.Where(counter => !counter.Overlaps(place)).Select(counter => (SignalLayout?)counter.Layout).FirstOrDefault();
        var differences = new Dictionary<ulong, ulong>();
        var seen = new HashSet<ulong>();
        var informative = 0;
        Span<byte> room = stackalloc byte[CanData.MaxLength];
        foreach (var frame in frames)
        {
            frame.Data.CopyTo(room);
            var data = room[..frame.Length];
            var counter = counting?.Read(new Payload(frame));
            var observed = layout.Read(new Payload(frame));
            var difference = observed ^ profile.Checksum(new(frame.Id, data, mask, dataIds, counter ?? 0));

            var group = GroupOf(profile, counter ?? 0);
            if (!differences.TryGetValue(group, out var before))
            {
                differences[group] = before = profile.MinDataIds > 0 ? difference : 0;
            }

            if (difference != before)
            {
                return false;
            }

            informative += observed == 0 && IsEmpty(data, mask) ? 0 : 1;
            seen.Add(observed);
        }

        var unknown = profile.MinDataIds > 0 ? differences.Count : 0;
        return seen.Count > 1 && (informative - unknown) * profile.ChecksumLength - CostOfTries >= LeastEvidence;
    }

    /// <summary>
    /// Which frames have the same data id: without data ids there is nothing that could differ, a few profiles take one or the other byte of it in
    /// turn, and where there are several the lowest bits of the counter choose.
    /// </summary>
    private static ulong GroupOf(ProtectionProfile profile, ulong counter) => profile.MaxDataIds switch
    {
        0 => 0,
        1 => counter & 1,
        _ => counter & 0xF,
    };

    /// <summary>Whether all bits beside the checksum are 0: many a checksum of those is 0.</summary>
    private static bool IsEmpty(ReadOnlySpan<byte> data, byte[] mask)
    {
        for (var place = 0; place < data.Length; place++)
        {
            if ((data[place] & ~mask[place]) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
