using System.Threading.Channels;
using Caneth.Flow;

namespace Caneth.Tests.Flow;

/// <summary>A source that brings the batches that it is given.</summary>
internal sealed class QueuedSource : IFrameSource
{
    private readonly Channel<CanFrame[]> batches = Channel.CreateUnbounded<CanFrame[]>();

    public string Name { get; init; } = "queue";

    public Task Completion => batches.Reader.Completion;

    public long FramesDropped { get; init; }

    public bool IsDisposed { get; private set; }

    public QueuedSource Add(params CanFrame[] batch)
    {
        Assert.True(batches.Writer.TryWrite(batch));
        return this;
    }

    public QueuedSource End(Exception? failure = null)
    {
        batches.Writer.Complete(failure);
        return this;
    }

    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await batches.Reader.WaitToReadAsync(cancellationToken);
        }
        catch (Exception) when (Completion.IsFaulted)
        {
            return false;
        }
    }

    public ReadOnlyMemory<CanFrame> Take() => batches.Reader.TryRead(out var batch) ? batch : default(ReadOnlyMemory<CanFrame>);

    public void Dispose() => IsDisposed = true;
}
