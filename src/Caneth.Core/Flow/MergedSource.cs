namespace Caneth.Flow;

/// <summary>
/// Several sources as one, in the order of time: no frame is given before each source has brought one that is not earlier, or is at its
/// end. Each source's own order stays as it is. Where one fails, that is its end.
/// </summary>
/// <param name="sources">The sources, which remain their owner's.</param>
internal sealed class MergedSource(IReadOnlyList<IFrameSource> sources) : IFrameSource
{
    private readonly FrameMerge merge = new(sources);
    private readonly bool[] ended = new bool[sources.Count];
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => string.Join(", ", sources.Select(source => source.Name));

    public long FramesDropped => sources.Sum(source => source.FramesDropped);

    public Task Completion => completion.Task;

    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        var isThere = false;
        for (var source = 0; source < sources.Count && !completion.Task.IsCompleted; source++)
        {
            if (merge.IsUsedUp(source) && !ended[source])
            {
                await TakeFromAsync(source, cancellationToken).ConfigureAwait(false);
            }

            isThere |= !merge.IsUsedUp(source);
        }

        if (!isThere)
        {
            completion.TrySetResult();
        }

        return !completion.Task.IsCompleted;
    }

    public ReadOnlyMemory<CanFrame> Take() => merge.Merge(untilOneIsUsedUp: true);

    public void Dispose()
    {
    }

    private async ValueTask TakeFromAsync(int source, CancellationToken cancellationToken)
    {
        if (await sources[source].WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            merge.TakeFrom(source);
            return;
        }

        ended[source] = true;
        if (sources[source].Completion.Exception is { } failure)
        {
            completion.TrySetException(failure.InnerExceptions);

            // Nobody has to ask, so it counts as seen.
            _ = completion.Task.Exception;
        }
    }
}
