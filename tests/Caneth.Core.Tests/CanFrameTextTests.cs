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

    [Fact]
    public void Every_frame_comes_back_from_its_text() => Gen.OneOf(FrameGenerators.WireFrame, FdFrame).Sample(
        frame => Assert.Equal(frame, CanFrame.Parse(frame.ToString())));

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
    [InlineData("(1.0) can0 123#01")]
    [InlineData("123#01\u001b")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(CanFrame.TryParse(text, null, out _));
        var refused = Assert.Throws<FormatException>(() => CanFrame.Parse(text));
        Assert.DoesNotContain(refused.Message, char.IsControl);
    }
}
