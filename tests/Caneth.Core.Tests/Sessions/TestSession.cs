using System.Diagnostics;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests.Sessions;

/// <summary>What the tests of the session share: how to open one, and how to wait without sleeping.</summary>
internal static class TestSession
{
    // Far more than any test needs: a frame that never comes fails the test that waits for it, not the whole run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>The options of a session with a simulated gateway that comes back quickly.</summary>
    public static SessionOptions To(GatewaySimulator simulator) => To(simulator.Port);

    /// <summary>The options of a session with whoever listens on a port.</summary>
    public static SessionOptions To(int port) => new()
    {
        HostName = "127.0.0.1",
        Port = port,
        Name = "bench",
        ReconnectDelay = TimeSpan.FromMilliseconds(50),
        ReconnectDelayMax = TimeSpan.FromMilliseconds(50),
    };

    public static Task<CanSession> ConnectAsync(GatewaySimulator simulator, Func<SessionOptions, SessionOptions>? change = null) =>
        ConnectAsync(change is null ? To(simulator) : change(To(simulator)), simulator);

    /// <summary>Connects, and waits until the gateway serves it: what is sent on the bus from now on is received.</summary>
    public static async Task<CanSession> ConnectAsync(SessionOptions options, GatewaySimulator simulator)
    {
        var before = simulator.Statistics.ClientsAccepted;
        var session = await CanSession.ConnectAsync(options, Ending);
        await simulator.ServesAsync(before + 1);
        return session;
    }

    /// <summary>Opens a session with a reader that is there before the first frame.</summary>
    public static CanSession OpenReading(SessionOptions options, out FrameSubscription reader, SubscriptionOptions? reading = null)
    {
        FrameSubscription? first = null;
        var session = CanSession.Open(options with { BeforeConnecting = session => first = session.Subscribe(reading) });
        reader = first!;
        return session;
    }

    /// <summary>The next frames of a subscription.</summary>
    public static async Task<CanFrame[]> ReadAsync(this FrameSubscription subscription, int count)
    {
        var frames = new List<CanFrame>();
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        timeLimit.CancelAfter(Patience);
        try
        {
            while (frames.Count < count && await subscription.WaitToReadAsync(timeLimit.Token))
            {
                frames.AddRange(subscription.Take().Span);
            }
        }
        catch (OperationCanceledException) when (!Ending.IsCancellationRequested)
        {
            Assert.Fail($"After {Patience} there were {frames.Count} of {count} frames.");
        }

        return [.. frames];
    }

    /// <summary>All frames of a subscription until the session ends.</summary>
    public static async Task<List<CanFrame>> ReadToEndAsync(this FrameSubscription subscription)
    {
        var frames = new List<CanFrame>();
        while (await subscription.WaitToReadAsync(Ending))
        {
            frames.AddRange(subscription.Take().Span);
        }

        return frames;
    }

    /// <summary>Waits until the session is in a state.</summary>
    public static async Task BecomesAsync(this CanSession session, CanSessionState state)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, CanSessionState now)
        {
            if (now == state)
            {
                reached.TrySetResult();
            }
        }

        session.StateChanged += Look;
        Look(null, session.State);
        await reached.Task.WaitAsync(Ending);
        session.StateChanged -= Look;
    }

    /// <summary>Waits until something has happened a number of times, and gives the last of them.</summary>
    public static async Task<SessionEvent> HappensAsync(this CanSession session, SessionEventKind kind, int times = 1)
    {
        var happened = new TaskCompletionSource<SessionEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(object? sender, SessionEvent? latest)
        {
            var events = session.EventsAfter().Where(one => one.Kind == kind).Take(times).ToList();
            if (events.Count == times)
            {
                happened.TrySetResult(events[^1]);
            }
        }

        session.EventHappened += Look;
        Look(null, null);
        var found = await happened.Task.WaitAsync(Ending);
        session.EventHappened -= Look;
        return found;
    }

    /// <summary>Waits until the operating system takes no more of what is to be sent: nothing tells of that, so it is looked at.</summary>
    /// <remarks>
    /// TCP tries again after 0.2 s, then after 0.4 s, then after 0.8 s, and each time a peer whose buffer is small may take some
    /// more. So nothing must have moved over two of these tries, and the third is not near.
    /// </remarks>
    public static async Task SendsStandStillAsync(this CanSession session)
    {
        var still = Stopwatch.StartNew();
        var sent = -1L;
        await Waiting.Until(() =>
        {
            if (session.FramesPending == 0 || session.FramesSent != sent)
            {
                still.Restart();
                sent = session.FramesSent;
            }

            return still.ElapsedMilliseconds > 800;
        });
    }
}
