using System.Buffers.Binary;
using System.Text;
using Caneth.Links;
using Caneth.Links.Candump;
using Caneth.Links.Cannelloni;
using Caneth.Links.Gateway;
using Caneth.Links.Gvret;
using Caneth.Links.Slcan;
using Caneth.Links.Socketcand;
using Caneth.Links.Streams;

namespace Caneth.Tests.Links;

/// <summary>What holds of every wire of bytes, in whatever pieces they come.</summary>
public sealed class WireTests
{
    private static readonly Gen<CanFrame> Classic = FrameGenerators.DataFrame;
    private static readonly Gen<CanFrame> WithRemote = FrameGenerators.WireFrame;
    private static readonly Gen<CanFrame> Everything = Gen.Frequency((2, FrameGenerators.WireFrame), (1, FrameGenerators.FdFrame));

    /// <summary>Each wire, what the other side can send over it, and how that is written.</summary>
    private static readonly Dictionary<string, (Func<Wire> Create, Gen<CanFrame> Frames, Func<CanFrame, byte[]> Write)> Wires = new()
    {
        ["tcp"] = (() => new GatewayWire(new()), WithRemote, frame => Encode(frame)),
        ["socketcand"] = (() => new SocketcandWire(new() { Bus = "can0", Time = RemoteTime.Arrival, Fd = true }), Gen.Frequency((2, Classic), (1, FrameGenerators.FdFrame)), SocketcandText),
        ["slcan"] = (() => new SlcanWire(new() { Timestamps = false }), Gen.Frequency((2, WithRemote), (1, WithoutErrorState)), frame => Sent(new SlcanWire(new() { DataBitRate = 2_000_000 }), frame)),
        ["gvret"] = (() => new GvretWire(new() { Timestamps = false }), Gen.Frequency((2, Classic), (1, WithoutFlags)), GvretBytes),
        ["cannelloni"] = (() => new CannelloniWire(), Everything, frame => Sent(new CannelloniWire(), frame)),
        ["candump"] = (() => new CandumpWire(new() { Time = RemoteTime.Arrival }), Everything, frame => Encoding.ASCII.GetBytes($"(1769867100.123456) can0 {frame.ToShortString()}\n")),
    };

    public static TheoryData<string> Names => [.. Wires.Keys];

    // What the wire has no place for.
    private static Gen<CanFrame> WithoutErrorState => FrameGenerators.FdFrame.Where(frame => !frame.ErrorState);

    private static Gen<CanFrame> WithoutFlags => FrameGenerators.FdFrame.Where(frame => !frame.ErrorState && !frame.BitRateSwitch);

    [Fact]
    public void No_wire_is_left_out() => Assert.Equal(
        typeof(Wire).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Wire)) && !type.IsAbstract).Select(type => type.Name).Order(),
        Wires.Values.Select(wire => wire.Create().GetType().Name).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void In_whatever_pieces_bytes_come_the_frames_are_all_there_and_nothing_is_skipped(string name)
    {
        var (create, frames, write) = Wires[name];
        Gen.Select(frames.Array[1, 30], Gen.Int[1, 40].Array[1, 8], Gen.Int[1, 5]).Sample((sent, pieces, room) =>
        {
            var feed = new DecoderFeed(create().CreateDecoder, room).ReceiveInPieces([.. sent.SelectMany(write)], pieces);
            AssertSame(sent, feed.Frames);
            Assert.Equal((0, 0L), (feed.Left, feed.Counted[LinkCounter.BytesSkipped]));
        }, iter: 200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_byte_by_byte_it_is_the_same(string name)
    {
        var (create, frames, write) = Wires[name];
        frames.Array[1, 10].Sample(sent => AssertSame(sent, new DecoderFeed(create().CreateDecoder).ReceiveInPieces([.. sent.SelectMany(write)], 1).Frames), iter: 100);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Frames_without_data_are_frames(string name)
    {
        var (create, _, write) = Wires[name];
        CanFrame[] empty = [new(0x123), new(0x12345678), new(0, default, FrameFlags.Extended)];
        AssertSame(empty, new DecoderFeed(create().CreateDecoder).Receive([.. empty.SelectMany(write)]).Frames);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_comes_it_ends_is_bounded_and_every_byte_is_accounted_for(string name)
    {
        var (create, frames, write) = Wires[name];
        var garbage = Gen.Frequency((1, Gen.Byte.Array[1, 40]), (1, Gen.OneOf("<", ">", "< frame ", "t", "\r", "\a", "\xF1", "\0\0").Select(text => Encoding.Latin1.GetBytes(text))),
            (1, frames.Select(write)), (1, frames.Select(frame => write(frame)[..^1])));
        Gen.Select(garbage.Array[1, 60], Gen.Int[1, 100].Array[1, 5]).Sample((parts, pieces) =>
        {
            var feed = new DecoderFeed(create().CreateDecoder).ReceiveInPieces([.. parts.SelectMany(part => part)], pieces);
            feed.AssertWithin();
            Assert.True(feed.IsLost || feed.Left < 1024);
            Assert.All(feed.Frames, frame => Assert.Equal(frame, new CanFrame(frame.Id, frame.Data, frame.Dlc, frame.Flags) with { Timestamp = frame.Timestamp, Device = "bench" }));
            feed.End();
        }, iter: 500);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_ends_where_it_says_and_fits_into_one_segment(string name)
    {
        var wire = Wires[name].Create();
        var most = wire.Capabilities.MaxFramesPerWrite;
        var longest = new CanFrame(CanId.MaxExtended, new byte[wire.Capabilities.Fd ? 64 : 8], wire.Capabilities.Fd ? FrameFlags.Fd : 0);
        var frames = Enumerable.Repeat(longest, most).ToArray();
        var (bytes, ends) = (new byte[most * wire.MaxFrameSize], new int[most]);
        wire.Encode(frames, bytes, ends);
        Assert.InRange(ends[^1], 1, 1460);
        Assert.All(ends.Zip(ends.Prepend(0), (end, begin) => end - begin), size => Assert.InRange(size, 1, wire.MaxFrameSize));
    }

    /// <summary>A frame as this side writes it.</summary>
    internal static byte[] Sent(Wire wire, params CanFrame[] frames)
    {
        var (bytes, ends) = (new byte[frames.Length * wire.MaxFrameSize], new int[frames.Length]);
        wire.Encode(frames, bytes, ends);
        return bytes[..ends[^1]];
    }

    /// <summary>A frame as a socketcand server writes it: state_raw.c, and for CAN FD state_bcm.c, with its blanks.</summary>
    internal static byte[] SocketcandText(CanFrame frame) => Encoding.ASCII.GetBytes(frame.Fd
        ? $"< fdframe {frame.HexId} {(frame.BitRateSwitch ? 1 : 0) | (frame.ErrorState ? 2 : 0) | 4:X2} 1769867100.123456 {string.Concat(frame.Data.ToArray().Select(value => $"{value:X2} "))} >"
        : $"< frame {frame.HexId} 1769867100.123456 {Convert.ToHexString(frame.Data.ToArray())} >");

    /// <summary>A frame as ESP32RET writes it.</summary>
    internal static byte[] GvretBytes(CanFrame frame) => GvretBytes(frame, microseconds: 1000, bus: 0);

    /// <inheritdoc cref="GvretBytes(CanFrame)"/>
    internal static byte[] GvretBytes(CanFrame frame, uint microseconds, int bus)
    {
        var header = new byte[10];
        (header[0], header[1]) = (0xF1, (byte)(frame.Fd ? 0x14 : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(2), microseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(6), frame.Id | (frame.Extended ? 0x8000_0000 : 0));
        byte[] length = frame.Fd ? [(byte)frame.Data.Count, (byte)bus] : [(byte)(frame.Data.Count | bus << 4)];
        return [.. header, .. length, .. frame.Data.ToArray(), 0];
    }

    private static void AssertSame(CanFrame[] sent, List<CanFrame> received)
    {
        Assert.Equal(sent.Select(frame => frame.ToShortString()), received.Select(frame => frame.ToShortString()));
        Assert.All(received, frame => Assert.Equal((DecoderFeed.Now, "bench"), (frame.Timestamp, frame.Device)));
    }
}
