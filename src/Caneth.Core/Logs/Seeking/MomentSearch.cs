namespace Caneth.Logs.Seeking;

/// <summary>
/// Finds a place of a log before which nothing lies that a moment or what follows it needs: the last one that is found where many
/// frames are from before the moment, by more than any disorder. So no frame is missed where none is more than that much
/// earlier than one before it; of greater disorder, what the looks along the way see of it ends the search.
/// </summary>
internal sealed class MomentSearch
{
    // How many parts of what is left a round looks at.
    private const int Parts = 16;

    // What is shorter is read rather than searched.
    private const long Nearby = 64 * 1024;

    // What a look may read: enough for a thousand frames of any format.
    private const int WindowLength = 1024 * 1024;

    // A single frame that is out of place, or a few, says nothing about those around it.
    private const int FramesToBelieve = 1000;

    // How far frames of several devices, or of one whose clock was corrected a little, may be out of order.
    private static readonly Int128 MostDisorder = 5_000_000_000;

    private readonly ISeekableLog log;
    private readonly Timestamp moment;
    private readonly CanFrame[] frames = new CanFrame[FramesToBelieve];
    private Timestamp latest = new(long.MinValue);

    private MomentSearch(ISeekableLog log, Timestamp moment)
    {
        this.log = log;
        this.moment = moment;
    }

    private enum Sight
    {
        /// <summary>All is from before the moment.</summary>
        Before,

        /// <summary>Something may be from after the moment, or there is too little to decide.</summary>
        NotBefore,

        /// <summary>Times are not in order.</summary>
        Disorder,
    }

    /// <summary>Searches the part of a log that has not been read yet. The input stays where it is.</summary>
    /// <param name="format">How to read it.</param>
    /// <param name="input">The file, after its header and first frames.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="moment">The moment.</param>
    /// <returns>Where reading can go on; null where it must go on where it is.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static long? Find(LogFormat format, LogInput input, LogReadOptions options, Timestamp moment)
    {
        if (!input.CanSeek || input.BytesTotal is not { } end || end - input.Place <= Nearby)
        {
            return null;
        }

        var start = input.Place;
        try
        {
            using var log = format.Open(input.Look(WindowLength), options with { OnMalformed = null });
            return log is ISeekableLog seekable ? new MomentSearch(seekable, moment).Find(start, end) : null;
        }
        catch (InvalidDataException)
        {
            // It is reported when reading comes there.
            return null;
        }
        finally
        {
            input.GoTo(start);
        }
    }

    private long? Find(long start, long end)
    {
        // At the beginning the reader comes to know the header.
        long? found = null;
        var sight = Look();
        while (sight == Sight.Before && end - start > Nearby)
        {
            var step = (end - start) / Parts;
            for (var place = start + step; place < end; place += step)
            {
                var line = log.GoTo(place);
                sight = line is null || line >= end ? Sight.NotBefore : Look();
                if (sight != Sight.Before)
                {
                    end = place;
                    break;
                }

                found = start = line!.Value;
            }

            sight = sight == Sight.NotBefore ? Sight.Before : sight;
        }

        return sight == Sight.Disorder ? null : found;
    }

    /// <summary>Reads the frames that come next.</summary>
    private Sight Look()
    {
        var count = 0;
        while (count < frames.Length && log.Read(frames.AsSpan(count)) is var read and > 0)
        {
            count += read;
        }

        var last = latest;
        foreach (ref readonly var frame in frames.AsSpan(0, count))
        {
            if ((Int128)last.Nanoseconds - frame.Timestamp.Nanoseconds > MostDisorder)
            {
                return Sight.Disorder;
            }

            last = frame.Timestamp > last ? frame.Timestamp : last;
        }

        if (count < frames.Length || (Int128)moment.Nanoseconds - last.Nanoseconds <= MostDisorder)
        {
            return Sight.NotBefore;
        }

        // The next look may begin among these frames, but after the first of them.
        latest = frames[0].Timestamp > latest ? frames[0].Timestamp : latest;
        return Sight.Before;
    }
}
