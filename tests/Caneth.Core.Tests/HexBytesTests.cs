namespace Caneth.Tests;

public class HexBytesTests
{
    [Theory]
    [InlineData("12 34 56")]
    [InlineData("0x12,0x34,0x56")]
    [InlineData("12-34-56")]
    [InlineData("12:34:56")]
    [InlineData("123456")]
    [InlineData("0x123456")]
    [InlineData(" 12;34_56\t")]
    public void Bytes_are_read_as_people_write_them(string text) => Assert.Equal([0x12, 0x34, 0x56], HexBytes.Parse(text));

    [Fact]
    public void Single_digits_are_bytes_and_nothing_is_no_bytes()
    {
        Assert.Equal([1, 2, 0xF], HexBytes.Parse("1 2 f"));
        Assert.Empty(HexBytes.Parse(""));
        Assert.Empty(HexBytes.Parse(" , "));
    }

    [Theory]
    [InlineData("0xZZ")]
    [InlineData("123")]
    [InlineData("12 3 456")]
    [InlineData("0x")]
    [InlineData("??")]
    [InlineData("1g")]
    public void What_are_no_bytes_is_refused_with_the_forms(string text)
    {
        var error = Assert.Throws<FormatException>(() => HexBytes.Parse(text));
        Assert.Contains($"'{text}'", error.Message);
        Assert.Contains("12-34-56", error.Message);
    }

    [Fact]
    public void What_is_written_is_read_again() => Gen.Byte.Array[0, 64].Sample(bytes =>
    {
        Assert.Equal(bytes, HexBytes.Parse(HexBytes.Format(bytes)));
        Assert.Equal(bytes, HexBytes.Parse(Convert.ToHexString(bytes)));
    });

    [Theory]
    [InlineData("255", 255)]
    [InlineData("0xFF", 255)]
    [InlineData("FF", 255)]
    [InlineData("0", 0)]
    public void One_byte_is_read_as_a_number(string text, int value)
    {
        Assert.True(HexBytes.TryParseByte(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("256")]
    [InlineData("0x100")]
    [InlineData("")]
    [InlineData("-1")]
    public void What_is_no_byte_is_none(string text) => Assert.False(HexBytes.TryParseByte(text, out _));
}
