using Caneth.Statistics;

namespace Caneth.Tests.Statistics;

/// <summary>How busy frames make a bus.</summary>
public class BusLoadTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-31T13:45:00Z");

    // Ten messages of 8 bytes every 10 ms and two extended ones of 2 bytes every 100 ms, for a second, at 500 kbit/s:
    // 1,000 x 111 + 20 x 83 = 112,660 bits without stuffing, 1,000 x 135 + 20 x 100 = 137,000 in the worst case.
    [Fact]
    public void The_load_of_a_known_mix_is_that_worked_out_by_hand_to_the_bit()
    {
        var load = new BusLoad(500_000);
        for (var turn = 0; turn < 1_000; turn++)
        {
            load.Add(new CanFrame(0x100u + (uint)turn % 10, new byte[8]) with { Timestamp = Start.AddMilliseconds(turn / 10 * 10) });
        }

        for (var turn = 0; turn < 20; turn++)
        {
            load.Add(new CanFrame(0x18FF_0000u + (uint)turn % 2, new byte[2]) with { Timestamp = Start.AddMilliseconds(turn / 2 * 100) });
        }

        Assert.Equal(new(112_660, 0), load.BitsWithoutStuffing);
        Assert.Equal(new(137_000, 0), load.BitsWorstCase);
        Assert.InRange(load.Bits.Total, 112_660, 137_000);
        Assert.Equal(22.532, load.PercentOf(load.BitsWithoutStuffing, 1)!.Value, 9);
        Assert.Equal(27.4, load.PercentOf(load.BitsWorstCase, 1)!.Value, 9);
    }

    [Fact]
    public void The_bits_of_a_data_phase_take_the_time_of_its_rate()
    {
        var load = new BusLoad(500_000, 2_000_000);
        var bits = load.Add(new CanFrame(0x123, new byte[64], FrameFlags.Fd | FrameFlags.BitRateSwitch));
        Assert.Equal(bits.Nominal / 5e5 + bits.Data / 2e6, load.SecondsOf(bits), 12);
        Assert.Equal(bits.Total / 5e5, new BusLoad(500_000).SecondsOf(bits), 12);
    }

    [Fact]
    public void The_peak_is_the_busiest_tenth_of_a_second_of_the_clock()
    {
        var load = new BusLoad(100_000);
        Assert.Null(load.PeakTime);
        Add(99, 1);
        Add(100, 3);
        Add(199.9, 1);
        Add(200, 2);
        Assert.Equal(4 * 53 / 10_000.0 * 100, load.Peak, 9);
        Assert.Equal(Start.AddMilliseconds(100), load.PeakTime);
        Add(250, 9);
        Assert.Equal(Start.AddMilliseconds(200), load.PeakTime);

        void Add(double milliseconds, int count)
        {
            for (; count > 0; count--)
            {
                load.Add(new CanFrame(0) with { Timestamp = Start.AddMilliseconds(milliseconds) });
            }
        }
    }

    [Fact]
    public void A_tenth_of_a_second_before_1970_is_one_too()
    {
        var load = new BusLoad(100_000);
        load.Add(new CanFrame(0) with { Timestamp = new(-1) });
        load.Add(new CanFrame(0) with { Timestamp = new(1) });
        Assert.Equal(53 / 10_000.0 * 100, load.Peak, 9);
        Assert.Equal(new Timestamp(-100_000_000), load.PeakTime);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-500_000)]
    [InlineData(100_000_001)]
    public void A_bit_rate_that_no_bus_has_is_refused(int rate)
    {
        Assert.Contains("1 to 100000000 bits a second", Assert.Throws<ArgumentOutOfRangeException>(() => new BusLoad(rate)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BusLoad(500_000, rate));
    }
}
