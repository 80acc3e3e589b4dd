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
    [InlineData("7E8:7F8", 0x7EF, true)]
    [InlineData("7E8:7F8", 0x7F0, false)]
    [InlineData("0x7E8:0x7F8", 0x7EF, true)]
    [InlineData("7E8~7F8", 0x7EF, false)]
    [InlineData("7E8~7F8", 0x7F0, true)]
    [InlineData("123:7FF", 0x123, true)]
    [InlineData("123:7FF", 123, false)]
    [InlineData("0:0", 0x1FFFFFFF, true)]
    [InlineData("0~0", 0, false)]
    public void Ids_are_selected_by_number_range_or_mask(string filter, int id, bool matches) =>
        Assert.Equal(matches, IdFilter.Parse(filter).Matches((uint)id));

    [Theory]
    [InlineData("")]
    [InlineData("0x200-0x100")]
    [InlineData("0x100-")]
    [InlineData("-0x100")]
    [InlineData("0x100/0xZZ")]
    [InlineData("0x20000000")]
    [InlineData("7E8:")]
    [InlineData(":7F8")]
    [InlineData("7E8~7G8")]
    [InlineData("7E8:7F8:7F8")]
    [InlineData("7E8:7F8FFFFFF")]
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

    [Fact]
    public void Filters_of_candump_select_as_candump_does() => Gen.Select(
        Gen.UInt, Gen.UInt, Gen.Bool, FrameGenerators.WireFrame).Sample((id, mask, inverted, frame) =>
    {
        // As candump.c and the kernel's af_can.c: eight digits make the id an extended one, and of the error bit nothing is compared.
        var filter = IdFilter.Parse($"{id:X8}{(inverted ? '~' : ':')}{mask:X}");
        var wanted = id | 0x8000_0000;
        var seen = frame.Id | (frame.Extended ? 0x8000_0000 : 0) | (frame.Remote ? 0x4000_0000u : 0);
        var compared = mask & ~0x2000_0000u;
        Assert.Equal(((seen & compared) == (wanted & compared)) != inverted, filter.Matches(frame));
        Assert.Equal(filter, IdFilter.Parse(filter.ToString()));
        var chosen = new CanFrame[1];
        Assert.Equal(filter.Matches(frame) ? 1 : 0, new FrameFilter([filter]).CopyMatching([frame], chosen, out _));
    });

    [Fact]
    public void What_is_excluded_is_not_wanted()
    {
        var filter = new FrameFilter([IdFilter.Range(0x100, 0x1FF)]).Except([0x123, IdFilter.Parse("1F0:7F0")]);
        Assert.True(filter.Matches(new(0x100)));
        Assert.False(filter.Matches(new(0x123)));
        Assert.False(filter.Matches(new(0x1F3)));
        Assert.False(filter.Matches(new(0x200)));
        Assert.Equal("0x100-0x1FF except 0x123, 0x1F0/0x7F0", filter.ToString());
        Assert.False(FrameFilter.All.Except([0x123]).MatchesAll);
        Assert.True(FrameFilter.All.Except([]).MatchesAll);
        Assert.False(filter.OnlyExtended().Matches(new(0x123, [], FrameFlags.Extended)));
        Assert.False(FrameFilter.All.Except([0x123]).Except([0x124]).Matches(new(0x123)));
    }

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

    [Fact]
    public void What_selects_nothing_matches_nothing()
    {
        Assert.False(default(IdFilter).Matches(0));
        Assert.False(default(IdFilter).Matches(0x123));
        Assert.Equal("no id", default(IdFilter).ToString());
        Assert.False(new FrameFilter([]).Matches(new(0x123, [1])));
        Assert.False(new FrameFilter([]).MatchesAll);
        Assert.Equal("no id", new FrameFilter([]).ToString());
        Assert.False(new FrameFilter([default]).Matches(new(0, [1])));
        Assert.False(FrameFilter.All.OnlyStandard().OnlyExtended().Matches(new(0x123, [1])));
        Assert.False(FrameFilter.All.OnlyStandard().OnlyExtended().Matches(new(0x123, [1], FrameFlags.Extended)));
        Assert.True(IdFilter.Masked(0x123, 0).Matches(CanId.MaxExtended));
        Assert.True(IdFilter.Range(0, CanId.MaxExtended).Matches(CanId.MaxExtended));
    }

    [Fact]
    public void A_standard_id_is_told_from_the_same_extended_one()
    {
        CanFrame standard = new(0x123, [1]), extended = new(0x123, [1], FrameFlags.Extended);
        var filter = FrameFilter.ForId(0x123);
        Assert.True(filter.OnlyStandard().Matches(standard));
        Assert.False(filter.OnlyStandard().Matches(extended));
        Assert.True(filter.OnlyExtended().Matches(extended));
        Assert.False(filter.OnlyExtended().Matches(standard));
        Assert.False(FrameFilter.All.OnlyExtended().MatchesAll);
        Assert.Equal("0x123 extended", filter.OnlyExtended().ToString());
    }

    [Fact]
    public void A_filter_takes_conditions_and_each_narrows_it()
    {
        var filter = FrameFilter.All.Where((in frame) => frame.Dlc > 1).OnlyExtended().Where((in frame) => frame.Data[0] == 7);
        Assert.True(filter.Matches(new(1, [7, 0], FrameFlags.Extended)));
        Assert.False(filter.Matches(new(1, [7], FrameFlags.Extended)));
        Assert.False(filter.Matches(new(1, [8, 0], FrameFlags.Extended)));
        Assert.False(filter.Matches(new(1, [7, 0])));
        Assert.Equal("any id extended on a condition", filter.ToString());
    }

    [Fact]
    public void Frames_that_are_chosen_in_bulk_are_those_that_match_one_by_one() =>
        Gen.Select(FrameGenerators.WireFrame.Array[0, 40], Gen.Int[0, 7]).Sample((frames, kind) =>
        {
            var filter = kind switch
            {
                0 => FrameFilter.All,
                1 => new FrameFilter([]),
                2 => new FrameFilter([IdFilter.Range(0, 0x3FF)]),
                3 => new FrameFilter([IdFilter.Range(0, 0x3FF)]).OnlyStandard(),
                4 => FrameFilter.All.Where((in frame) => frame.Dlc % 2 == 0),
                6 => FrameFilter.All.Except([IdFilter.Range(0, 0x3FF)]),
                7 => new FrameFilter([IdFilter.Parse("100~700")]),
                _ => new FrameFilter([IdFilter.Masked(1, 1), 0x100]).OnlyExtended(),
            };
            var chosen = new CanFrame[frames.Length];
            var count = filter.CopyMatching(frames, chosen, out var examined);
            Assert.Equal(frames.Length, examined);
            Assert.Equal([.. frames.Where(frame => filter.Matches(frame))], chosen[..count]);
            Assert.Equal(count, filter.CountMatching(frames));
        });
}
