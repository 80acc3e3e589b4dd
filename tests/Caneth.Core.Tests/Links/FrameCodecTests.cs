using Caneth.Links.Gateway;

namespace Caneth.Tests.Links;

public class FrameCodecTests
{
    // Frames, frames with something after their data, and one wrong bit in either now and then.
    private static readonly Gen<byte[]> AlmostFrames = Gen.Select(
        FrameGenerators.WireFrame, Gen.Bool, Gen.Byte.Array[FrameCodec.FrameSize], Gen.Int[0, 60 * 8 * FrameCodec.FrameSize],
        (frame, padded, noise, bit) =>
        {
            var bytes = new byte[FrameCodec.FrameSize];
            FrameCodec.Encode(frame, bytes);
            for (var index = FrameCodec.HeaderSize + (frame.Remote ? 0 : frame.Dlc); padded && index < bytes.Length; index++)
            {
                bytes[index] = noise[index];
            }

            if (bit < 8 * bytes.Length)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            return bytes;
        });

    [Fact]
    public void Encode_and_decode_are_inverse() => FrameGenerators.WireFrame.Sample(frame =>
    {
        var bytes = new byte[FrameCodec.FrameSize];
        FrameCodec.Encode(frame, bytes);
        Assert.True(FrameCodec.TryDecode(bytes, out var decoded));
        Assert.Equal(frame, decoded);
    });

    [Fact]
    public void Frames_in_a_row_are_read_as_each_alone_up_to_the_first_that_is_none() =>
        Gen.Select(AlmostFrames.Array[0, 40], Gen.Byte.Array[0, FrameCodec.FrameSize - 1], Gen.Int[0, 45], Gen.Bool.Array[45])
            .Sample((pieces, rest, room, fromElsewhere) =>
        {
            var source = pieces.SelectMany(piece => piece).Concat(rest).ToArray();
            var expected = new List<CanFrame>();
            var expectedPadding = false;
            foreach (var piece in pieces.Take(room))
            {
                var alone = new CanFrame[1];
                if (FrameCodec.DecodeRun(piece, new Timestamp(7), "bench", alone, out var padded) == 0)
                {
                    break;
                }

                expected.Add(alone[0]);
                expectedPadding |= padded;
            }

            var frames = fromElsewhere[..room].Select(other => new CanFrame(1) { Device = other ? "other" : "bench" }).ToArray();
            var count = FrameCodec.DecodeRun(source, new Timestamp(7), "bench", frames, out var anyPadded);
            Assert.Equal(expected, frames[..count]);
            Assert.Equal(expectedPadding, anyPadded);
        }, iter: 5_000);

    [Fact]
    public void A_frame_is_written_as_the_makers_document_it()
    {
        var bytes = new byte[FrameCodec.FrameSize];
        FrameCodec.Encode(new CanFrame(0x12345678, [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]), bytes);
        Assert.Equal("88 12 34 56 78 11 22 33 44 55 66 77 88", HexBytes.Format(bytes));

        FrameCodec.Encode(CanFrame.CreateRemote(0x7E0, 3), bytes);
        Assert.Equal("43 00 00 07 E0 00 00 00 00 00 00 00 00", HexBytes.Format(bytes));
    }

    [Fact]
    public void Every_value_of_the_flags_byte_is_judged()
    {
        for (var header = 0; header <= byte.MaxValue; header++)
        {
            byte[] bytes = [(byte)header, 0, 0, 1, 0x23, 1, 2, 3, 4, 5, 6, 7, 8];
            var dlc = header & 0x0F;
            var valid = (header & 0x30) == 0 && dlc <= 8;
            Assert.Equal(valid, FrameCodec.TryDecode(bytes, out var frame));
            if (valid)
            {
                var remote = (header & 0x40) != 0;
                Assert.Equal((header & 0x80) != 0, frame.Extended);
                Assert.Equal(remote, frame.Remote);
                Assert.Equal(dlc, frame.Dlc);
                Assert.Equal([.. Enumerable.Range(1, remote ? 0 : dlc).Select(value => (byte)value)], frame.Data.ToArray());
            }
        }
    }

    [Theory]
    [InlineData("00 00 00 08 00 00 00 00 00 00 00 00 00")] // a standard id of 0x800
    [InlineData("80 20 00 00 00 00 00 00 00 00 00 00 00")] // an extended id of 0x20000000
    [InlineData("00 00 00 01 23")] // too short
    public void Bytes_that_are_no_frame_are_refused(string bytes) =>
        Assert.False(FrameCodec.TryDecode(HexBytes.Parse(bytes), out _));

    [Fact]
    public void A_frame_that_the_wire_cannot_carry_is_refused_with_the_reason()
    {
        var room = new byte[FrameCodec.FrameSize];
        Assert.Contains("CAN FD", Assert.Throws<ArgumentException>(() =>
            FrameCodec.Encode(new CanFrame(1, new byte[12], FrameFlags.Fd), room)).Message);
        Assert.Contains("error frame", Assert.Throws<ArgumentException>(() =>
            FrameCodec.Encode(new CanFrame(1, new byte[8], FrameFlags.Error), room)).Message);
        Assert.Contains("DLC is 9", Assert.Throws<ArgumentException>(() =>
            FrameCodec.Encode(new CanFrame(1, new CanData(new byte[8]), 9, FrameFlags.None), room)).Message);
    }
}
