using System.Diagnostics;

namespace Caneth.Bench;

/// <summary>
/// What one reader has seen of several senders whose frames count from 0 on: what is lost, comes twice or in another order is seen, and how long each took.
/// One thread notes.
/// </summary>
/// <param name="sent">When each frame of each sender was sent, by the sender and its number.</param>
internal sealed class Arrivals(long[][] sent)
{
    private readonly long[] counts = new long[sent.Length];
    private readonly long[] next = new long[sent.Length];
    private readonly List<double> delays = new(sent.Sum(times => times.Length));

    /// <summary>How many frames of a sender came.</summary>
    public long this[int sender] => Volatile.Read(ref counts[sender]);

    /// <summary>Frames that came before one of a lower number, or again.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>How long frames took, in milliseconds, in the order of their coming.</summary>
    public IEnumerable<double> Delays => delays;

    /// <summary>Frames of some senders that did not come.</summary>
    public long MissedOf(IEnumerable<int> senders) => senders.Sum(sender => sent[sender].Length - this[sender]);

    /// <summary>Notes a frame.</summary>
    /// <param name="sender">Who has sent it.</param>
    /// <param name="number">Its number.</param>
    /// <param name="now">The time.</param>
    public void Note(int sender, long number, long now)
    {
        if (number < next[sender])
        {
            OutOfOrder++;
        }

        next[sender] = number + 1;
        delays.Add(Stopwatch.GetElapsedTime(sent[sender][number], now).TotalMilliseconds);
        Volatile.Write(ref counts[sender], counts[sender] + 1);
    }
}
