namespace Caneth.Tests;

/// <summary>Id filters, data patterns, and both together.</summary>
public class FrameFilterTests
{
    [Theory]
    [InlineData("0x123", 0x123, true)]
    [InlineData("0x123", 0x124, false)]
    [InlineData("0x100-0x1FF", 0x100, true)]
    [InlineData("0x100-0x1FF", 0x1FF, true)]
    [InlineData("0x100-0x1FF", 0x200, false)]
    [InlineData("0x100-0x1FF", 0xFF, false)]
    [InlineData("0x7E8/0x7F8", 0x7EF, true)]
    [InlineData("0x7E8/0x7F8", 0x7F0, false)]
    [InlineData("0-0x1FFFFFFF", 0x1FFFFFFF, true)]
    public void Ids_are_selected_by_number_range_or_mask(string filter, int id, bool matches) =>
        Assert.Equal(matches, IdFilter.Parse(filter).Matches((uint)id));

    [Theory]
    [InlineData("")]
    [InlineData("0x200-0x100")]
    [InlineData("0x100-")]
    [InlineData("-0x100")]
    [InlineData("0x100/0xZZ")]
    [InlineData("0x20000000")]
    public void What_is_no_id_filter_is_refused_with_the_forms(string text)
    {
        var error = Assert.Throws<FormatException>(() => IdFilter.Parse(text));
        Assert.Contains($"'{text}'", error.Message);
        Assert.Contains("0x7E8/0x7F8", error.Message);
    }

    [Fact]
    public void A_range_selects_what_lies_in_it() => Gen.Select(Gen.UInt[0, CanId.MaxExtended], Gen.UInt[0, CanId.MaxExtended], Gen.UInt[0, CanId.MaxExtended])
        .Sample((one, other, id) =>
        {
            var (first, last) = (Math.Min(one, other), Math.Max(one, other));
            var filter = IdFilter.Range(first, last);
            Assert.Equal(id >= first && id <= last, filter.Matches(id));
            Assert.Equal(filter, IdFilter.Parse(filter.ToString()));
            var masked = IdFilter.Masked(one, other);
            Assert.Equal((id & other) == (one & other), masked.Matches(id));
            Assert.Equal(masked, IdFilter.Parse(masked.ToString()));
        });

    [Theory]
    [InlineData("04 41 ?? ??", "04 41 0C 1A", true)]
    [InlineData("04 41 ?? ??", "04 41 0C 1A FF", true)]
    [InlineData("04 41 ?? ??", "04 41 0C", false)]
    [InlineData("04 41", "04 42", false)]
    [InlineData("", "", true)]
    [InlineData("??", "", false)]
    [InlineData("0441????", "04 41 00 00", true)]
    public void Data_matches_by_its_beginning(string pattern, string data, bool matches) =>
        Assert.Equal(matches, DataPattern.Parse(pattern).Matches(new CanFrame(1, HexBytes.Parse(data))));

    [Fact]
    public void Long_data_of_CAN_FD_matches_too()
    {
        var frame = new CanFrame(1, [.. Enumerable.Range(0, 64).Select(value => (byte)value)], FrameFlags.Fd);
        Assert.True(DataPattern.Parse("00 01 ?? 03 04 05 06 07 08 09").Matches(frame));
        Assert.False(DataPattern.Parse("00 01 ?? 03 04 05 06 07 08 0A").Matches(frame));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataPattern.Parse(string.Join(' ', Enumerable.Repeat("??", 65))));
    }

    [Fact]
    public void A_pattern_agrees_with_looking_byte_by_byte() =>
        Gen.Select(Gen.Byte[0, 3].Array[0, 8], Gen.Byte[0, 4].Array[0, 9]).Sample((data, wanted) =>
        {
            byte?[] bytes = [.. wanted.Select(value => value == 4 ? (byte?)null : value)];
            var pattern = new DataPattern(bytes);
            var expected = data.Length >= bytes.Length && bytes.Zip(data).All(pair => pair.First is null || pair.First == pair.Second);
            Assert.Equal(expected, pattern.Matches(new CanFrame(1, data)));
            Assert.Equal(pattern.ToString(), DataPattern.Parse(pattern.ToString()).ToString());
        });

    [Fact]
    public void Ids_and_data_must_both_match_and_none_means_any()
    {
        var filter = new FrameFilter([0x123, IdFilter.Range(0x200, 0x2FF)], DataPattern.Parse("01"));
        Assert.True(filter.Matches(new(0x123, [1, 2])));
        Assert.True(filter.Matches(new(0x2FF, [1])));
        Assert.False(filter.Matches(new(0x123, [2])));
        Assert.False(filter.Matches(new(0x124, [1])));
        Assert.False(filter.MatchesAll);
        Assert.Equal("0x123, 0x200-0x2FF with data 01", filter.ToString());
        Assert.True(FrameFilter.All.MatchesAll);
        Assert.True(FrameFilter.All.Matches(CanFrame.CreateRemote(1)));
        Assert.True(FrameFilter.ForId(0x123).Matches(new(0x123, [], FrameFlags.Extended)));
    }
}
