using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Recording;

/// <summary>A simulated gateway, a session with it, a folder to record to, and a clock for the recording that the test moves.</summary>
internal sealed class RecordingFixture : IAsyncDisposable
{
    private RecordingFixture(GatewaySimulator simulator, CanSession session)
    {
        Simulator = simulator;
        Session = session;
        Clock.SetUtcNow(new DateTimeOffset(2026, 1, 31, 13, 45, 0, TimeSpan.Zero));
    }

    public GatewaySimulator Simulator { get; }

    public CanSession Session { get; }

    public FakeTimeProvider Clock { get; } = new();

    public TemporaryFolder Folder { get; } = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static async Task<RecordingFixture> OpenAsync()
    {
        var simulator = GatewaySimulator.Start();
        var session = await CanSession.ConnectAsync(new() { HostName = simulator.HostName, Port = simulator.Port, Name = "bench" }, Ending);
        await simulator.WaitForClientsAsync(1, Ending);
        return new(simulator, session);
    }

    public RecordingOptions Options(string file) => new() { Path = Folder.Of(file), TimeProvider = Clock };

    /// <summary>A disk of the folder that can fail.</summary>
    public FaultyDisk Disk() => new(Folder.Path);

    public CanRecording Start(RecordingOptions options, FrameFilter? filter = null) => CanRecording.Start([Feed(Session, filter)], options);

    /// <summary>The frames of a session, as a recording is to have them.</summary>
    public static FrameSubscription Feed(CanSession session, FrameFilter? filter = null) =>
        session.Subscribe(new() { Capacity = CanRecording.RecommendedCapacity, Filter = filter ?? FrameFilter.All });

    /// <summary>Sends frames that count from a number on, and waits until the recording has dealt with them.</summary>
    public async Task SendAsync(CanRecording recording, int first, int count)
    {
        long Settled() => recording.FramesWritten + recording.FramesLost + recording.FramesPending;
        var expected = Settled() + count;
        await Simulator.SendAsync(Numbered(first, count), Ending);

        // Exactly: while frames that waited are written, they count as both for a moment.
        await UntilAsync(() => Settled() == expected);
    }

    /// <summary>Moves the clock on, a quarter of a second at a time, until something holds.</summary>
    public Task UntilAsync(Func<bool> holds) => Waiting.AdvanceUntil(Clock, TimeSpan.FromMilliseconds(250), holds);

    /// <summary>The numbers of the frames in a file.</summary>
    public int[] Numbers(string file) => [.. NumbersOf(Folder.Read(file))];

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Simulator.DisposeAsync();
        Folder.Dispose();
    }
}
