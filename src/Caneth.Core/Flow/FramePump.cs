namespace Caneth.Flow;

/// <summary>
/// Carries the frames of a source to a sink, at the sink's pace, until the source is at its end, either of them fails, or it is
/// cancelled. It owns neither of them.
/// </summary>
/// <example>
/// <code>
/// using var frames = session.Subscribe();
/// using var log = CanLog.Create("drive.log");
/// await FramePump.RunAsync(frames, log, cancellationToken);
/// </code>
/// </example>
/// <param name="source">Where the frames come from; the pump is its one reader.</param>
/// <param name="sink">Where they go; the pump is its one writer.</param>
public sealed class FramePump(IFrameSource source, IFrameSink sink)
{
    private readonly IFrameSource source = source ?? throw new ArgumentNullException(nameof(source));
    private readonly IFrameSink sink = sink ?? throw new ArgumentNullException(nameof(sink));
    private long pumped;

    /// <summary>How many frames the sink has taken so far, in whole batches; may be asked by any thread.</summary>
    public long FramesPumped => Interlocked.Read(ref pumped);

    /// <summary>Carries the frames of a source to a sink.</summary>
    /// <param name="source">Where the frames come from; the pump is its one reader.</param>
    /// <param name="sink">Where they go; the pump is its one writer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many frames went.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<long> RunAsync(IFrameSource source, IFrameSink sink, CancellationToken cancellationToken = default) =>
        new FramePump(source, sink).RunAsync(cancellationToken);

    /// <summary>
    /// Carries frames, on other threads than the caller's. Where either end fails, what went before is with the sink, and the failure
    /// is the pump's.
    /// </summary>
    /// <param name="cancellationToken">Ends it; of the batch under way the sink may have taken the first frames.</param>
    /// <returns>How many frames went, when the source is at its end and the sink has flushed them.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<long> RunAsync(CancellationToken cancellationToken = default)
    {
        // Neither a source that always has frames nor a sink that never waits may keep the caller.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (await source.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frames = source.Take();
            await sink.WriteAsync(frames, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref pumped, frames.Length);
        }

        await sink.FlushAsync(cancellationToken).ConfigureAwait(false);
        await source.Completion.ConfigureAwait(false);
        return FramesPumped;
    }
}
