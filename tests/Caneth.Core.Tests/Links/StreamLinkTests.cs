using Caneth.Flow;
using Caneth.Links;
using Caneth.Links.Gateway;
using Caneth.Links.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Links;

/// <summary>Bytes below, whole frames above: a torn frame never shows, and nothing is counted that is not whole.</summary>
public class StreamLinkTests
{
    private const int Size = 13;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public void However_much_is_taken_the_bytes_are_the_frames_and_frames_are_counted_whole() =>
        Gen.Select(Gen.Int[0, 112], Gen.Int[0, 1500]).Array[1, 60].Sample(writes =>
        {
            var stream = new ScriptedStream();
            using var link = NewLink(stream);
            var (written, torn) = (0, false);
            foreach (var (count, room) in writes)
            {
                var frames = Numbered(written, Math.Max(count, torn ? 1 : 0));
                stream.Room.Enqueue(room);
                var before = stream.BytesWritten;
                var taken = link.Send(frames);
                Assert.Equal(stream.BytesWritten - before, taken.Bytes);
                written += taken.Frames;
                torn = taken.Torn;
                Assert.Equal((stream.BytesWritten / Size, stream.BytesWritten % Size > 0), (written, torn));
            }

            Assert.Equal(Bytes(0, written + 1)[..stream.Sent.Count], stream.Sent);
        }, iter: 200);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(12, 0)]
    [InlineData(13, 1)]
    [InlineData(18, 1)]
    [InlineData(39, 3)]
    [InlineData(40, 3)]
    public void A_frame_of_which_only_a_part_was_acknowledged_is_not_confirmed_nor_is_the_end_a_frame(int bytes, int frames)
    {
        var stream = new ScriptedStream();
        using var link = NewLink(stream);
        link.Send(Numbered(0, 3));
        stream.BytesConfirmed = bytes;
        Assert.Equal(frames, link.FramesConfirmed);
        stream.BytesConfirmed = null;
        Assert.Null(link.FramesConfirmed);
    }

    [Fact]
    public async Task The_end_waits_for_what_is_not_acknowledged_even_if_the_sessions_clock_stands_still()
    {
        var stream = new ScriptedStream();
        using var link = NewLink(stream, time: new FakeTimeProvider());
        stream.Room.Enqueue(Size);
        link.Send(Numbered(0, 1));
        var ending = link.EndSendingAsync(Ending);
        Assert.False(ending.IsCompleted);
        stream.BytesConfirmed = Size;
        await ending;
    }

    [Fact]
    public void In_whatever_pieces_bytes_come_and_however_little_room_there_is_the_frames_are_all_there() =>
        Gen.Select(Gen.Int[1, 400].Array[1, 20], Gen.Int[1, 40]).Sample((pieces, room) =>
        {
            var stream = new ScriptedStream();
            var bytes = Bytes(0, pieces.Sum() / Size);
            var place = 0;
            foreach (var piece in pieces.TakeWhile(_ => place < bytes.Length))
            {
                var end = Math.Min(bytes.Length, place + piece);
                stream.Coming(bytes[place..end]);
                place = end;
            }

            var counted = new Tally<LinkCounter>();
            using var link = NewLink(stream, counted: counted);
            Assert.Equal(Enumerable.Range(0, bytes.Length / Size), NumbersOf(ReadToEnd(link, room)));
            link.EndReceiving();
            Assert.Equal((bytes.Length, 0L), (counted[LinkCounter.BytesReceived], counted[LinkCounter.BytesSkipped]));
        }, iter: 200);

    [Fact]
    public void A_frame_that_the_end_cut_is_told_and_counted()
    {
        var notices = new List<LinkNotice>();
        var counted = new Tally<LinkCounter>();
        using var link = NewLink(new ScriptedStream().Coming(Bytes(0, 3)[..^4]), notices, counted);
        Assert.Equal([0, 1], NumbersOf(ReadToEnd(link, room: 10)));
        link.EndReceiving();
        Assert.Equal((1L, 9L), (counted[LinkCounter.PartialFrames], counted[LinkCounter.BytesSkipped]));
        Assert.Equal(LinkNoticeKind.PartialFrame, Assert.Single(notices).Kind);
    }

    [Fact]
    public async Task A_refusal_is_known_without_taking_it_and_then_thrown_in_words()
    {
        using var link = NewLink(new ScriptedStream().Coming([.. "Sorry,Limited"u8]));
        Assert.False(await link.WaitForAdmissionAsync(Ending));
        var refusal = await Assert.ThrowsAsync<LinkException>(async () => await ReadAsync(link, new CanFrame[10]));
        Assert.Equal(LinkError.ClientLimit, refusal.Error);
        Assert.Contains("gateway:20001", refusal.Message);
    }

    private static StreamLink NewLink(ScriptedStream stream, List<LinkNotice>? notices = null, Tally<LinkCounter>? counted = null, TimeProvider? time = null)
    {
        var context = new LinkContext(time ?? TimeProvider.System, () => DateTime.UtcNow, notice => notices?.Add(notice)) { Counters = counted ?? new() };
        var wire = new GatewayWire(new());
        return new(stream, wire, "gateway:20001", new("gateway:20001", wire, context), context);
    }

    private static List<CanFrame> ReadToEnd(StreamLink link, int room)
    {
        var frames = new List<CanFrame>();
        var batch = new CanFrame[room];
        while (true)
        {
            var read = link.ReceiveAsync(batch, Ending).AsTask();
            Assert.True(read.IsCompletedSuccessfully);
            if (read.Result.Ended)
            {
                return frames;
            }

            frames.AddRange(batch.AsSpan(0, read.Result.Frames));
        }
    }

    private static async Task<LinkRead> ReadAsync(StreamLink link, CanFrame[] batch)
    {
        while (true)
        {
            var read = await link.ReceiveAsync(batch, Ending);
            if (read.Ended || read.Frames > 0)
            {
                return read;
            }
        }
    }
}
