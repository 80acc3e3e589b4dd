using Caneth.Links.Gateway;

namespace Caneth.Tests.Links;

/// <summary>Over a million inputs of random and mutated bytes: no exception, no endless loop, a closed account.</summary>
public class DecoderFuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 1_200_000;
    private const int MostUnread = FrameStreamDecoder.MaxPacketLength;

    [Fact]
    public void A_million_random_and_mutated_inputs_do_no_harm()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        Fuzz(new(seed), Inputs, _ => { });
    }

    /// <summary>Gives random and mutated bytes to decoders.</summary>
    internal static void Fuzz(Random random, int inputs, Action<int> done)
    {
        var good = Encode(FrameStreamDecoderTests.Frames(64));
        var buffer = new byte[MostUnread + 128];
        var frames = new CanFrame[7];
        var decoder = new FrameStreamDecoder("fuzz");
        var (unread, received, decoded) = (0, 0L, 0L);
        for (var input = 0; input < inputs; input++)
        {
            var length = random.Next(1, 128);
            Mutate(buffer.AsSpan(unread, length), good, random);
            received += length;
            unread += length;
            var consumed = Drain(decoder, buffer, ref unread, frames, ref decoded);
            if (unread > MostUnread && !decoder.Refused && !decoder.AlignmentLost)
            {
                Assert.Fail($"{unread} bytes stay after {consumed}.");
            }

            if (decoder.Refused || decoder.AlignmentLost || random.Next(1000) == 0)
            {
                // A connection of its own for each decoder; a refusal is 13 bytes that are neither frame nor skipped.
                var refused = decoder.Refused ? 1 : 0;
                decoder.End(buffer.AsSpan(0, unread));
                Assert.Equal(received, 13 * (decoded + refused) + decoder.BytesSkipped + decoder.HeartbeatBytes + decoder.RegistrationBytes);
                decoder = new("fuzz");
                (unread, received, decoded) = (0, 0, 0);
            }

            done(input + 1);
        }
    }

    private static int Drain(FrameStreamDecoder decoder, byte[] buffer, ref int unread, CanFrame[] frames, ref long decoded)
    {
        var (start, count, rounds) = (0, 0, 0);
        do
        {
            count = decoder.Decode(buffer.AsSpan(start, unread - start), default, frames, out var consumed);
            if (consumed < 0 || consumed > unread - start)
            {
                Assert.Fail($"{consumed} of {unread - start} bytes were consumed.");
            }

            start += consumed;
            decoded += count;
            Assert.True(++rounds <= buffer.Length, "The decoder does not come to an end.");
        }
        while (count == frames.Length);

        buffer.AsSpan(start, unread - start).CopyTo(buffer);
        unread -= start;
        return start;
    }

    private static void Mutate(Span<byte> bytes, byte[] good, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                random.NextBytes(bytes);
                break;
            case 1:
                bytes.Fill((byte)random.Next(256));
                break;
            case 2:
                good.AsSpan(random.Next(13), bytes.Length).CopyTo(bytes);
                "Sorry,Limited"u8[..Math.Min(13, bytes.Length)].CopyTo(bytes[random.Next(Math.Max(1, bytes.Length - 12))..]);
                break;
            case 3:
                good.AsSpan(random.Next(13), bytes.Length).CopyTo(bytes);
                ((ReadOnlySpan<byte>)[0xAA, 0x00, 0xFF, 0x00])[..Math.Min(4, bytes.Length)].CopyTo(bytes[random.Next(Math.Max(1, bytes.Length - 3))..]);
                break;
            default:
                good.AsSpan(13 * random.Next(8), bytes.Length).CopyTo(bytes);
                for (var flips = random.Next(4); flips > 0; flips--)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                }

                break;
        }
    }
}
