namespace Caneth.Tests;

public class TimestampTests
{
    [Fact]
    public void What_is_written_is_read_again_without_loss() =>
        Gen.Long[-9_000_000_000_000_000_000, 9_000_000_000_000_000_000].Sample(nanoseconds =>
        {
            var time = new Timestamp(nanoseconds);
            Assert.Equal(time, Timestamp.Parse(time.ToString(), null));
        });

    [Theory]
    [InlineData(0L, "1970-01-01T00:00:00.000000Z")]
    [InlineData(1_769_867_100_123_456_000L, "2026-01-31T13:45:00.123456Z")]
    [InlineData(1_769_867_100_123_456_789L, "2026-01-31T13:45:00.123456789Z")]
    [InlineData(-1L, "1969-12-31T23:59:59.999999999Z")]
    public void It_is_written_as_ISO_8601_with_all_its_digits(long nanoseconds, string text) =>
        Assert.Equal(text, new Timestamp(nanoseconds).ToString());

    [Fact]
    public void Times_with_an_offset_and_without_are_read()
    {
        Assert.Equal(Timestamp.Parse("2026-01-31T13:45:00.123456789Z", null), Timestamp.Parse("2026-01-31T15:45:00.123456789+02:00", null));
        Assert.Equal(Timestamp.Parse("2026-01-31T13:45:00Z", null), Timestamp.Parse("2026-01-31 13:45", null));
        Assert.Contains("'soon'", Assert.Throws<FormatException>(() => Timestamp.Parse("soon", null)).Message);
        Assert.False(Timestamp.TryParse(null, null, out _));
    }

    [Fact]
    public void A_date_beyond_its_years_is_refused_and_not_another_date()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Timestamp.FromDateTime(DateTime.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timestamp.FromDateTime(DateTime.MinValue));
        Assert.False(Timestamp.TryParse("0001-01-01T00:00:00Z", null, out _));
        Assert.Equal(2262, Timestamp.Parse("2262-01-01T00:00:00Z", null).ToDateTime().Year);
    }

    [Fact]
    public void It_counts_like_time() => Gen.Select(Gen.Long[0, 4_000_000_000_000_000_000], Gen.Long[0, 1_000_000_000_000]).Sample((start, ticks) =>
    {
        var (earlier, time) = (new Timestamp(start), TimeSpan.FromTicks(ticks));
        var later = earlier + time;
        Assert.Equal(time, later - earlier);
        Assert.Equal(earlier, later - time);
        Assert.Equal(ticks > 0, earlier < later);
        Assert.Equal(Math.Sign(ticks), later.CompareTo(earlier));
    });

    [Fact]
    public void It_is_counted_on_as_a_DateTime_is() => Gen.Select(Gen.Long[0, 3_000_000_000_000], Gen.Double[-100_000, 100_000]).Sample((microseconds, value) =>
    {
        var time = new Timestamp(microseconds * 1000);
        var date = time.ToDateTime();
        Assert.Equal(date.AddDays(value / 1000), time.AddDays(value / 1000).ToDateTime(), TimeSpan.FromMicroseconds(1));
        Assert.Equal(date.AddHours(value), time.AddHours(value).ToDateTime(), TimeSpan.FromMicroseconds(1));
        Assert.Equal(date.AddMinutes(value), time.AddMinutes(value).ToDateTime(), TimeSpan.FromMicroseconds(1));
        Assert.Equal(date.AddSeconds(value), time.AddSeconds(value).ToDateTime(), TimeSpan.FromMicroseconds(1));
        Assert.Equal(date.AddMilliseconds(value), time.AddMilliseconds(value).ToDateTime(), TimeSpan.FromMicroseconds(1));
        Assert.Equal(date.AddMicroseconds(value), time.AddMicroseconds(value).ToDateTime(), TimeSpan.FromMicroseconds(1));
        Assert.Equal(date.ToString("yyyy-MM-dd HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture), time.ToString("yyyy-MM-dd HH:mm:ss.fff"));
        Assert.Equal(new DateTimeOffset(date), (DateTimeOffset)time);
        Assert.Equal(time, time.Add(TimeSpan.FromSeconds(1)).Subtract(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(1), time.AddSeconds(1).Subtract(time));
    });

    [Fact]
    public void Dates_of_every_kind_are_the_moment_they_say()
    {
        var utc = new DateTime(2026, 1, 31, 13, 45, 0, DateTimeKind.Utc);
        Assert.Equal((Timestamp)utc, utc.ToLocalTime());
        Assert.Equal((Timestamp)utc, new DateTimeOffset(utc).ToOffset(TimeSpan.FromHours(5)));
        Assert.Equal(utc, ((Timestamp)utc).ToDateTime());
        Assert.Equal(1_769_867_100.0, ((Timestamp)utc).Seconds);
    }
}
