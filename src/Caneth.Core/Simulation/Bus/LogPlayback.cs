using Caneth.Flow;

namespace Caneth.Simulation;

/// <summary>
/// A recording as the traffic of the bus. It begins when the first client is connected, so that nothing is lost before, and
/// keeps to absolute times, so that it does not drift; where the times of the log leap, the rhythm goes on. What clients send is
/// ignored. One playback belongs to one simulator.
/// </summary>
/// <param name="frames">The frames, in order; read once for each time they are played, as they are played.</param>
/// <param name="speed">
/// 1 for the original timing, 2 for twice as fast, and so on; 0 for as fast as the slowest client takes them, without losing
/// any: while one takes nothing, or none is connected, the playback does too. At any other speed it goes on, and a client that
/// is too slow loses frames, as on a real bus.
/// </param>
/// <param name="loop">Whether to begin again at the end, without end.</param>
/// <param name="maxGap">The longest wait between two frames; null for as long as the log has it.</param>
/// <exception cref="ArgumentOutOfRangeException">The speed is negative or no number.</exception>
public sealed class LogPlayback(IEnumerable<CanFrame> frames, double speed = 1, bool loop = false, TimeSpan? maxGap = null) : IBusTraffic
{
    private const int MaxBatch = 4096;

    // Between the last frame of one round and the first of the next; it also keeps a log without any duration from spinning.
    private static readonly TimeSpan PauseBetweenRounds = TimeSpan.FromMilliseconds(10);

    // No timer takes more than some weeks, and some logs have gaps of years.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly IEnumerable<CanFrame> frames = frames ?? throw new ArgumentNullException(nameof(frames));
    private readonly FramePacer pacer = new(speed, maxGap);
    private readonly CanFrame[] batch = new CanFrame[MaxBatch];
    private long played;
    private long skipped;

    /// <summary>
    /// How long to wait after the first client has connected, so that it can begin to listen; nothing by default.
    /// </summary>
    public TimeSpan StartDelay { get; init; }

    /// <summary>How many frames were put on the bus.</summary>
    public long FramesPlayed => Interlocked.Read(ref played);

    /// <summary>
    /// How many frames were left out, since the gateway's wire cannot carry them: CAN FD, error frames, DLC 9 to 15.
    /// </summary>
    public long FramesSkipped => Interlocked.Read(ref skipped);

    /// <summary>How often the times of the frames went back, or came back from there, so that they were counted anew.</summary>
    public long StepsBack => pacer.StepsBack;

    /// <summary>How many frames had times that were out of place; they went with their neighbours.</summary>
    public long Outliers => pacer.Outliers;

    /// <summary>How many gaps were longer than they may be, and were shortened.</summary>
    public long GapsShortened => pacer.GapsShortened;

    /// <inheritdoc/>
    public async Task RunAsync(ICanBus bus, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bus);
        await bus.WaitForClientsAsync(1, cancellationToken).ConfigureAwait(false);
        if (StartDelay > TimeSpan.Zero)
        {
            await Task.Delay(StartDelay, bus.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        var begin = bus.TimeProvider.GetTimestamp();
        long before;
        do
        {
            before = FramesPlayed;
            if (speed == 0)
            {
                await PlayFastAsync(bus, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await PlayTimedAsync(bus, begin, cancellationToken).ConfigureAwait(false);
            }
        }
        while (loop && FramesPlayed > before);

        await bus.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void OnFrame(in CanFrame frame, ICanBus bus)
    {
        // A recording cannot be talked to.
    }

    private async Task PlayFastAsync(ICanBus bus, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var frame in frames)
        {
            if (!CanBeCarried(frame))
            {
                continue;
            }

            batch[count++] = frame;
            if (count == MaxBatch)
            {
                await bus.SendAsync(batch.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                Interlocked.Add(ref played, count);
                count = 0;
            }
        }

        await bus.SendAsync(batch.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref played, count);
    }

    private async Task PlayTimedAsync(ICanBus bus, long begin, CancellationToken cancellationToken)
    {
        var count = 0;
        pacer.BeginAgain(FramesPlayed > 0 ? PauseBetweenRounds : TimeSpan.Zero);
        foreach (var (frame, due) in pacer.Schedule(frames.Where(frame => CanBeCarried(frame))))
        {
            if (count == MaxBatch || bus.TimeProvider.GetElapsedTime(begin) < due)
            {
                SendBatch(bus, ref count);
                await WaitUntilAsync(bus.TimeProvider, begin, due, cancellationToken).ConfigureAwait(false);
            }

            batch[count++] = frame;
        }

        SendBatch(bus, ref count);
    }

    private void SendBatch(ICanBus bus, ref int count)
    {
        bus.Send(batch.AsSpan(0, count));
        Interlocked.Add(ref played, count);
        count = 0;
    }

    private bool CanBeCarried(in CanFrame frame)
    {
        var can = !frame.Fd && !frame.Error && frame.Dlc <= CanData.MaxClassicLength;
        if (!can)
        {
            Interlocked.Increment(ref skipped);
        }

        return can;
    }

    private static async Task WaitUntilAsync(TimeProvider time, long begin, TimeSpan due, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (due - time.GetElapsedTime(begin) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest < LongestDelay ? rest : LongestDelay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
