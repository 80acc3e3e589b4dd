using Caneth.Flow;

namespace Caneth.Conversion;

/// <summary>The frames of logs, one log after another; each is open only while it is read. Where one cannot be read, that is its end.</summary>
/// <param name="inputs">Opens and closes them.</param>
/// <param name="paths">The files.</param>
internal sealed class LogSequence(ConversionInputs inputs, IReadOnlyList<string> paths) : IFrameSource
{
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SelectedLog? current;
    private int next;

    public string Name => current?.Name ?? "";

    public Task Completion => completion.Task;

    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            while (!completion.Task.IsCompleted && await OpenAsync(cancellationToken).ConfigureAwait(false) is { } log)
            {
                if (await log.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    return true;
                }

                await log.Completion.ConfigureAwait(false);
                inputs.Close(log);
                current = null;
            }

            completion.TrySetResult();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            completion.TrySetException(failure);

            // Nobody has to ask, so it counts as seen.
            _ = completion.Task.Exception;
        }

        return false;
    }

    public ReadOnlyMemory<CanFrame> Take() => current?.Take() ?? default;

    public void Dispose()
    {
    }

    private async ValueTask<SelectedLog?> OpenAsync(CancellationToken cancellationToken)
    {
        while (current is null && next < paths.Count)
        {
            var path = paths[next++];
            current = inputs.TrySkip(path) ? null : await inputs.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        }

        return current;
    }
}
