namespace Caneth.Tests;

public class CanIdTests
{
    [Theory]
    [InlineData("0x1A3", 0x1A3)]
    [InlineData("0X1a3", 0x1A3)]
    [InlineData("1A3", 0x1A3)]
    [InlineData("291", 291)]
    [InlineData("00000123", 0x123)]
    [InlineData("0", 0)]
    [InlineData(" 7FF ", 0x7FF)]
    [InlineData("0x1FFFFFFF", 0x1FFFFFFF)]
    public void Ids_are_read_as_people_write_them(string text, int id)
    {
        Assert.Equal((uint)id, CanId.Parse(text));
        Assert.True(CanId.TryParse(text, out var read));
        Assert.Equal((uint)id, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0xZZ")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1 2")]
    [InlineData("1.5")]
    public void What_is_no_id_is_refused_with_the_forms(string text)
    {
        var error = Assert.Throws<FormatException>(() => CanId.Parse(text));
        Assert.Contains($"'{text}'", error.Message);
        Assert.Contains("0x1A3", error.Message);
        Assert.False(CanId.TryParse(text, out _));
    }

    [Theory]
    [InlineData("0x20000000")]
    [InlineData("99999999999")]
    public void An_id_beyond_29_bits_is_refused_with_the_limit(string text) =>
        Assert.Contains("0x1FFFFFFF", Assert.Throws<ArgumentOutOfRangeException>(() => CanId.Parse(text)).Message);

    [Fact]
    public void What_is_written_is_read_again() => Gen.Select(Gen.UInt[0, CanId.MaxExtended], Gen.Bool)
        .Sample((id, extended) => Assert.Equal(id, CanId.Parse("0x" + CanId.Format(id, extended))));

    [Theory]
    [InlineData(0x123, false, "123")]
    [InlineData(0x1, false, "001")]
    [InlineData(0x123, true, "00000123")]
    [InlineData(0x12345, false, "00012345")]
    public void Ids_are_written_in_the_fields_way(int id, bool extended, string text) => Assert.Equal(text, CanId.Format((uint)id, extended));
}
