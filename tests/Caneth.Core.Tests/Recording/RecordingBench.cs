using Caneth.Logs;
using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Recording;

/// <summary>A simulated gateway, a session with it, a folder to record to, and a clock for the recording that the test moves.</summary>
internal sealed class RecordingBench : IAsyncDisposable
{
    private RecordingBench(GatewaySimulator simulator, CanSession session)
    {
        Simulator = simulator;
        Session = session;
        Clock.SetUtcNow(new DateTimeOffset(2026, 1, 31, 13, 45, 0, TimeSpan.Zero));
    }

    public GatewaySimulator Simulator { get; }

    public CanSession Session { get; }

    public FakeTimeProvider Clock { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("caneth-recording-").FullName;

    /// <summary>The names of the files, in order.</summary>
    public IEnumerable<string> Files => new DirectoryInfo(Folder).GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static async Task<RecordingBench> OpenAsync()
    {
        var simulator = GatewaySimulator.Start();
        var session = await CanSession.ConnectAsync(new() { HostName = simulator.HostName, Port = simulator.Port, Name = "bench" }, Ending);
        await simulator.WaitForClientsAsync(1, Ending);
        return new(simulator, session);
    }

    public string Of(string file) => Path.Combine(Folder, file);

    public RecordingOptions Options(string file) => new() { Path = Of(file), TimeProvider = Clock };

    /// <summary>A disk of the folder that can fail.</summary>
    public FaultyDisk Disk() => new(Folder);

    public CanRecording Start(RecordingOptions options) => CanRecording.Start([Session], options);

    /// <summary>Sends frames that count from a number on, and waits until the recording has dealt with them.</summary>
    public async Task SendAsync(CanRecording recording, int first, int count)
    {
        long Settled() => recording.FramesWritten + recording.FramesLost + recording.FramesPending;
        var expected = Settled() + count;
        await Simulator.SendAsync(Frames(first, count), Ending);

        // Exactly: while frames that waited are written, they count as both for a moment.
        await UntilAsync(() => Settled() == expected);
    }

    /// <summary>Moves the clock on, a quarter of a second at a time, until something holds.</summary>
    public Task UntilAsync(Func<bool> holds) => Waiting.AdvanceUntil(Clock, TimeSpan.FromMilliseconds(250), holds);

    /// <summary>The numbers of the frames in a file.</summary>
    public int[] Numbers(string file)
    {
        using var log = CanLog.Open(Of(file));
        var numbers = log.ReadAll().Select(NumberOf).ToArray();
        Assert.Equal(0, log.MalformedCount);
        return numbers;
    }

    public static CanFrame[] Frames(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => new CanFrame(0x100, BitConverter.GetBytes(number)))];

    public static int NumberOf(CanFrame frame) => BitConverter.ToInt32(frame.Data.ToArray());

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Simulator.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
