using System.Text;
using Caneth.Links.Gateway;

namespace Caneth.Tests.Links;

/// <summary>Frames among what is none: odd frames, heartbeats, registration packets, whole and torn.</summary>
public class AlignmentTests
{
    private const int Size = FrameCodec.FrameSize;

    private static readonly byte[] Mac = [0xD8, 0xB0, 0x4C, 0x01, 0x02, 0x03];

    private static readonly byte[] Heartbeat = [0xAA, 0, 0xFF, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x55];

    public static TheoryData<string, int> Mixes
    {
        get
        {
            var mixes = new TheoryData<string, int>();
            foreach (var odd in OddFrames.Names)
            {
                foreach (var good in (int[])[1, 2, 10])
                {
                    mixes.Add(odd, good);
                }
            }

            return mixes;
        }
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void With_whole_segments_every_good_frame_arrives(string odd, int good)
    {
        foreach (var unitsPerSegment in (int[])[1, 2, 3, 7, 300])
        {
            var mix = new OddFrames(seed: 1).Mix(odd, good, frames: 300);
            var feed = new Feed();
            feed.ReceiveInPieces(mix.Bytes, [unitsPerSegment * Size]);
            feed.FallSilent();
            Assert.Equal(mix.Good, feed.Frames.Where(frame => frame.Dlc <= 8));
            feed.AssertAccounted();
            Assert.False(feed.Decoder.AlignmentLost);
        }
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void Torn_anywhere_three_good_frames_at_most_are_lost_for_each_odd_one(string odd, int good) =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 40].Array[1, 50]).Sample((seed, pieces) =>
        {
            var mix = new OddFrames(seed).Mix(odd, good, frames: 60);
            var feed = new Feed();
            feed.ReceiveInPieces(mix.Bytes, pieces);
            feed.FallSilent();
            var arrived = feed.Frames.Where(frame => frame.Dlc <= 8).ToList();
            Assert.True(arrived.Count >= mix.Good.Count - 3 * mix.Odd, $"{arrived.Count} of {mix.Good.Count} good frames arrived.");
            Assert.False(feed.Decoder.AlignmentLost);
            feed.AssertAccounted();
        }, iter: 200);

    [Theory]
    [MemberData(nameof(Mixes))]
    public void On_a_quiet_bus_every_frame_arrives_within_the_silence_behind_it_even_torn(string odd, int good)
    {
        var mix = new OddFrames(seed: 2).Mix(odd, good, frames: 40);
        var feed = new Feed();
        for (var unit = 0; unit < mix.Bytes.Length; unit += Size)
        {
            feed.Receive(mix.Bytes[unit..(unit + 5)]);
            feed.FallSilent();
            feed.Receive(mix.Bytes[(unit + 5)..(unit + Size)]);
            feed.FallSilent();
            Assert.Equal(mix.Good.Take(mix.GoodBefore(unit / Size + 1)), feed.Frames.Where(frame => frame.Dlc <= 8));
        }

        feed.AssertAccounted();
    }

    [Fact]
    public void A_frame_with_a_DLC_of_9_to_15_is_a_frame_of_8_bytes_and_costs_nothing()
    {
        for (var dlc = 9; dlc <= 15; dlc++)
        {
            var feed = new Feed();
            feed.Receive(Frames(1));
            feed.Receive([(byte)dlc, 0, 0, 1, 0x23, 1, 2, 3, 4, 5, 6, 7, 8]);
            Assert.Equal(new CanFrame(0x123, new CanData(1, 2, 3, 4, 5, 6, 7, 8), dlc, FrameFlags.None), feed.Frames[^1]);
            feed.Receive([(byte)(0xC0 | dlc), 0x18, 0xDB, 0x33, 0xF1, 0, 0, 0, 0, 0, 0, 0, 0]);
            Assert.Equal(new CanFrame(0x18DB33F1, default, dlc, FrameFlags.Extended | FrameFlags.Remote), feed.Frames[^1]);
            feed.Receive(Frames(1));
            Assert.Equal((4, 2L, 0L), (feed.Frames.Count, feed.Decoder.LongDlcFrames, feed.Decoder.BytesSkipped));
        }
    }

    [Fact]
    public void Heartbeats_are_known_behind_an_odd_frame()
    {
        var feed = new Feed();
        feed.Receive(OddFrames.ReservedBits);
        for (var round = 0; round < 60; round++)
        {
            feed.Receive(Heartbeat);
            feed.Receive(Frames(1));
            Assert.Equal((round + 1, round + 1), (feed.Frames.Count, (int)feed.Decoder.Heartbeats));
        }

        Assert.Equal((1L, 13L), (feed.Decoder.InvalidFrames, feed.Decoder.BytesSkipped));
    }

    [Fact]
    public void A_refusal_is_known_behind_odd_bytes()
    {
        foreach (var odd in (byte[][])[OddFrames.ReservedBits, OddFrames.ReservedBits[..7]])
        {
            var feed = new Feed();
            feed.Receive(odd);
            feed.Receive("Sorry,Limited"u8.ToArray());
            Assert.True(feed.Decoder.Refused);
            feed.AssertAccounted();
        }
    }

    [Theory]
    [InlineData("mac")]
    [InlineData("gateway 17 in hall 4, line 2")]
    [InlineData("13 characters")]
    [InlineData("long")]
    public void A_registration_packet_in_front_of_every_packet_is_learned(string content)
    {
        var packet = Content(content);
        foreach (var framesPerPacket in (int[])[1, 2, 4])
        {
            var feed = new Feed();
            for (var round = 0; round < 20; round++)
            {
                feed.Receive([.. packet, .. Frames(framesPerPacket)]);
                Assert.Equal((round + 1) * framesPerPacket, feed.Frames.Count);
            }

            Assert.InRange(feed.Decoder.RegistrationPackets, 17, 20);
            Assert.Equal(packet, feed.Decoder.Registration.ToArray());
            feed.AssertAccounted();
        }
    }

    [Theory]
    [InlineData("mac")]
    [InlineData("gateway 17 in hall 4, line 2")]
    [InlineData("long")]
    public void A_registration_packet_is_learned_wherever_TCP_tears_the_stream(string content) =>
        Gen.Int[1, 90].Array[1, 50].Sample(pieces => AssertIsLearned(Content(content), pieces), iter: 500);

    // The same piece of the packet comes alone again and again, as a heartbeat does, and as much of it comes before a frame.
    [Theory]
    [InlineData(17, 48, 90, 50)]
    [InlineData(25, 39, 57, 27, 24, 33)]
    [InlineData(22, 30, 48, 64)]
    [InlineData(22, 43, 46, 34, 19)]
    public void A_registration_packet_is_learned_where_TCP_tears_it_at_the_same_places_again_and_again(params int[] pieces) =>
        AssertIsLearned(Content("gateway 17 in hall 4, line 2"), pieces);

    [Theory]
    [InlineData("mac")]
    [InlineData("gateway 17 in hall 4, line 2")]
    public void A_registration_packet_that_comes_once_costs_no_frame(string content)
    {
        foreach (var alone in (bool[])[true, false])
        {
            var feed = new Feed();
            if (alone)
            {
                feed.Receive(Content(content));
                feed.Receive(Frames(1));
            }
            else
            {
                feed.Receive([.. Content(content), .. Frames(1)]);
            }

            Assert.Single(feed.Frames);
            feed.Receive(Frames(1));
            Assert.Equal(2, feed.Frames.Count);
            feed.AssertAccounted();
        }
    }

    [Theory]
    [InlineData("mac")]
    [InlineData("HB")]
    [InlineData("13 characters")]
    [InlineData("gateway 17 is alive")]
    [InlineData("long")]
    public void Heartbeats_of_free_content_cost_no_frame(string content)
    {
        var feed = new Feed();
        for (var round = 1; round <= 20; round++)
        {
            feed.Receive(Content(content));
            feed.Receive(Frames(1));
            Assert.Equal(round, feed.Frames.Count);
        }

        if (content.Length > 2)
        {
            Assert.InRange(feed.Decoder.Heartbeats + feed.Decoder.RegistrationPackets, 16, 20);
        }

        feed.AssertAccounted();
    }

    [Fact]
    public void Given_packets_of_any_content_are_taken_off_wherever_TCP_tears_the_stream() =>
        Gen.Select(Gen.Byte.Array[1, 128], Gen.Byte.Array[1, 128], Gen.Int[0, 4].Array[1, 60], Gen.Int[1, 300].Array[1, 50])
            .Where((registration, heartbeat, _, _) => !IsBeginningOfFrame(registration) && !IsBeginningOfFrame(heartbeat)
                && !registration.AsSpan().StartsWith(heartbeat) && !heartbeat.AsSpan().StartsWith(registration))
            .Sample((registration, heartbeat, units, pieces) =>
            {
                byte[] stream = [.. registration, .. units.SelectMany(unit => unit switch
                {
                    0 => heartbeat,
                    1 => [.. registration, .. Frames(1)],
                    _ => Frames(unit),
                })];
                var feed = new Feed(decoder: new(null, registration, heartbeat));
                feed.ReceiveInPieces(stream, pieces);
                Assert.Equal(units.Sum(), feed.Frames.Count);
                Assert.Equal((0L, 0), (feed.Decoder.BytesSkipped, feed.Left));
                Assert.Equal((units.Count(unit => unit == 0), 1L + units.Count(unit => unit == 1)),
                    (feed.Decoder.Heartbeats, feed.Decoder.RegistrationPackets));
                feed.AssertAccounted();
            }, iter: 2000);

    [Fact]
    public void Whatever_comes_every_byte_is_accounted_for() =>
        Gen.Select(Gen.Select(Gen.Int[0, 7], Gen.Byte.Array[1, 40]).Array[1, 60], Gen.Int[1, 100].Array[1, 50], Gen.Bool.Array[1, 10])
            .Sample((units, pieces, silences) =>
            {
                byte[] stream = [.. units.SelectMany(unit => unit switch
                {
                    (0, var bytes) => bytes,
                    (1, _) => OddFrames.ReservedBits,
                    (2, _) => OddFrames.LongDlc,
                    (3, _) => Heartbeat,
                    (4, _) => [.. Mac, .. Frames(1)],
                    (var kind, _) => Frames(kind),
                })];
                var feed = new Feed();
                for (var turn = 0; stream.Length > 0; turn++)
                {
                    var piece = Math.Min(pieces[turn % pieces.Length], stream.Length);
                    feed.Receive(stream[..piece]);
                    stream = stream[piece..];
                    if (silences[turn % silences.Length])
                    {
                        feed.FallSilent();
                    }

                    feed.AssertAccounted();
                }
            }, iter: 3000);

    [Fact]
    public void Odd_frames_cost_no_memory()
    {
        var bytes = new OddFrames(seed: 3).Mix("ReservedBits", 1, frames: 200).Bytes;
        var frames = new CanFrame[512];
        var decoder = new FrameStreamDecoder("bench");
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var round = 0; round < 100; round++)
            {
                decoder.Decode(bytes, default, frames, out _);
            }
        }));
    }

    internal static byte[] Frames(int count) => Bytes(77, count);

    private static void AssertIsLearned(byte[] packet, int[] pieces)
    {
        var feed = new Feed();
        feed.ReceiveInPieces([.. Enumerable.Range(0, 100).SelectMany(_ => (byte[])[.. packet, .. Frames(1)])], pieces);
        feed.FallSilent();
        var good = feed.Frames.Count(frame => frame.Id == 0x100);
        Assert.InRange(good, 75, 100);
        Assert.InRange(feed.Frames.Count - good, 0, 5);
        feed.AssertAccounted();
    }

    private static byte[] Content(string content) => content switch
    {
        "mac" => Mac,
        "long" => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 32).Select(number => $"{1000 + number * number}"))),
        _ => Encoding.ASCII.GetBytes(content),
    };

    private static bool IsBeginningOfFrame(byte[] packet) => Frames(1).AsSpan().StartsWith(packet);
}
