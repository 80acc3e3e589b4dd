using Caneth.Links.Cannelloni;
using Caneth.Links.Slcan;
using Caneth.Links.Socketcand;
using Caneth.Links.Streams;

namespace Caneth.Tests.Links;

/// <summary>Frames of any length leave as bytes and are counted as frames: sent when their last byte is, and confirmed when that is.</summary>
public sealed class StreamSenderTests
{
    [Fact]
    public void By_socketcand() => Hold(new SocketcandWire(new()), FrameGenerators.DataFrame);

    [Fact]
    public void By_slcan() => Hold(new SlcanWire(new() { Window = 33 }), FrameGenerators.WireFrame);

    [Fact]
    public void By_cannelloni() => Hold(new CannelloniWire(), Gen.Frequency((1, FrameGenerators.WireFrame), (1, FrameGenerators.FdFrame)));

    [Fact]
    public void Where_nobody_says_what_has_arrived_it_is_unknown_from_then_on()
    {
        var stream = new ScriptedStream { BytesConfirmed = null };
        var sender = new StreamSender(stream, new CannelloniWire());
        sender.Send([new(0x123)]);
        Assert.Null(sender.FramesConfirmed);
        stream.BytesConfirmed = 100;
        sender.Send([new(0x123)]);
        Assert.Null(sender.FramesConfirmed);
    }

    private static void Hold(Wire wire, Gen<CanFrame> frame) =>
        Gen.Select(frame.Array[1, 400], Gen.Select(Gen.Int[1, wire.Capabilities.MaxFramesPerWrite], Gen.Int[0, 1500], Gen.Int[0, 1500]).Array[1, 60]).Sample((frames, writes) =>
        {
            var ends = new int[frames.Length];
            var bytes = new byte[frames.Length * wire.MaxFrameSize];
            wire.Encode(frames, bytes, ends);
            var stream = new ScriptedStream();
            var sender = new StreamSender(stream, wire);
            var next = 0;
            foreach (var (count, room, more) in writes.TakeWhile(_ => next < frames.Length))
            {
                stream.Room.Enqueue(room);
                var taken = sender.Send(frames.AsSpan(next, Math.Min(count, frames.Length - next)));
                next += taken.Frames;
                Assert.Equal(ends.Count(end => end <= stream.BytesWritten), next);
                Assert.Equal(stream.BytesWritten > (next == 0 ? 0 : ends[next - 1]), taken.Torn);
                stream.BytesConfirmed = Math.Min(stream.BytesWritten, stream.BytesConfirmed!.Value + more);
                Assert.Equal((long)ends.Count(end => end <= stream.BytesConfirmed), sender.FramesConfirmed);
            }

            Assert.Equal(bytes[..stream.Sent.Count], stream.Sent);
        }, iter: 100);
}
