using Caneth.Publishing;
using Caneth.Tool.Configuration;

namespace Caneth.Tool.Services;

/// <summary>Writes what a broker brings into files.</summary>
internal sealed class WriteService : IService
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(2);

    private readonly ServiceLog log;
    private readonly PublishedFramesWriter writer;

    private WriteService(WriteSettings settings, ServiceLog log)
    {
        this.log = log;
        writer = PublishedFramesWriter.Start(Parts.ConnectorFor(settings.Options.Broker), settings.Options);
        log.Follow(writer.Name, writer.EventsAfter, tell => writer.EventHappened += (_, _) => tell());
        log.Tell($"What {writer.From} has of {writer.Topic} is written to '{writer.Folder}'.");
    }

    /// <inheritdoc/>
    public Task Completion => writer.Completion;

    /// <inheritdoc/>
    public bool IsActive => HealthReport.Age(writer.ActiveAt) < LongestRound;

    /// <summary>Begins to write.</summary>
    public static Task<IService> StartAsync(WriteSettings settings, ServiceLog log) => Task.FromResult<IService>(new WriteService(settings, log));

    /// <inheritdoc/>
    public HealthReport Health() => new HealthReport()
        .When(writer.State == WriterState.Stopped, HealthStatus.Failing, "The writer has ended.")
        .When(!IsActive, HealthStatus.Failing, $"The writer has done nothing since {writer.ActiveAt}: the disk holds it up.")
        .When(writer.State == WriterState.Interrupted, HealthStatus.Failing, $"The files cannot be written: {writer.LastError?.Message}")
        .When(writer.State is WriterState.Connecting or WriterState.Disconnected, HealthStatus.Degraded, $"Nothing comes from {writer.From}: {writer.LastError?.Message ?? "it has not answered yet."}")
        .Fact("framesWritten", writer.FramesWritten)
        .Fact("files", writer.Files)
        .Fact("framesPending", writer.FramesPending)
        .Fact("framesMissing", writer.FramesMissing)
        .Fact("framesRepeated", writer.FramesRepeated)
        .Fact("framesLost", writer.FramesLost)
        .Fact("messagesRefused", writer.MessagesRefused)
        .Fact("writtenAt", writer.WrittenAt);

    /// <summary>Writes what came until now.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => writer.SplitAsync(cancellationToken);

    /// <summary>Reads no more, and writes what came.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync().ConfigureAwait(false);
        log.Tell($"{writer.FramesWritten:N0} frames are in {writer.Files:N0} files.");
    }
}
