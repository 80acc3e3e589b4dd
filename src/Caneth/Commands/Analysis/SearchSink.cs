using Caneth.Flow;

namespace Caneth.Commands;

/// <summary>Takes the frames that a device receives into a search, while the user is asked.</summary>
/// <param name="take">Takes each frame.</param>
internal sealed class SearchSink(FrameVisitor take) : IFrameSink
{
    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
    {
        foreach (ref readonly var frame in frames.Span)
        {
            take(frame);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
