using Caneth.Statistics;

namespace Caneth.Tests.Statistics;

/// <summary>How long frames are on a bus.</summary>
public class FrameBitsTests
{
    [Theory]
    [InlineData(false, 0, 21_277, 18_182)]
    [InlineData(false, 8, 9_009, 7_407)]
    [InlineData(true, 0, 14_925, 12_500)]
    [InlineData(true, 8, 7_634, 6_250)]
    public void As_many_frames_fit_one_second_of_1_Mbit_as_everybody_reckons(bool extended, int length, int unstuffed, int stuffed)
    {
        var frame = Frame(0x123, new byte[length], extended);
        Assert.Equal(unstuffed, Math.Round(1e6 / FrameBits.WithoutStuffing(frame).Total));
        Assert.Equal(stuffed, Math.Round(1e6 / FrameBits.WorstCase(frame).Total));
    }

    [Fact]
    public void Classic_frames_have_47_and_67_bits_with_8_a_byte_and_at_most_55_and_80_with_10_a_byte()
    {
        for (var length = 0; length <= 8; length++)
        {
            Assert.Equal(new(47 + 8 * length, 0), FrameBits.WithoutStuffing(Frame(1, new byte[length], false)));
            Assert.Equal(new(67 + 8 * length, 0), FrameBits.WithoutStuffing(Frame(1, new byte[length], true)));
            Assert.Equal(new(55 + 10 * length, 0), FrameBits.WorstCase(Frame(1, new byte[length], false)));
            Assert.Equal(new(80 + 10 * length, 0), FrameBits.WorstCase(Frame(1, new byte[length], true)));
        }
    }

    // From SOF to the end of the CRC there are 34 zeros, since the CRC of zeros is zero: a stuff bit after each five of them.
    [Fact]
    public void The_stuff_bits_of_a_frame_of_zeros_are_six() =>
        Assert.Equal(new(47 + 6, 0), FrameBits.Exact(CanFrame.Parse("000#")));

    [Fact]
    public void The_exact_bits_of_a_classic_frame_are_those_of_the_frame_written_out_with_its_CRC() =>
        FrameGenerators.WireFrame.Sample(frame =>
        {
            var exact = FrameBits.Exact(frame);
            Assert.Equal(new(BitByBit.LengthOf(frame), 0), exact);
            Assert.InRange(exact.Total, FrameBits.WithoutStuffing(frame).Total, FrameBits.WorstCase(frame).Total);
        });

    [Fact]
    public void The_exact_bits_of_a_CAN_FD_frame_are_those_of_the_frame_written_out_each_at_its_rate()
    {
        var frames = AnyFrame.Make(6_000).Where(frame => frame.Fd)
            .Concat(from length in new[] { 0, 1, 8, 12, 64 }
                    from value in new byte[] { 0, 0xFF, 0x1F, 0xF8, 0x0F }
                    from id in new uint[] { 0, 0x7FF, 0x7C0, 0x1F, 0x1FFF_FFFF, 0x1FFC_0000 }
                    from flags in new[] { FrameFlags.Fd, FrameFlags.Fd | FrameFlags.BitRateSwitch, FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState }
                    select new CanFrame(id, Enumerable.Repeat(value, length).ToArray(), flags));
        foreach (var frame in frames)
        {
            var (header, data, end) = BitByBit.PartsOf(frame);
            var exact = FrameBits.Exact(frame);
            Assert.Equal(frame.BitRateSwitch ? new(header + end, data) : new(header + data + end, 0), exact);
            Assert.InRange(exact.Nominal, FrameBits.WithoutStuffing(frame).Nominal, FrameBits.WorstCase(frame).Nominal);
            Assert.InRange(exact.Total, FrameBits.WithoutStuffing(frame).Total, FrameBits.WorstCase(frame).Total);
        }
    }

    [Theory]
    [InlineData(0, false, 30, 32)]
    [InlineData(8, false, 30, 96)]
    [InlineData(64, false, 30, 549)]
    [InlineData(64, true, 49, 549)]
    public void A_CAN_FD_frame_has_its_data_phase_from_ESI_to_the_CRC(int length, bool extended, int nominal, int data)
    {
        var flags = FrameFlags.Fd | FrameFlags.BitRateSwitch | (extended ? FrameFlags.Extended : 0);
        Assert.Equal(new(nominal, data), FrameBits.WithoutStuffing(new(0x123, new byte[length], flags)));
    }

    [Fact]
    public void An_error_frame_has_no_length_that_is_known() =>
        Assert.Equal(default, FrameBits.Exact(new(0, new byte[8], FrameFlags.Error)));

    private static CanFrame Frame(uint id, byte[] data, bool extended) => new(id, data, extended ? FrameFlags.Extended : 0);
}
