using System.Buffers.Binary;

namespace Caneth.Bench;

/// <summary>
/// Hours of traffic out of a short log, so that it packs as badly as hours do: in each round the payloads of an id go round by another step,
/// the lowest bit that ever moves in each byte is another one in an eighth of the frames, and times jitter by 100 ns.
/// </summary>
internal static class Traffic
{
    private const int Jitter = 100;

    /// <summary>Makes frames of those of a log, the same for the same log.</summary>
    public static CanFrame[] Make(CanFrame[] log, int count)
    {
        var random = new Random(1);
        var ids = log.Index().GroupBy(entry => entry.Item.Id).Select(group => group.Select(entry => entry.Index).ToArray()).ToArray();
        var length = log[^1].Timestamp - log[0].Timestamp + TimeSpan.FromMilliseconds(1);
        var frames = new CanFrame[count];
        for (var first = 0; first < count; first += log.Length)
        {
            foreach (var places in ids)
            {
                var moving = MovingBits([.. places.Select(place => WordOf(log[place]))]);
                var step = random.Next(places.Length);
                for (var index = 0; index < places.Length; index++)
                {
                    var word = WordOf(log[places[(index + step) % places.Length]]) ^ (random.Next(8) == 0 ? moving : 0);
                    if (first + places[index] is var place && place < count)
                    {
                        var time = log[places[index]].Timestamp + length * (first / log.Length);
                        frames[place] = With(log[places[index]], word) with { Timestamp = new(time.Nanoseconds + random.Next(Jitter)) };
                    }
                }
            }
        }

        return frames;
    }

    private static CanFrame With(in CanFrame frame, ulong word)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, word);
        return new(frame.Id, bytes[..frame.Data.Count], frame.Extended ? FrameFlags.Extended : 0) { Device = frame.Device };
    }

    private static ulong WordOf(in CanFrame frame)
    {
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        bytes.Clear();
        frame.Data.CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>In each byte the lowest bit that is not always the same.</summary>
    private static ulong MovingBits(ulong[] words)
    {
        var changes = words.Aggregate(0UL, (changed, word) => changed | (word ^ words[0]));
        var bits = 0UL;
        for (var place = 0; place < 8 * sizeof(ulong); place += 8)
        {
            var moved = (changes >> place) & 0xFF;
            bits |= (moved & (~moved + 1)) << place;
        }

        return bits;
    }
}
