using Caneth.Publishing;
using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>Reads the frames that publishers bring to a broker, for a cmdlet.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="waiter">How it waits.</param>
internal sealed class PublishedFrameReader(CanCmdlet cmdlet, PipelineWaiter waiter) : IDisposable
{
    private PublishedFrames? frames;
    private Exception? shown;

    /// <summary>Connects; where there is no broker the cmdlet ends with an error.</summary>
    public void Open(PublishedFramesOptions options)
    {
        var connector = BrokerAccess.ConnectorFor(options.Broker);
        frames = cmdlet.Guard(
            () => waiter.Await($"Connecting to {options.Broker.Address}", end => PublishedFrames.OpenAsync(connector, options with { Available = waiter.Wake }, end)),
            failure => failure switch
            {
                BrokerException => CanErrors.BrokerFailed(options.Broker.Address, failure),
                ArgumentException wrong => CanErrors.OptionOutOfRange(wrong),
                _ => null,
            });
    }

    /// <summary>Emits frames as they come, until the deadline at the latest.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="deadline">How long to wait for the first of them.</param>
    /// <returns>How many there were; 0 when the time is over or nothing comes any more.</returns>
    public int Emit(long most, Deadline deadline)
    {
        ReadOnlyMemory<CanFrame> taken = default;
        waiter.Wait(
            () =>
            {
                cmdlet.ThrowIfStopped();
                cmdlet.State.Handlers.Drain();
                var ended = frames!.Completion.IsCompleted;
                taken = frames.Take();
                return ended || !taken.IsEmpty;
            },
            [], deadline: deadline);
        Warn();
        var count = (int)Math.Min(most, taken.Length);
        for (var index = 0; index < count; index++)
        {
            cmdlet.WriteObject(taken.Span[index]);
        }

        return count;
    }

    /// <summary>Says at the end what did not come, and why it ended, where nobody ended it.</summary>
    public void Report(BrokerAddress address)
    {
        Warn();
        if (frames!.FramesMissing > 0)
        {
            cmdlet.WriteWarning(ModuleMessages.PublishedFramesMissing(frames.FramesMissing));
        }

        if (frames.Completion.Exception?.InnerException is { } failure)
        {
            cmdlet.WriteError(CanErrors.BrokerFailed(address, failure));
        }
    }

    public void Dispose() => frames?.Dispose();

    private void Warn()
    {
        if (frames!.LastError is { } trouble && trouble != shown && !frames.Completion.IsFaulted)
        {
            shown = trouble;
            cmdlet.WriteWarning(trouble.Message);
        }
    }
}
