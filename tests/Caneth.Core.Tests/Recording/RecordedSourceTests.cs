using Caneth.Links.Memory;
using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Tests.Flow;
using Caneth.Tests.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Recording;

/// <summary>What a recording records: any source, and what a source tells.</summary>
public sealed class RecordedSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Frames_of_any_source_are_recorded_to_its_end()
    {
        var source = new QueuedSource { Name = "bus" }.Add(Numbered(0, 10)).Add(Numbered(10, 10)).End();
        await using var recording = CanRecording.Start([source], Options());
        Assert.Equal(["bus"], recording.Devices);
        await UntilAsync(() => recording.Completion.IsCompleted);
        Assert.Equal(Enumerable.Range(0, 20), NumbersOf(folder.Read("drive.log")));
        Assert.True(source.IsDisposed);
        var ended = Assert.Single(recording.EventsAfter());
        Assert.Equal((RecordingEventKind.Ended, EventLevel.Information), (ended.Kind, ended.Level));
    }

    [Fact]
    public async Task What_a_source_lost_counts_as_lost()
    {
        var (one, other) = (new QueuedSource { FramesDropped = 5 }.Add(Numbered(1)), new QueuedSource { FramesDropped = 2 });
        await using var recording = CanRecording.Start([one, other], Options());
        await UntilAsync(() => recording.FramesWritten == 1);
        Assert.Equal(7, recording.FramesLost);
    }

    [Fact]
    public async Task A_source_that_fails_ends_it_with_a_warning_that_names_the_source_and_the_reason()
    {
        var failing = new QueuedSource { Name = "pipe" }.Add(Numbered(7)).End(new IOException("The pipe is broken."));
        var whole = new QueuedSource { Name = "bus" }.End();
        await using var recording = CanRecording.Start([whole, failing], Options());
        await UntilAsync(() => recording.Completion.IsCompleted);
        Assert.Equal([7], NumbersOf(folder.Read("drive.log")));
        var ended = Assert.Single(recording.EventsAfter());
        Assert.Equal((RecordingEventKind.Ended, EventLevel.Warning), (ended.Kind, ended.Level));
        Assert.Contains("bus; pipe: The pipe is broken.", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_long_as_one_source_lives_it_goes_on()
    {
        var (ended, live) = (new QueuedSource().Add(Numbered(0)).End(), new QueuedSource());
        await using var recording = CanRecording.Start([ended, live], Options());
        await UntilAsync(() => recording.FramesWritten == 1);
        live.Add(Numbered(1));
        await UntilAsync(() => recording.FramesWritten == 2);
        Assert.Equal(RecordingState.Recording, recording.State);
    }

    [Fact]
    public void Its_sources_are_not_left_behind_where_it_cannot_begin()
    {
        QueuedSource[] sources = [new(), new()];
        Assert.ThrowsAny<IOException>(() => CanRecording.Start(sources, Options("nowhere/drive.log")));
        Assert.All(sources, source => Assert.True(source.IsDisposed));
        Assert.ThrowsAny<ArgumentException>(() => CanRecording.Start([], Options()));
    }

    [Fact]
    public async Task A_session_that_reconnects_is_recorded_on_and_its_end_that_was_asked_for_is_no_warning()
    {
        var bus = new MemoryBus();
        await using var peer = await CanSession.ConnectAsync(Reconnecting(bus, "peer"), Ending);
        await using var session = await CanSession.ConnectAsync(Reconnecting(bus, "bench"), Ending);
        await using var recording = CanRecording.Start([RecordingFixture.Feed(session)], Options());
        await peer.SendAsync(Numbered(0, 5), cancellationToken: Ending);
        await UntilAsync(() => recording.FramesWritten == 5);
        bus.Interrupt();
        await Waiting.Until(() => session.State != CanSessionState.Connected && peer.State != CanSessionState.Connected);
        bus.Resume();
        await session.BecomesAsync(CanSessionState.Connected);
        await peer.BecomesAsync(CanSessionState.Connected);
        await peer.SendAsync(Numbered(5, 5), cancellationToken: Ending);
        await UntilAsync(() => recording.FramesWritten == 10);
        Assert.Empty(recording.EventsAfter());

        await session.CloseAsync(Ending);
        await UntilAsync(() => recording.Completion.IsCompleted);
        Assert.Equal(Enumerable.Range(0, 10), NumbersOf(folder.Read("drive.log")));
        Assert.Equal(EventLevel.Information, Assert.Single(recording.EventsAfter()).Level);
    }

    private static SessionOptions Reconnecting(MemoryBus bus, string name) => new()
    {
        Connector = bus.CreateConnector,
        Name = name,
        ReconnectDelay = TimeSpan.FromMilliseconds(50),
        ReconnectDelayMax = TimeSpan.FromMilliseconds(50),
    };

    private RecordingOptions Options(string file = "drive.log") => new() { Path = folder.Of(file), TimeProvider = clock };

    private Task UntilAsync(Func<bool> holds) => Waiting.AdvanceUntil(clock, TimeSpan.FromMilliseconds(250), holds);
}
