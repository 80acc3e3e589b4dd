using Caneth.Flow;

namespace Caneth.Commands;

/// <summary>Shows frames that come on another thread to a visitor, one by one.</summary>
/// <param name="visit">Takes each frame.</param>
internal sealed class VisitorSink(FrameVisitor visit) : IFrameSink
{
    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
    {
        foreach (ref readonly var frame in frames.Span)
        {
            visit(frame);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
