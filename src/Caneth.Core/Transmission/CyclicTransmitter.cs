using Caneth.Flow;

namespace Caneth.Transmission;

/// <summary>
/// Sends frames again and again, each on a time grid of its own, with one thread for all of them. What is late is sent once and never made up
/// for; equal periods are spread. Safe for all threads.
/// </summary>
public sealed class CyclicTransmitter : IDisposable
{
    /// <summary>The shortest time from one frame to the next.</summary>
    public static readonly TimeSpan MinPeriod = TimeSpan.FromMilliseconds(0.1);

    // What is due within this time goes along: waking once more would cost more than it is early.
    private static readonly TimeSpan Grain = TimeSpan.FromMicroseconds(50);

    // A change is seen this late at most, since a precise sleep cannot be woken.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(5);

    private readonly Lock gate = new();
    private readonly PriorityQueue<CanTransmission, TimeSpan> waiting = new();
    private readonly List<(CanTransmission Transmission, TimeSpan Due, long Missed)> due = [];
    private readonly HashSet<CanTransmission> all = [];
    private readonly PhaseSpread phases = new();
    private readonly ManualResetEventSlim work = new();
    private readonly TimeProvider time;
    private readonly long begin;
    private Thread? thread;
    private bool isOver;

    /// <param name="time">The clock; null for the system's. With another, whoever moves it calls <see cref="SendDue"/>.</param>
    public CyclicTransmitter(TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        begin = this.time.GetTimestamp();
    }

    /// <summary>What is being sent.</summary>
    public IReadOnlyList<CanTransmission> Transmissions
    {
        get
        {
            lock (gate)
            {
                return [.. all];
            }
        }
    }

    /// <summary>The time since this was made.</summary>
    internal TimeSpan Now => time.GetElapsedTime(begin);

    /// <summary>Sends something again and again.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="content">What is sent.</param>
    /// <param name="options">How often, and when it ends.</param>
    /// <returns>The transmission, which goes on until it is disposed of or has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The transmitter has ended.</exception>
    public CanTransmission Start(string name, IImmediateSink target, ICycleContent content, TransmissionOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isOver, this);
            var grid = new CycleGrid(options.Every, phases.Next(Now, options.Every));
            var transmission = new CanTransmission(this, target, name, content, grid, options, time);
            all.Add(transmission);
            waiting.Enqueue(transmission, grid.Due);
            work.Set();
            if (time == TimeProvider.System && thread is null)
            {
                thread = new(Run) { IsBackground = true, Name = "Caneth transmissions", Priority = ThreadPriority.AboveNormal };
                thread.Start();
            }

            return transmission;
        }
    }

    /// <summary>Sends what is due now. The transmitter's own thread does so; with another clock, whoever moves it.</summary>
    /// <returns>When something is due next, counted from now; infinite where nothing is.</returns>
    public TimeSpan SendDue()
    {
        lock (gate)
        {
            due.Clear();
            var now = Now;
            while (waiting.TryPeek(out var transmission, out var moment) && moment <= now + Grain)
            {
                waiting.Dequeue();
                if (all.Contains(transmission))
                {
                    var grid = transmission.Grid;
                    var missed = grid.Pass(now);
                    due.Add((transmission, grid.Due - grid.Period, missed));
                    transmission.Grid = grid;
                    waiting.Enqueue(transmission, grid.Due);
                }
            }
        }

        // Outside the lock: what makes a frame may start or end another transmission. What is due together leaves together.
        foreach (var (transmission, moment, missed) in due)
        {
            Send(transmission, moment, missed);
        }

        foreach (var (transmission, _, _) in due)
        {
            Flush(transmission);
        }

        lock (gate)
        {
            return waiting.TryPeek(out _, out var next) ? next - Now : Timeout.InfiniteTimeSpan;
        }
    }

    /// <summary>Ends everything that is sent, and the thread.</summary>
    public void Dispose()
    {
        foreach (var transmission in Transmissions)
        {
            transmission.Dispose();
        }

        lock (gate)
        {
            isOver = true;
        }

        work.Set();
        if (thread != Thread.CurrentThread)
        {
            thread?.Join();
        }
    }

    internal TimeSpan PeriodOf(CanTransmission transmission)
    {
        lock (gate)
        {
            return transmission.Grid.Period;
        }
    }

    internal void Change(CanTransmission transmission, TimeSpan every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, MinPeriod);
        lock (gate)
        {
            transmission.Grid = transmission.Grid.With(every, Now);
            Requeue();
        }
    }

    internal void Remove(CanTransmission transmission)
    {
        lock (gate)
        {
            all.Remove(transmission);
            Requeue();
        }
    }

    private static void Send(CanTransmission transmission, TimeSpan moment, long missed)
    {
        try
        {
            if (!transmission.IsOver)
            {
                transmission.SendDue(moment, missed);
            }
        }
        catch (Exception)
        {
            // Whoever listens to the events of one must not end the others.
        }
    }

    private static void Flush(CanTransmission transmission)
    {
        try
        {
            transmission.Flush();
        }
        catch (Exception)
        {
            // As above.
        }
    }

    // Few are changed, and seldom.
    private void Requeue()
    {
        waiting.Clear();
        waiting.EnqueueRange(all.Select(one => (one, one.Grid.Due)));
        work.Set();
    }

    private void Run()
    {
        using var sleep = new PreciseSleep();
        while (!Volatile.Read(ref isOver))
        {
            var rest = SendDue();
            if (rest == Timeout.InfiniteTimeSpan)
            {
                work.Wait();
                work.Reset();
            }
            else
            {
                sleep.For(rest < LongestSleep ? rest : LongestSleep);
            }
        }
    }
}
