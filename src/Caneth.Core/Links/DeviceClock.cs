namespace Caneth.Links;

/// <summary>
/// Brings the times of a clock elsewhere, that of an adapter or of another computer, to the time of this one: frames that arrived together
/// get their true distances back. What it gives never runs backwards, and is never later than the arrival. For one connection; used by one
/// thread at a time.
/// </summary>
/// <remarks>
/// A frame arrives later than it was on the bus, never earlier. So the frame that arrived with the least delay says best how far apart the
/// two clocks are: the least distance of the last minute counts. Where that grows, because the other clock is slow, it is followed by no more
/// than clocks differ; where a frame arrives sooner than any before, at once.
/// </remarks>
/// <param name="wrap">After how long the other clock begins at zero again; null where it does not.</param>
internal sealed class DeviceClock(TimeSpan? wrap = null)
{
    private const long Second = 1_000_000_000;
    private const int Buckets = 6;
    private const long BucketLength = 10 * Second;

    // Crystals are within 100 parts in a million, and there are two.
    private const double MaxDrift = 200e-6;

    // A clock that is further behind is not a slow one.
    private const long MaxLag = Second;

    // Frames may be put in order a little late; a clock that goes back further was set.
    private const long MaxStepBack = Second / 10;

    private readonly long wrapLength = (wrap ?? TimeSpan.Zero).Ticks * TimeSpan.NanosecondsPerTick;
    private readonly long[] least = new long[Buckets];
    private readonly long[] bucketNumbers = new long[Buckets];
    private bool hasBegun;
    private long lastReading;
    private long unwrapped;
    private long lastReceived;
    private long distance;
    private long lastGiven = long.MinValue;

    /// <summary>When a frame was on the bus, by the clock of this computer.</summary>
    /// <param name="reading">What the other clock said, in nanoseconds; below the wrap where there is one.</param>
    /// <param name="received">When the frame arrived; never earlier than the one before.</param>
    public Timestamp At(long reading, Timestamp received)
    {
        var arrival = received.Nanoseconds;
        if (!hasBegun || !Advance(reading, arrival))
        {
            Begin(reading, arrival);
        }

        lastReading = reading;
        Note(arrival - unwrapped, arrival);
        lastReceived = arrival;
        lastGiven = Math.Max(lastGiven, unwrapped + distance);
        return new(lastGiven);
    }

    private void Begin(long reading, long arrival)
    {
        hasBegun = true;
        unwrapped = reading;
        distance = arrival - reading;
        Array.Fill(least, long.MaxValue);
    }

    /// <summary>Goes on to a reading: the clock of this computer says how often the other one wrapped.</summary>
    /// <returns>False where the other clock was set, or stands still.</returns>
    private bool Advance(long reading, long arrival)
    {
        var elapsed = arrival - lastReceived;
        var step = reading - lastReading;
        if (wrapLength > 0)
        {
            step += wrapLength * (long)Math.Round((elapsed - step) / (double)wrapLength);
        }

        unwrapped += step;
        return step >= -MaxStepBack && (step != 0 || elapsed <= MaxLag);
    }

    /// <summary>Notes how far apart the two clocks seem to be by one frame.</summary>
    private void Note(long seen, long arrival)
    {
        var number = arrival / BucketLength;
        var place = (int)((ulong)number % Buckets);
        if (bucketNumbers[place] != number || least[place] > seen)
        {
            least[place] = seen;
            bucketNumbers[place] = number;
        }

        var leastOfAll = long.MaxValue;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            if (least[bucket] < leastOfAll && number - bucketNumbers[bucket] < Buckets)
            {
                leastOfAll = least[bucket];
            }
        }

        var growth = leastOfAll - distance;
        distance += growth > MaxLag ? growth : Math.Min(growth, (long)(Math.Max(0, arrival - lastReceived) * MaxDrift));
    }
}
