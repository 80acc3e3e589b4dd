namespace Caneth.Diagnostics;

/// <summary>
/// When frames may leave for a gateway that holds a limited number of them and drops the rest without a word: that number at once, and then
/// as fast as the bus takes them. A bus that has had nothing to take does not make up for it, so neither does who was held up.
/// </summary>
/// <param name="framesInFlight">How many may be on their way at once, 1 or more.</param>
/// <param name="bitRate">The bit rate of the bus in bit/s.</param>
internal struct BusPace(int framesInFlight, int bitRate)
{
    private TimeSpan latest;
    private TimeSpan emptyAt;
    private TimeSpan frameTime;

    /// <summary>When the next frame may leave: with the one before, where there is room for both.</summary>
    public readonly TimeSpan Due
    {
        get
        {
            var due = emptyAt - (framesInFlight - 1) * frameTime;
            return due > latest ? due : latest;
        }
    }

    /// <summary>Nothing is on its way any more, since the receiver answered what came last.</summary>
    public void Restart(TimeSpan now) => latest = emptyAt = now;

    /// <summary>A frame leaves. Those of a message are as long as one another, but for the last.</summary>
    public void Count(in CanFrame frame, TimeSpan now)
    {
        frameTime = TimeSpan.FromSeconds(BitTiming.MostBitsOf(frame) / (double)bitRate);
        latest = now;
        emptyAt = (emptyAt > now ? emptyAt : now) + frameTime;
    }
}
