using System.Collections.Concurrent;
using Caneth.Flow;

namespace Caneth.Commands;

/// <summary>Plays frames along a route on a thread of its own, which nothing that is shown can hold up.</summary>
internal sealed class LogPlayer : IDisposable
{
    // Between the last frame of a round and the first of the next.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<TimeSpan> longWaits = new();
    private readonly CancellationTokenSource end;
    private readonly ReplayRoute route;
    private long round = 1;

    /// <param name="route">Where the frames go.</param>
    /// <param name="speed">The factor of their pace; 0 for as fast as they are taken.</param>
    /// <param name="maxGap">The longest wait between two of them; null for as long as it was.</param>
    /// <param name="stop">Ends it.</param>
    public LogPlayer(ReplayRoute route, double speed, TimeSpan? maxGap, CancellationToken stop)
    {
        this.route = route;
        end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Replay = new(speed, maxGap: maxGap) { Hold = route.WaitForLink, WaitingLong = longWaits.Enqueue };
    }

    /// <summary>The pace of the frames, and what it had to correct.</summary>
    public FrameReplay Replay { get; }

    /// <summary>Ends when all is played, and fails as it does.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Cancelled when it ends: with the pipeline, even while a command in front of this one is at work.</summary>
    public CancellationToken End => end.Token;

    /// <summary>Which round it plays, from 1.</summary>
    public long Round => Interlocked.Read(ref round);

    /// <summary>Begins to play.</summary>
    /// <param name="frames">The frames of a round, and whether they were played before.</param>
    /// <param name="loop">Whether to play them again and again.</param>
    public void Start(Func<bool, IEnumerable<CanFrame>> frames, bool loop) =>
        Completion = Task.Factory.StartNew(() => Play(frames, loop), End, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Takes a wait of more than a minute that has begun.</summary>
    public bool TryTakeLongWait(out TimeSpan wait) => longWaits.TryDequeue(out wait);

    /// <summary>Ends it, and returns when it has ended.</summary>
    public void Stop()
    {
        end.Cancel();
        Completion.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
    }

    /// <summary>Ends it; what has not left is never sent later.</summary>
    public void Dispose()
    {
        Stop();
        if (!Completion.IsCompletedSuccessfully)
        {
            route.Withdraw();
        }

        end.Dispose();
    }

    private void Play(Func<bool, IEnumerable<CanFrame>> frames, bool loop)
    {
        do
        {
            var before = Replay.FramesSent;
            Replay.Play(frames(before > 0), Pause, (in frame) => route.Send(frame, Replay.DueTimestamp, End), End);
            if (Replay.FramesSent == before)
            {
                break;
            }

            Interlocked.Increment(ref round);
        }
        while (loop);

        route.FlushAsync(End).GetAwaiter().GetResult();
    }
}
