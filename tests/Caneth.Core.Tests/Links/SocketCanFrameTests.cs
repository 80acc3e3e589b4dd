using System.Buffers.Binary;
using Caneth.Links.SocketCan;

namespace Caneth.Tests.Links;

/// <summary>Frames as the kernel has them, byte by byte, on computers that put the lowest byte first, as nearly all do.</summary>
public sealed class SocketCanFrameTests
{
    private const string EightBytes = "0011223344556677";

    [Theory]
    [InlineData("23010000 02 000000 1122000000000000", "123#1122")]
    [InlineData("23010000 00 000000 0000000000000000", "123#")]
    [InlineData("78563492 08 000000 " + EightBytes, "12345678#" + EightBytes)]
    [InlineData("00000080 01 000000 FF00000000000000", "00000000#FF")]
    [InlineData("23010040 04 000000 0000000000000000", "123#R4")]
    [InlineData("785634D2 00 000000 0000000000000000", "12345678#R0")]
    [InlineData("23010000 08 00000E " + EightBytes, "123#" + EightBytes + "_E")]
    [InlineData("04000020 08 000000 0004000000000000", "20000004#0004000000000000")]
    public void A_classic_frame_has_16_bytes(string hex, string text)
    {
        Assert.True(SocketCanFrame.TryRead(HexBytes.Parse(hex), out var frame));
        Assert.Equal(text, frame.ToShortString());
    }

    [Theory]
    [InlineData("23010000 0C 05", "123##1000102030405060708090A0B", 12)]
    [InlineData("78563492 00 06", "12345678##2", 0)]
    public void A_can_fd_frame_has_72(string begin, string text, int length)
    {
        byte[] bytes = [.. HexBytes.Parse(begin), 0, 0, .. Enumerable.Range(0, length).Select(value => (byte)value), .. new byte[64 - length]];
        Assert.True(SocketCanFrame.TryRead(bytes, out var frame));
        Assert.Equal((text, 72), (frame.ToShortString(), bytes.Length));
    }

    [Theory]
    [InlineData(16, 9)]
    [InlineData(72, 9)]
    [InlineData(72, 65)]
    [InlineData(15, 0)]
    [InlineData(71, 0)]
    [InlineData(0, 0)]
    public void What_is_no_frame_is_none(int size, int length)
    {
        var bytes = new byte[size];
        if (size > 4)
        {
            bytes[4] = (byte)length;
        }

        Assert.False(SocketCanFrame.TryRead(bytes, out _));
    }

    [Fact]
    public void What_is_written_is_read_as_it_was() =>
        Gen.Frequency((2, FrameGenerators.WireFrame), (1, FrameGenerators.FdFrame)).Sample(frame =>
        {
            var room = new byte[SocketCanFrame.FdSize];
            room.AsSpan().Fill(0xEE);
            var size = SocketCanFrame.Write(frame, room);
            Assert.Equal(frame.Fd ? 72 : 16, size);
            Assert.True(SocketCanFrame.TryRead(room.AsSpan(0, size), out var read));
            Assert.Equal(frame, read);
        }, iter: 1000);

    [Fact]
    public void Whatever_comes_it_is_a_frame_as_others_are_or_none() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[72], Gen.Bool).Sample((classic, fd, isFd) =>
        {
            if (SocketCanFrame.TryRead(isFd ? fd : classic, out var frame))
            {
                Assert.Equal(frame, new CanFrame(frame.Id, frame.Data, frame.Dlc, frame.Flags));
            }
        }, iter: 1000);

    [Fact]
    public void The_id_is_in_the_byte_order_of_the_computer()
    {
        var room = new byte[SocketCanFrame.FdSize];
        SocketCanFrame.Write(new(0x123), room);
        Assert.Equal(0x123u, BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(room) : BinaryPrimitives.ReadUInt32BigEndian(room));
    }
}
