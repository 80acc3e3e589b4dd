namespace Caneth.Flow;

/// <summary>
/// Waits until moments that count from one beginning, more exactly than timers do: it sleeps until shortly before, and watches
/// the clock for the rest. For one thread.
/// </summary>
internal sealed class DeadlineClock(TimeProvider time)
{
    // How much longer than asked a sleep takes depends on the system: a tenth of a millisecond here, 15 ms there. It is learned.
    private static readonly TimeSpan LeastReserve = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan MostReserve = TimeSpan.FromMilliseconds(20);
    private const double Forget = 0.99;

    private readonly long begin = time.GetTimestamp();
    private TimeSpan reserve = TimeSpan.FromMilliseconds(1.5);

    /// <summary>How long it is since the beginning.</summary>
    public TimeSpan Now => time.GetElapsedTime(begin);

    /// <summary>A moment as a timestamp of the clock.</summary>
    /// <param name="moment">The moment, counted from the beginning.</param>
    public long TimestampAt(TimeSpan moment) =>
        begin + (long)(moment.Ticks * (time.TimestampFrequency / (double)TimeSpan.TicksPerSecond));

    /// <summary>Waits until a time; returns at once where it is past.</summary>
    /// <param name="due">The moment, counted from the beginning.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public void WaitUntil(TimeSpan due, CancellationToken cancellationToken)
    {
        for (var rest = due - Now; rest > TimeSpan.Zero; rest = due - Now)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asleep = Math.Floor((rest - reserve).TotalMilliseconds);
            if (asleep >= 1)
            {
                Sleep(TimeSpan.FromMilliseconds(Math.Min(asleep, int.MaxValue)), cancellationToken);
            }
            else
            {
                // Lets others have the processor who want it, and comes back at once where nobody does.
                _ = Thread.Yield();
            }
        }
    }

    private void Sleep(TimeSpan wanted, CancellationToken cancellationToken)
    {
        var before = Now;
        if (cancellationToken.WaitHandle.WaitOne(wanted))
        {
            throw new OperationCanceledException(cancellationToken);
        }

        // A single long one, because the computer was busy, must not make it watch the clock from then on.
        var over = Now - before - wanted;
        reserve = Longer(Longer(over + LeastReserve, reserve * Forget), LeastReserve);
        reserve = reserve < MostReserve ? reserve : MostReserve;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
