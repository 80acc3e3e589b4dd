using Caneth.Flow;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// Lets one waiter go on when a time is over: never early, and late by a tenth of a millisecond, where timers are late by four and now and
/// then early. What the waiter does next it does on this thread, which begins with the first wait and ends with its owner.
/// </summary>
/// <param name="time">The clock; the thread is for that of the system, and another one has timers of its own.</param>
internal sealed class PacingThread(TimeProvider time) : IDisposable
{
    // An end and a cancellation are seen this late at most, since a precise sleep cannot be woken.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly ManualResetEventSlim work = new();
    private Wait? next;
    private Thread? thread;
    private volatile bool isOver;

    /// <summary>Waits. One at a time.</summary>
    /// <param name="rest">How long; nothing is waited for where it is not above 0.</param>
    /// <param name="cancellationToken">Ends the wait, as the end of the thread does; whoever waits looks at it.</param>
    public Task WaitAsync(TimeSpan rest, CancellationToken cancellationToken)
    {
        if (rest <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        if (time != TimeProvider.System)
        {
            return Task.Delay(rest, time, cancellationToken);
        }

        lock (gate)
        {
            if (isOver)
            {
                return Task.CompletedTask;
            }

            next = new(time.GetTimestamp(), rest, cancellationToken);
            if (thread is null)
            {
                thread = new(Run) { IsBackground = true, Name = "Caneth ISO-TP pacing", Priority = ThreadPriority.AboveNormal };
                thread.Start();
            }

            work.Set();
            return next.Task;
        }
    }

    /// <summary>Ends the thread; whoever waits goes on at once.</summary>
    public void Dispose()
    {
        isOver = true;
        work.Set();
    }

    private void Run()
    {
        using var sleep = new PreciseSleep();
        while (!isOver)
        {
            work.Wait();
            work.Reset();
            Take()?.GoOnWhenOver(this, sleep);
        }

        Take()?.GoOnWhenOver(this, sleep);
    }

    private Wait? Take()
    {
        lock (gate)
        {
            var wait = next;
            next = null;
            return wait;
        }
    }

    /// <summary>One wait; it ends on the thread, and with it goes on whoever waits.</summary>
    private sealed class Wait(long begin, TimeSpan time, CancellationToken cancellationToken)
    {
        private readonly TaskCompletionSource over = new();

        public Task Task => over.Task;

        public void GoOnWhenOver(PacingThread owner, PreciseSleep sleep)
        {
            while (!owner.isOver && !cancellationToken.IsCancellationRequested && time - owner.Elapsed(begin) is var rest && rest > TimeSpan.Zero)
            {
                sleep.For(rest < LongestSleep ? rest : LongestSleep);
            }

            over.SetResult();
        }
    }

    private TimeSpan Elapsed(long begin) => time.GetElapsedTime(begin);
}
