using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>Faults at random from a printed seed: at the end every frame of both directions is accounted for.</summary>
public class RandomFaultTests(ITestOutputHelper output)
{
    private const int Many = 30_000;

    // Their account is exact: TCP delivers what it has taken. Of a reset, only the gateway knows what it threw away.
    private static readonly string[] Exact = ["DropFirst=3", "ZeroWindow", "Garbage=7/50", "ReservedBits=20", "LongDlc=20",
        "Padding=2", "Stale=30", "Split=40", "CloseOrderly=700"];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_goes_wrong_frames_accepted_are_frames_delivered_and_frames_reported_lost(bool resets)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var simulator = GatewaySimulator.Start(new() { Seed = seed });
        using var recording = simulator.Capture();
        var session = await ConnectAsync(simulator);
        using var reader = session.Subscribe(new() { Capacity = 2000 });
        var reading = Task.Run(reader.ReadToEndAsync, Ending);
        using var done = new CancellationTokenSource();
        var bus = BusAsync(simulator, done.Token);
        var sends = Enumerable.Range(0, Many).Select(number => session.SendAsync(Numbered(number), Ending).AsTask()).ToList();
        for (var round = 0; round < 25; round++)
        {
            await BreakAsync(simulator, session, random, resets);
        }

        simulator.Faults.Clear();
        await Task.WhenAll(sends);
        await done.CancelAsync();
        await bus;
        await simulator.FlushAsync(Ending);
        await session.CloseAsync(Ending);
        var received = await reading;
        await Waiting.Until(() => simulator.Clients == 0 && simulator.Statistics.FramesQueued == 0);

        var (ours, theirs) = (session.Statistics, simulator.Statistics);
        var delivered = NumbersOf(recording.ToArray()).ToList();
        var again = ours.FramesResent;
        Assert.Equal(Many, ours.FramesSent - again);
        Assert.Equal(theirs.FramesReceived, delivered.Count + theirs.FramesDroppedFirst);
        Assert.Equal(ours.FramesReceived, received.Count + ours.FramesDropped);
        Assert.Equal(ours.BytesReceived, 13 * (ours.FramesReceived + ours.Heartbeats + ours.Refusals) + ours.BytesSkipped);
        if (resets)
        {
            var lost = Many - delivered.Distinct().Count();
            Assert.True(delivered.Count - delivered.Distinct().Count() <= again, "A frame arrived twice that was not sent again.");
            Assert.True(lost * 13 <= ours.BytesSent - theirs.BytesReceived + 13 * theirs.FramesDroppedFirst, $"{lost} frames are lost.");
            Assert.True(ours.BytesReceived <= theirs.BytesSent);
        }
        else
        {
            Assert.Equal(0, again);
            Assert.Equal(delivered.Distinct().Order(), delivered);
            Assert.Equal(Many, delivered.Count + theirs.FramesDroppedFirst);
            Assert.Equal(ours.BytesReceived, theirs.BytesSent);
            Assert.Equal(theirs.BytesSent, 13 * (theirs.FramesSent + theirs.FramesStale + theirs.FramesDamaged) + theirs.GarbageBytes);
        }
    }

    private static async Task BreakAsync(GatewaySimulator simulator, CanSession session, Random random, bool resets)
    {
        switch (random.Next(4))
        {
            case 0:
                simulator.DisconnectClients(reset: resets && random.Next(2) == 0);
                break;
            case 1:
                simulator.StopListening();
                simulator.DisconnectClients(reset: resets && random.Next(2) == 0);
                await session.HappensAsync(SessionEventKind.Lost, session.EventsAfter().Count(one => one.Kind == SessionEventKind.Lost) + 1)
                    .WaitAsync(TimeSpan.FromSeconds(1), Ending).ContinueWith(_ => { }, TaskScheduler.Default);
                simulator.Resume();
                break;
            default:
                var fault = FaultSetting.Parse(Exact[random.Next(Exact.Length)]);
                simulator.Faults.Set(fault);
                await simulator.WaitForClientsAsync(1, Ending);
                await MoreAsync(session);
                simulator.Faults.Clear(fault.Fault);
                break;
        }

        await MoreAsync(session);
    }

    /// <summary>Lets some more frames come, so that one fault is not over before the next.</summary>
    private static Task MoreAsync(CanSession session)
    {
        var before = session.FramesReceived;
        return Waiting.Until(() => session.FramesReceived > before + 300);
    }

    private static async Task BusAsync(GatewaySimulator simulator, CancellationToken done)
    {
        for (var number = 0; !done.IsCancellationRequested; number += 50)
        {
            simulator.Send(Numbered(number, 50));
            await Task.Delay(1, Ending);
        }
    }
}
