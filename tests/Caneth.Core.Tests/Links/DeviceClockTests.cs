using Caneth.Links;

namespace Caneth.Tests.Links;

/// <summary>Times of another clock become times of this computer: true distances, never backwards, never after the arrival.</summary>
public sealed class DeviceClockTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;
    private const long Start = 1_769_867_100 * Second;

    // SLCAN and GVRET.
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MicrosecondsOf32Bits = TimeSpan.FromMicroseconds(1L << 32);

    /// <summary>Pauses between frames, of which some are longer than a wrap, and how late each frame arrives.</summary>
    private static readonly Gen<(long Pause, long Delay)[]> Traffic =
        Gen.Select(Gen.Frequency((20, Gen.Long[0, 50]), (2, Gen.Long[0, 20_000]), (1, Gen.Long[60_000, 400_000])), Gen.Long[0, 200]).Array[1, 80];

    [Fact]
    public void What_it_gives_never_runs_backwards_and_is_never_after_the_arrival_whatever_the_other_clock_says() =>
        Gen.Select(Gen.Long[0, 60_000 * Millisecond - 1], Gen.Long[0, 5 * Second]).Array[1, 60].Sample(frames =>
        {
            var clock = new DeviceClock(Minute);
            var (arrival, last) = (Start, long.MinValue);
            foreach (var (reading, later) in frames)
            {
                arrival += later;
                var at = clock.At(reading, new(arrival)).Nanoseconds;
                Assert.InRange(at, last, arrival);
                last = at;
            }
        });

    [Fact]
    public void Frames_are_as_far_apart_as_they_were_on_the_bus_however_late_they_come_and_however_often_the_clock_wraps() =>
        Gen.Select(Gen.Long[0, 59_999], Traffic).Sample((phase, traffic) =>
        {
            // The first frame comes at once, so that from the first on it is known how far apart the two clocks are.
            var clock = new DeviceClock(Minute);
            var (onBus, arrival) = (Start, Start);
            foreach (var (pause, delay) in traffic.Prepend((0L, 0L)))
            {
                onBus += pause * Millisecond;
                arrival = Math.Max(arrival, onBus + delay * Millisecond);
                var reading = (onBus / Millisecond + phase) % 60_000 * Millisecond;
                Assert.InRange(clock.At(reading, new(arrival)).Nanoseconds - onBus, 0, MostDrift(onBus - Start));
            }
        });

    [Fact]
    public void Microseconds_in_32_bits_go_on_after_71_minutes()
    {
        var clock = new DeviceClock(MicrosecondsOf32Bits);
        var wrap = 1L << 32;
        var first = clock.At((wrap - 1000) * 1000, new(Start));
        var second = clock.At(500 * 1000, new(Start + 1_600_000));
        Assert.Equal(1_500_000, second.Nanoseconds - first.Nanoseconds);
    }

    [Fact]
    public void Frames_of_one_segment_get_their_distances_back()
    {
        var clock = new DeviceClock(Minute);
        var arrival = new Timestamp(Start);
        long[] times = [.. new long[] { 0, 10, 20, 35 }.Select(milliseconds => clock.At(milliseconds * Millisecond, arrival).Nanoseconds)];

        // The last of them came at once, for all that is known; a clock that is learned goes forward.
        Assert.Equal(Start, times[^1]);
        arrival = new(Start + 100 * Millisecond);
        times = [.. new long[] { 100, 110, 120, 135 }.Select(milliseconds => clock.At(milliseconds * Millisecond, arrival).Nanoseconds)];
        Assert.Equal([10 * Millisecond, 10 * Millisecond, 15 * Millisecond], times.Zip(times[1..], (one, next) => next - one));
    }

    [Fact]
    public void A_frame_that_was_delayed_has_its_own_time()
    {
        var clock = new DeviceClock(Minute);
        clock.At(0, new(Start));
        Assert.Equal(Start + 10 * Millisecond, clock.At(10 * Millisecond, new(Start + 5 * Second)).Nanoseconds);
    }

    [Theory]
    [InlineData(+100)]
    [InlineData(-100)]
    public void A_clock_that_is_a_little_off_is_followed(int millionths)
    {
        var clock = new DeviceClock(Minute);
        var worst = 0L;
        for (var tenths = 0L; tenths < 36_000; tenths++)
        {
            var onBus = tenths * 100 * Millisecond;
            var reading = (onBus + onBus / 1_000_000 * millionths) % (60 * Second);
            var at = clock.At(reading, new(Start + onBus)).Nanoseconds - Start;
            worst = Math.Max(worst, Math.Abs(at - onBus));
        }

        // An hour at 100 millionths would be 360 ms.
        Assert.InRange(worst, 0, 15 * Millisecond);
    }

    [Fact]
    public void An_adapter_that_was_started_anew_begins_with_its_arrival()
    {
        var clock = new DeviceClock(MicrosecondsOf32Bits);
        clock.At(4000 * Second, new(Start));
        var anew = Start + 2 * Second;
        Assert.Equal(anew, clock.At(0, new(anew)).Nanoseconds);
        Assert.Equal(anew + Second, clock.At(Second, new(anew + Second)).Nanoseconds);
    }

    [Fact]
    public void A_clock_that_stands_still_is_none()
    {
        var clock = new DeviceClock();
        foreach (var second in Enumerable.Range(0, 100))
        {
            var arrival = Start + second * 2 * Second;
            Assert.Equal(arrival, clock.At(12 * Second, new(arrival)).Nanoseconds);
        }
    }

    // By how much the least delay of a minute may grow what is given: 200 millionths of the time.
    private static long MostDrift(long time) => time / 5000 + Millisecond;
}
