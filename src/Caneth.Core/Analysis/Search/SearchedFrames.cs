using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>The frames that a search looks at, by the stream that they belong to, with what became of their bits.</summary>
/// <param name="databases">The databases that know some of the messages.</param>
internal sealed class SearchedFrames(DatabaseSet databases)
{
    private readonly Dictionary<FrameStream, FrameSeries> streams = [];

    /// <summary>What became of their bits.</summary>
    public CaptureHistory History { get; } = new(databases);

    /// <summary>The frames of each stream.</summary>
    public IReadOnlyDictionary<FrameStream, FrameSeries> Streams => streams;

    /// <summary>How many frames there are: those with data.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The frame; those of one id come in the order of their times.</param>
    /// <returns>Whether it is looked at: it has data, and its id is not one too many.</returns>
    public bool Add(in CanFrame frame)
    {
        if (frame.Length == 0 || !History.Add(frame))
        {
            return false;
        }

        var key = new FrameStream(frame);
        if (!streams.TryGetValue(key, out var series))
        {
            streams[key] = series = new();
        }

        Count++;
        series.Add(frame);
        return true;
    }
}
