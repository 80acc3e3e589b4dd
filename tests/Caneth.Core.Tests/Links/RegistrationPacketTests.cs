using System.Text;
using Caneth.Links.Incoming;

namespace Caneth.Tests.Links;

/// <summary>Where a registration packet ends, of which nothing says so: by the frames that follow it.</summary>
public sealed class RegistrationPacketTests
{
    private static readonly byte[] Mac = HexBytes.Parse("D8 B0 4C 01 02 03");

    // A name as people give to gateways, of any length but that of a MAC address or less.
    private static readonly Gen<byte[]> Name = Gen.Char.AlphaNumeric.Array[7, 128].Select(letters => Encoding.ASCII.GetBytes(letters));

    [Fact]
    public void A_text_ends_where_frames_begin_once_or_in_front_of_every_packet() =>
        Gen.Select(Name, FrameGenerators.DataFrame.Array[1, 20], Gen.Int[1, 20]).Sample((name, frames, every) =>
        {
            byte[] once = [.. name, .. Encode(frames)];
            byte[] always = [.. frames.Chunk(every).SelectMany(chunk => (byte[])[.. name, .. Encode(chunk)])];
            Assert.Equal((name.Length, name.Length), (RegistrationPacket.LengthOf(once), RegistrationPacket.LengthOf(always)));
        });

    [Fact]
    public void A_mac_address_has_six_bytes() => FrameGenerators.DataFrame.Array[1, 20].Sample(frames =>
        Assert.Equal(RegistrationPacket.MacLength, RegistrationPacket.LengthOf([.. Mac, .. Encode(frames)])));

    [Theory]
    [InlineData("D8 B0 4C 01 02 03", 6)]
    [InlineData("61", 1)]
    [InlineData("47 61 74 65 0D 0A", 6)]
    public void What_is_said_alone_is_the_packet(string said, int length) => Assert.Equal(length, RegistrationPacket.LengthOf(HexBytes.Parse(said)));

    [Fact]
    public void Frames_alone_are_no_packet() => FrameGenerators.WireFrame.Array[1, 20].Sample(frames => Assert.Equal(0, RegistrationPacket.LengthOf(Encode(frames))));

    [Fact]
    public void A_frame_that_has_only_begun_is_none_either() =>
        Assert.Equal(0, RegistrationPacket.LengthOf(Bytes(0, 3).AsSpan()[..^4]));

    [Fact]
    public void Frames_may_be_padded_with_anything()
    {
        var frames = Encode([new CanFrame(0x123, [1, 2]), new CanFrame(0x124, [3])]);
        frames[9] = 0x77;
        frames[25] = 0x66;
        Assert.Equal(0, RegistrationPacket.LengthOf(frames));
        Assert.Equal(6, RegistrationPacket.LengthOf([.. Mac, .. frames]));
        Assert.Equal(7, RegistrationPacket.LengthOf([.. "truck17"u8, .. frames]));
    }

    [Fact]
    public void What_is_too_long_and_no_frames_is_none() => Assert.Equal(0, RegistrationPacket.LengthOf(new byte[129].Select(_ => (byte)'x').ToArray()));

    [Fact]
    public void Text_is_an_identity_as_it_is_and_bytes_are_hex()
    {
        Assert.Equal("truck17", IncomingIdentity.OfPacket("truck17\r\n"u8).Text);
        Assert.Equal("D8-B0-4C-01-02-03", IncomingIdentity.OfPacket(Mac).Text);
        Assert.Equal("67-61-74-65-77-61", IncomingIdentity.OfNumber("gatewa"u8).Text);
        Assert.Equal("10.0.0.7", IncomingIdentity.OfAddress(System.Net.IPAddress.Parse("::ffff:10.0.0.7")).Text);
    }
}
