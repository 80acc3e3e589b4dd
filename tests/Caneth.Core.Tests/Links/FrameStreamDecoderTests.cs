using Caneth.Links.Gateway;

namespace Caneth.Tests.Links;

/// <summary>A stream of bytes in pieces, damaged and whole: what the decoder makes of it.</summary>
public class FrameStreamDecoderTests
{
    private const int Size = FrameCodec.FrameSize;

    [Fact]
    public void A_frame_split_at_any_of_its_bytes_is_put_together()
    {
        var bytes = Encode(Frames(3));
        for (var split = 0; split <= bytes.Length; split++)
        {
            var feed = new Feed();
            feed.Receive(bytes[..split]);
            Assert.Equal(split / Size, feed.Frames.Count);
            feed.Receive(bytes[split..]);
            Assert.Equal(Frames(3), feed.Frames);
            Assert.Equal(0, feed.Decoder.BytesSkipped);
        }
    }

    [Fact]
    public void Two_to_five_hundred_frames_in_one_segment_are_as_many_frames()
    {
        for (var count = 2; count <= 500; count++)
        {
            var feed = new Feed();
            feed.Receive(Encode(Frames(count)));
            Assert.Equal(Frames(count), feed.Frames);
        }
    }

    [Fact]
    public void Any_split_gives_what_the_whole_gives() =>
        Gen.Select(FrameGenerators.WireFrame.Array[0, 60], Gen.Int[1, 40].Array[1, 50]).Sample((frames, pieces) =>
        {
            var feed = new Feed();
            feed.ReceiveInPieces(Encode(frames), pieces);
            Assert.Equal(frames, feed.Frames);
            Assert.Equal((0L, 0), (feed.Decoder.BytesSkipped, feed.Left));
        }, iter: 5000);

    [Fact]
    public void Room_for_few_frames_at_a_time_changes_nothing() =>
        Gen.Select(FrameGenerators.WireFrame.Array[0, 100], Gen.Int[1, 20]).Sample((frames, room) =>
        {
            var feed = new Feed(room);
            feed.Receive(Encode(frames));
            Assert.Equal(frames, feed.Frames);
        }, iter: 500);

    [Fact]
    public void After_garbage_alignment_is_found_within_three_good_frames() =>
        Gen.Select(FrameGenerators.DataFrame.Array[0, 20], Gen.Byte.Array[1, 100], FrameGenerators.DataFrame.Array[5, 20])
            .Sample((before, garbage, after) =>
            {
                // Garbage may look like frames by chance, even together with those that follow; bytes that cannot begin one do not.
                garbage = [.. garbage.Select(value => (byte)(value | 0x30))];
                var feed = new Feed();
                feed.Receive([.. Encode(before), .. garbage, .. Encode(after)]);
                Assert.Equal(before, feed.Frames.Take(before.Length));
                var rest = feed.Frames.Skip(before.Length).ToArray();
                Assert.InRange(rest.Length, after.Length - 3, after.Length);
                Assert.Equal(after[^rest.Length..], rest);
                Assert.Equal((before.Length + after.Length) * Size + garbage.Length,
                    feed.Frames.Count * Size + feed.Decoder.BytesSkipped + feed.Left);
            }, iter: 20_000);

    [Fact]
    public void After_garbage_any_split_costs_three_good_frames_at_most() =>
        Gen.Select(FrameGenerators.DataFrame.Array[4, 20], Gen.Byte.Array[1, 30], FrameGenerators.DataFrame.Array[5, 20], Gen.Int[1, 40].Array[1, 50])
            .Sample((before, garbage, after, pieces) =>
            {
                // As above, and reads that were seen to be torn; where none was, the end of a read is believed to end a frame.
                garbage = [.. garbage.Select(value => (byte)(value | 0x30))];
                var feed = new Feed();
                feed.ReceiveInPieces(Encode(before)[..^1], [5]);
                feed.ReceiveInPieces([Encode(before)[^1], .. garbage, .. Encode(after)], pieces);
                feed.FallSilent();
                Assert.Equal(before, feed.Frames.Take(before.Length));
                var rest = feed.Frames.Skip(before.Length).ToArray();
                Assert.InRange(rest.Length, after.Length - 3, after.Length);
                Assert.Equal(after[^rest.Length..], rest);
                feed.AssertAccounted();
            }, iter: 5_000);

    [Fact]
    public void One_invalid_frame_costs_only_itself()
    {
        var bytes = Encode(Frames(10));
        bytes[4 * Size] |= 0x20;
        var feed = new Feed();
        feed.Receive(bytes);
        Assert.Equal([.. Frames(10)[..4], .. Frames(10)[5..]], feed.Frames);
        Assert.Equal((13L, 1L, 1L), (feed.Decoder.BytesSkipped, feed.Decoder.InvalidFrames, feed.Decoder.Resynchronisations));
    }

    [Fact]
    public void A_byte_too_few_or_too_many_costs_at_most_the_frame_it_hit()
    {
        var bytes = Encode(Frames(20));
        for (var at = 5 * Size; at < 6 * Size; at++)
        {
            var missing = new Feed();
            missing.Receive([.. bytes[..at], .. bytes[(at + 1)..]]);
            Assert.Equal(Frames(20)[7..], missing.Frames.TakeLast(13));
            Assert.InRange(missing.Decoder.BytesSkipped, 0, 2 * Size);
            var extra = new Feed();
            extra.Receive([.. bytes[..at], 0xFF, .. bytes[at..]]);
            Assert.Equal(Frames(20)[7..], extra.Frames.TakeLast(13));
        }
    }

    [Fact]
    public void A_refusal_is_no_frame_and_ends_the_stream()
    {
        var feed = new Feed();
        feed.Receive([.. Encode(Frames(2)), .. "Sorry,Limited"u8, .. Encode(Frames(3))]);
        Assert.True(feed.Decoder.Refused);
        Assert.Equal(Frames(2), feed.Frames);
        Assert.Equal(0, feed.Decoder.BytesSkipped);
    }

    [Fact]
    public void Heartbeats_between_frames_are_counted_and_cost_nothing()
    {
        byte[] heartbeat = [0xAA, 0, 0xFF, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        var feed = new Feed();
        feed.Receive([.. heartbeat, .. heartbeat, .. Encode(Frames(1)), .. heartbeat, .. Encode(Frames(2))]);
        Assert.Equal([.. Frames(1), .. Frames(2)], feed.Frames);
        Assert.Equal((3L, 0L), (feed.Decoder.Heartbeats, feed.Decoder.BytesSkipped));
    }

    [Fact]
    public void A_heartbeat_of_another_length_is_recognised_and_alignment_is_found_behind_it()
    {
        byte[] heartbeat = [0xAA, 0, 0xFF, 0, 0x55, 0x55, 0x55];
        var feed = new Feed();
        feed.Receive([.. Encode(Frames(2)), .. heartbeat, .. Encode(Frames(9))]);
        Assert.Equal(Frames(9), feed.Frames.TakeLast(9));
        Assert.Equal(1, feed.Decoder.Heartbeats);
    }

    [Fact]
    public void Frames_that_pad_with_anything_are_frames_and_alignment_is_still_found()
    {
        var bytes = Encode(Frames(20));
        for (var frame = 0; frame < 20; frame++)
        {
            bytes[frame * Size + 12] = 0x5A;
        }

        var feed = new Feed();
        feed.Receive([.. bytes[..(5 * Size)], 0xFF, 0xFF, 0xFF, .. bytes[(5 * Size)..]]);
        Assert.Equal(Frames(20), feed.Frames);
        Assert.Equal(3, feed.Decoder.BytesSkipped);
    }

    [Fact]
    public void A_stream_that_is_out_of_line_with_every_frame_valid_is_found_out()
    {
        // Garbage that happens to begin a frame takes eight bytes of the next along; short data leaves the rest valid.
        byte[] garbage = [0x80, 0, 0, 0, 0];
        var feed = new Feed();
        feed.Receive([.. Encode(Frames(50)), .. garbage, .. Encode(Frames(50))]);
        Assert.Equal(Frames(50), feed.Frames.Take(50));
        Assert.Equal(Frames(50)[7..], feed.Frames.TakeLast(43));
    }

    [Fact]
    public void Four_kibibytes_without_alignment_are_enough()
    {
        var noise = new byte[4096 + 12];
        Array.Fill(noise, (byte)0xFF);
        var feed = new Feed();
        feed.Receive(noise[..4000]);
        Assert.False(feed.Decoder.AlignmentLost);
        feed.Receive(noise[4000..]);
        feed.Receive(new byte[100]);
        Assert.True(feed.Decoder.AlignmentLost);
    }

    [Fact]
    public void The_end_of_a_stream_tells_a_part_of_a_frame_from_bytes_that_are_none()
    {
        var partial = new FrameStreamDecoder();
        partial.End([1, 2, 3]);
        Assert.Equal((1L, 3L), (partial.PartialFrames, partial.BytesSkipped));
        var whole = new FrameStreamDecoder();
        whole.End([]);
        Assert.Equal((0L, 0L), (whole.PartialFrames, whole.BytesSkipped));
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        var bytes = Encode(Frames(500));
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

    internal static CanFrame[] Frames(int count) =>
        [.. Enumerable.Range(0, count).Select(number => new CanFrame((uint)(0x100 + number), BitConverter.GetBytes(number + 1)))];
}
