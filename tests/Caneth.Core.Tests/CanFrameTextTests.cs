namespace Caneth.Tests;

/// <summary>A frame as text, as candump writes it.</summary>
public sealed class CanFrameTextTests
{
    private static readonly Gen<CanFrame> FdFrame =
        from extended in Gen.Bool
        from id in extended ? Gen.UInt[0, CanId.MaxExtended] : Gen.UInt[0, CanId.MaxStandard]
        from dlc in Gen.Int[0, DataLengthCode.Max]
        from data in Gen.Byte.Array[DataLengthCode.ToLength(dlc, fd: true)]
        from brs in Gen.Bool
        from esi in Gen.Bool
        select new CanFrame(id, data, FrameFlags.Fd | (extended ? FrameFlags.Extended : 0)
            | (brs ? FrameFlags.BitRateSwitch : 0) | (esi ? FrameFlags.ErrorState : 0));

    private static readonly Gen<CanFrame> ErrorFrame =
        from id in Gen.UInt[0, CanId.MaxExtended]
        from data in Gen.Byte.Array[8]
        select new CanFrame(id, data, FrameFlags.Error);

    [Fact]
    public void Every_frame_comes_back_from_its_text() => Gen.OneOf(FrameGenerators.WireFrame, FdFrame, ErrorFrame).Sample(
        frame => Assert.Equal(frame, CanFrame.Parse(frame.ToString())));

    [Fact]
    public void Time_device_and_direction_come_back_from_it_too() => Gen.Select(Gen.OneOf(FrameGenerators.WireFrame, FdFrame, ErrorFrame),
        Gen.Long[-9_000_000_000_000_000_000, 9_000_000_000_000_000_000], Gen.Int[0, 2].Select(index => index == 0 ? null : index == 1 ? "can0" : "192.168.0.7:20001"), Gen.Bool).Sample((frame, time, device, sent) =>
        {
            var seen = new CanFrame(frame.Id, frame.Data, frame.Dlc, frame.Flags | (sent ? FrameFlags.Transmitted : 0))
            {
                Timestamp = new(time),
                Device = device,
            };
            Assert.Equal(seen, CanFrame.Parse(seen.ToString()));
            Assert.True(seen.HasSameContent(CanFrame.Parse(seen.ToShortString())));
        });

    [Theory]
    [InlineData("(1.0) can0 123#01", 1_000_000_000, "can0", false)]
    [InlineData("(1769867100.123456) vcan0 123#01 T", 1_769_867_100_123_456_000, "vcan0", true)]
    [InlineData("(1769867100.123456789)  can1  00000123#R8 R", 1_769_867_100_123_456_789, "can1", false)]
    [InlineData("(0.5) 123##101", 500_000_000, null, false)]
    public void Lines_of_candump_are_read(string text, long time, string? device, bool sent)
    {
        var frame = CanFrame.Parse(text);
        Assert.Equal((new Timestamp(time), device, sent), (frame.Timestamp, frame.Device, frame.Transmitted));
    }

    [Fact]
    public void The_text_of_two_frames_that_differ_differs()
    {
        var received = new CanFrame(0x123, [1, 0]) { Timestamp = Timestamp.Parse("2026-01-31T13:45:00.123456Z"), Device = "car" };
        Assert.Equal("(1769867100.123456) car 123#0100", received.ToString());
        Assert.Equal("123#0100", received.ToShortString());
        Assert.Equal("123#0100", new CanFrame(0x123, [1, 0]).ToString());
    }

    [Theory]
    [InlineData("123#", 0x123, false, "", 0)]
    [InlineData(" 7ff#DEADbeef ", 0x7FF, false, "DE AD BE EF", 4)]
    [InlineData("00000123#01", 0x123, true, "01", 1)]
    [InlineData("123#01.02.03", 0x123, false, "01 02 03", 3)]
    [InlineData("123#1122334455667788_E", 0x123, false, "11 22 33 44 55 66 77 88", 14)]
    [InlineData("123#R", 0x123, false, "", 0)]
    [InlineData("123#r8", 0x123, false, "", 8)]
    [InlineData("123##3", 0x123, false, "", 0)]
    public void What_candump_writes_is_read(string text, uint id, bool extended, string data, int dlc)
    {
        var frame = CanFrame.Parse(text);
        Assert.Equal((id, extended, data, dlc), (frame.Id, frame.Extended, $"{frame.Data}", frame.Dlc));
        Assert.Equal(text.Contains("#R", StringComparison.OrdinalIgnoreCase), frame.Remote);
        Assert.Equal(text.Contains("##", StringComparison.Ordinal), frame.Fd);
    }

    [Fact]
    public void The_class_of_an_error_frame_has_eight_digits() => Assert.True(CanFrame.Parse("20000080#0000000000000000").Error);

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("#01")]
    [InlineData("12#01")]
    [InlineData("800#01")]
    [InlineData("123#0")]
    [InlineData("123#01.")]
    [InlineData("123#010203040506070809")]
    [InlineData("123#01_9")]
    [InlineData("123#1122334455667788_8")]
    [InlineData("123#R9")]
    [InlineData("123#R0102")]
    [InlineData("123##")]
    [InlineData("123##G")]
    [InlineData("123##0010203040506070809")]
    [InlineData("123#01\u001b")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(CanFrame.TryParse(text, null, out _));
        var refused = Assert.Throws<FormatException>(() => CanFrame.Parse(text));
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }
}
