using System.Text;
using Caneth.Links.Datagrams;
using Caneth.Links.Gateway;

namespace Caneth.Tests.Links;

/// <summary>The gateway's 13 bytes in datagrams.</summary>
public sealed class GatewayPacketTests
{
    private static readonly GatewayPacketWire Wire = new();

    [Fact]
    public void A_datagram_is_some_whole_frames() =>
        Gen.Select(FrameGenerators.WireFrame.Array[0, 112], Gen.Int[1, 200]).Sample((sent, room) =>
        {
            var bytes = new byte[PacketWire.MaxPacketSize];
            var packet = bytes[..Wire.Encode(sent, bytes, number: 0)];
            Assert.Equal(Encode(sent), packet);
            var (frames, isDamaged) = CannelloniTests.Read(Wire.CreateDecoder(CannelloniTests.NewContext()), packet, room);
            Assert.Equal(sent.Select(frame => frame.ToShortString()), frames.Select(frame => frame.ToShortString()));
            Assert.False(isDamaged);
        });

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(1472)]
    public void One_of_another_length_is_passed_over_whole_and_nothing_is_carried_over(int length) => Assert.Equal(PacketVerdict.Foreign,
        Wire.CreateDecoder(CannelloniTests.NewContext()).Begin(new byte[length], out _, out _));

    [Fact]
    public void A_registration_packet_of_any_length_may_come_before_the_frames() => Gen.Select(
        Gen.OneOf(Gen.Const(HexBytes.Parse("D8 B0 4C 01 02 03")), Gen.Char.AlphaNumeric.Array[3, 128].Select(letters => Encoding.ASCII.GetBytes(letters))),
        FrameGenerators.WireFrame.Array[1, 40]).Sample((registration, sent) =>
        {
            byte[] packet = [.. registration, .. Encode(sent)];
            var decoder = Wire.CreateDecoder(CannelloniTests.NewContext());
            Assert.Equal((PacketVerdict.Take, registration.Length), (decoder.Begin(packet, out var place, out _), place));
            Assert.True(decoder.HasRegistration);
            var frames = new CanFrame[sent.Length];
            Assert.Equal(sent.Length, decoder.Read(packet, ref place, default, frames, out var isDamaged));
            Assert.Equal((false, packet.Length), (isDamaged, place));
            Assert.Equal(sent.Select(frame => frame.ToShortString()), frames.Select(frame => frame.ToShortString()));
        });

    [Theory]
    [InlineData("22 00000123 1122000000000000", "123#1122")]
    [InlineData("A8 12345678 0011223344556677", "12345678#0011223344556677")]
    [InlineData("0F 00000123 0011223344556677", "123#0011223344556677_F")]
    public void The_mark_of_gcan_and_long_dlc_are_frames(string bytes, string frame)
    {
        byte[] packet = [.. Encode(new CanFrame(1)), .. HexBytes.Parse(bytes), .. Encode(new CanFrame(2))];
        var (frames, isDamaged) = CannelloniTests.Read(Wire.CreateDecoder(CannelloniTests.NewContext()), packet, room: 10);
        Assert.Equal(["001#", frame, "002#"], frames.Select(one => one.ToShortString()));
        Assert.False(isDamaged);
    }

    [Fact]
    public void After_a_frame_that_cannot_be_the_rest_is_passed_over()
    {
        byte[] packet = [.. Encode(new CanFrame(1)), .. HexBytes.Parse("02 00000800 1122000000000000"), .. Encode(new CanFrame(2))];
        var (frames, isDamaged) = CannelloniTests.Read(Wire.CreateDecoder(CannelloniTests.NewContext()), packet, room: 10);
        Assert.Equal((1, true), (frames.Count, isDamaged));
    }

    [Fact]
    public void Nobody_confirms_so_that_nothing_is_ever_sent_twice() => Assert.False(Wire.Capabilities.Confirms);
}
