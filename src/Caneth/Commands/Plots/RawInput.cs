using Caneth.Plotting;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Takes frames as they are: their bytes, or how often they come.</summary>
/// <param name="filter">Which frames.</param>
/// <param name="collector">Makes the series.</param>
/// <param name="add">Hands it a frame, and says how many values that had.</param>
/// <param name="words">What is looked for, in words.</param>
internal sealed class RawInput(FrameFilter filter, SeriesCollector collector, RawInput.Adding add, string words) : ISeriesInput
{
    public delegate int Adding(in CanFrame frame);

    public SeriesCollector Collector => collector;

    public string Words => $"{words} of {filter}";

    /// <summary>The bytes of frames.</summary>
    /// <param name="filter">Which frames.</param>
    /// <param name="bytes">Which bytes; null for all.</param>
    public static RawInput Bytes(FrameFilter filter, int[]? bytes)
    {
        var collector = new ByteCollector(bytes);
        return new(filter, collector, collector.Add, "byte");
    }

    /// <summary>How often frames come.</summary>
    /// <param name="filter">Which frames.</param>
    /// <param name="every">The interval in which they are counted.</param>
    /// <param name="eachId">Whether each id has a rate of its own.</param>
    public static RawInput Rates(FrameFilter filter, TimeSpan every, bool eachId)
    {
        var collector = new RateCollector(every, eachId);
        return new(filter, collector, collector.Add, "frame");
    }

    public void Check(IReadOnlyList<CanSession> sessions)
    {
        // Any device may have any frame.
    }

    public FrameFilter FilterFor(CanSession session) => filter;

    public bool Take(in CanFrame frame) => filter.Matches(frame) && add(frame) > 0;

    public bool Take(CanMessage message) => Take(message.Frame);

    public bool Take(CanSignalValue value) => false;

    public void TellLosses()
    {
        // What is not selected is not lost.
    }
}
