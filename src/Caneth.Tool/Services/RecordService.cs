using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Tool.Configuration;

namespace Caneth.Tool.Services;

/// <summary>Records devices to files.</summary>
internal sealed class RecordService : IService
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(30);

    private readonly RecordSettings settings;
    private readonly ServiceLog log;
    private readonly Gateways gateways;
    private readonly CanRecording recording;

    private RecordService(RecordSettings settings, ServiceLog log, Gateways gateways, CanRecording recording)
    {
        this.settings = settings;
        this.log = log;
        this.gateways = gateways;
        this.recording = recording;
        log.Follow(recording.Name, recording.EventsAfter, tell => recording.EventHappened += (_, _) => tell());
    }

    /// <inheritdoc/>
    public Task Completion => recording.Completion;

    /// <inheritdoc/>
    public bool IsActive => HealthReport.Age(recording.ActiveAt) < LongestRound;

    /// <summary>Begins to record.</summary>
    public static async Task<IService> StartAsync(RecordSettings settings, ServiceLog log)
    {
        var sources = new List<FrameSubscription>();
        var gateways = new Gateways(log, session => sources.Add(session.Subscribe(new()
        {
            Filter = settings.Filter,
            IncludeSent = true,
            Capacity = CanRecording.RecommendedCapacity,
            Reader = $"The recording '{settings.Options.Name}'",
        })));
        try
        {
            _ = await gateways.ApplyAsync(settings.Devices).ConfigureAwait(false);
            var service = new RecordService(settings, log, gateways, CanRecording.Start(sources, settings.Options));
            log.Tell($"{Gateways.Count(settings.Devices.Count)}, recorded to '{service.recording.Path}'.");
            return service;
        }
        catch
        {
            await gateways.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public HealthReport Health()
    {
        var report = new HealthReport();
        var frameAge = HealthReport.Age(recording.FramesAt ?? recording.StartedAt);
        report.When(recording.State == RecordingState.Stopped, HealthStatus.Failing, "The recording has ended.")
            .When(recording.State == RecordingState.Interrupted, HealthStatus.Failing, $"'{recording.Path}' cannot be written: {recording.LastError?.Message}")
            .When(HealthReport.Age(recording.WrittenAt) > settings.MaxFlushAge, HealthStatus.Failing,
                $"What has come was with the operating system at {recording.WrittenAt} the last time; that may be {settings.MaxFlushAge.TotalSeconds:0.###} s ago.")
            .When(frameAge > settings.MaxFrameAge, HealthStatus.Failing,
                $"{(recording.FramesAt is { } last ? $"The last frame came at {last}" : "No frame has come")}; one was to come every {settings.MaxFrameAge?.TotalSeconds:0.###} s.")
            .Fact("framesWritten", recording.FramesWritten)
            .Fact("framesLost", recording.FramesLost)
            .Fact("framesPending", recording.FramesPending)
            .Fact("bytesWritten", recording.BytesWritten)
            .Fact("files", recording.Files)
            .Fact("triggers", recording.Triggers)
            .Fact("framesAt", recording.FramesAt)
            .Fact("writtenAt", recording.WrittenAt);
        gateways.Report(report);
        return report;
    }

    /// <summary>Begins the next file.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        if (!recording.HasNumberedFiles)
        {
            log.Tell("There is no next file: a {number} in \"path\", \"maxSize\", \"maxTime\" or \"splitAt\" makes files numbered ones.", Devices.LogLevel.Warning);
            return;
        }

        await recording.SplitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Receives no more, and writes what came.</summary>
    public async ValueTask DisposeAsync()
    {
        await gateways.DisposeAsync().ConfigureAwait(false);
        await recording.DisposeAsync().ConfigureAwait(false);
        log.Tell($"{recording.FramesWritten:N0} frames are in {recording.Files:N0} files, {recording.FramesLost:N0} were lost.");
    }
}
