using Caneth.Flow;

namespace Caneth.Transmission;

/// <summary>
/// Something that is sent again and again: a frame, a message, or whatever makes a frame for each cycle. Safe for all threads.
/// </summary>
public sealed class CanTransmission : IDisposable
{
    // Whoever receives a message misses it after some cycles; fewer are good to know, unless it happens again and again.
    private const int ManyLate = 5;

    private readonly CyclicTransmitter transmitter;
    private readonly IImmediateSink target;
    private readonly TransmissionEventLog events;
    private readonly long? most;
    private readonly TimeSpan? duration;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ICycleContent content;
    private TimeSpan? first;
    private long taken;
    private long skipped;
    private long missed;
    private long skippedInARow;
    private Exception? lastError;
    private int isOver;

    internal CanTransmission(CyclicTransmitter transmitter, IImmediateSink target, string name, ICycleContent content, CycleGrid grid,
        TransmissionOptions options, TimeProvider time)
    {
        this.transmitter = transmitter;
        this.target = target;
        this.content = content;
        most = options.Count;
        duration = options.Duration;
        events = new(name, time);
        events.Added += happened => EventHappened?.Invoke(this, happened);
        Name = name;
        Grid = grid;
    }

    /// <summary>
    /// Raised when something happened that <see cref="EventsAfter"/> lists, on the thread that sends: a handler must not block.
    /// </summary>
    public event EventHandler<TransmissionEvent>? EventHappened;

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The name of the device that it is sent to.</summary>
    public string Device => target.Name;

    /// <summary>What it sends.</summary>
    public ICycleContent Content => Volatile.Read(ref content);

    /// <summary>The time from one frame to the next.</summary>
    public TimeSpan Every => transmitter.PeriodOf(this);

    /// <summary>What it is doing.</summary>
    public TransmissionState State => IsOver ? TransmissionState.Stopped
        : Interlocked.Read(ref skippedInARow) > 0 ? TransmissionState.Skipping
        : TransmissionState.Running;

    /// <summary>How many frames were sent.</summary>
    public long FramesSent => Interlocked.Read(ref taken) - target.FramesNotSent;

    /// <summary>
    /// How many cycles were left out: there was no connection, the frame before still waited, or the frame could not be made or sent.
    /// </summary>
    public long CyclesSkipped => Interlocked.Read(ref skipped) + target.FramesNotSent;

    /// <summary>How many cycles were passed over because the computer was late.</summary>
    public long CyclesMissed => Interlocked.Read(ref missed);

    /// <summary>Why a cycle could not be made or sent; null where none has failed since it was started or changed.</summary>
    public Exception? LastError => Volatile.Read(ref lastError);

    /// <summary>Whether it has ended: it was stopped, all of its frames were sent, or its device has ended.</summary>
    public bool IsOver => Volatile.Read(ref isOver) != 0;

    /// <summary>Done when it has ended, whatever ended it.</summary>
    public Task Completion => ended.Task;

    /// <summary>How many events there were so far.</summary>
    public long EventCount => events.Count;

    /// <summary>The time since its first cycle.</summary>
    internal TimeSpan Elapsed => first is { } begin ? transmitter.Now - begin : TimeSpan.Zero;

    /// <summary>When its cycles are due. Guarded by the transmitter.</summary>
    internal CycleGrid Grid { get; set; }

    /// <summary>
    /// What happened, oldest first; the last 1,000 events are kept, warnings and errors rather than what is good to know.
    /// </summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<TransmissionEvent> EventsAfter(long number = 0) => events.After(number);

    /// <summary>Sends something else from the next cycle on.</summary>
    /// <param name="content">What is sent.</param>
    public void Change(ICycleContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Volatile.Write(ref this.content, content);
        Volatile.Write(ref lastError, null);
    }

    /// <summary>Changes how often it is sent; the next frame follows the last one by this time.</summary>
    /// <param name="every">The time from one frame to the next, <see cref="CyclicTransmitter.MinPeriod"/> or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public void Change(TimeSpan every) => transmitter.Change(this, every);

    /// <summary>Ends it; nothing is sent after that.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isOver, 1) == 0)
        {
            transmitter.Remove(this);
            events.Dispose();
            ended.TrySetResult();
        }
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>Sends the frame of the cycle that is due; on the thread that paces.</summary>
    /// <param name="due">When it was due.</param>
    /// <param name="late">How many cycles were passed over before it.</param>
    internal void SendDue(TimeSpan due, long late)
    {
        first ??= due;
        var elapsed = due - first.Value;
        if (target.IsOver)
        {
            End(EventLevel.Warning, TransmissionMessages.TargetEnded(Device));
        }
        else if (elapsed >= duration)
        {
            End(EventLevel.Information, TransmissionMessages.AllSent(FramesSent));
        }
        else
        {
            Count(late);
            Send(elapsed);
        }
    }

    /// <summary>Lets what was sent leave, after all that is due now; on the thread that paces.</summary>
    internal void Flush()
    {
        target.Flush();
        if (!IsOver && FramesSent >= most)
        {
            End(EventLevel.Information, TransmissionMessages.AllSent(FramesSent));
        }
    }

    private void Count(long late)
    {
        if (late > 0)
        {
            Interlocked.Add(ref missed, late);
            events.Add(TransmissionEventKind.Late, late < ManyLate ? EventLevel.Information : EventLevel.Warning, TransmissionMessages.Late(late), late);
        }
    }

    private void Send(TimeSpan elapsed)
    {
        try
        {
            if (Content.SendTo(target, elapsed))
            {
                Interlocked.Increment(ref taken);
                Resume();
                return;
            }

            Skip(EventLevel.Information, TransmissionMessages.CannotLeave(Device));
        }
        catch (Exception failure)
        {
            // Whatever makes the frames, or takes them, must not end those of others.
            Volatile.Write(ref lastError, failure);
            Skip(EventLevel.Warning, TransmissionMessages.CannotBeMade(failure), failure);
        }
    }

    private void Skip(EventLevel level, string message, Exception? failure = null)
    {
        Interlocked.Increment(ref skipped);
        if (Interlocked.Increment(ref skippedInARow) == 1)
        {
            events.Add(TransmissionEventKind.Skipping, level, message, 1, failure);
        }
    }

    private void Resume()
    {
        if (Interlocked.Read(ref skippedInARow) > 0)
        {
            events.Add(TransmissionEventKind.Resumed, EventLevel.Warning, TransmissionMessages.Resumed(skippedInARow), skippedInARow);
            Interlocked.Exchange(ref skippedInARow, 0);
        }
    }

    private void End(EventLevel level, string message)
    {
        events.Add(TransmissionEventKind.Ended, level, message);
        Dispose();
    }
}
