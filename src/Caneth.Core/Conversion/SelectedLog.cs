using Caneth.Flow;
using Caneth.Logs;

namespace Caneth.Conversion;

/// <summary>The frames of a log that are wanted.</summary>
/// <param name="log">The log; closed with this.</param>
/// <param name="filter">Which frames are wanted.</param>
internal sealed class SelectedLog(ReadAheadLog log, LogFilter filter) : IFrameSource
{
    private CanFrame[] selected = [];
    private ReadOnlyMemory<CanFrame> ready;

    public ReadAheadLog Log => log;

    public string Name => log.Name;

    public Task Completion => filter.IsOver ? Task.CompletedTask : log.Completion;

    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        while (ready.IsEmpty)
        {
            if (filter.IsOver || !await log.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            ready = Select(log.Take());
        }

        return true;
    }

    public ReadOnlyMemory<CanFrame> Take()
    {
        var frames = ready;
        ready = default;
        return frames;
    }

    public void Dispose() => log.Dispose();

    private ReadOnlyMemory<CanFrame> Select(ReadOnlyMemory<CanFrame> frames)
    {
        if (filter.MatchesAll)
        {
            return frames;
        }

        if (selected.Length < frames.Length)
        {
            selected = new CanFrame[frames.Length];
        }

        var count = 0;
        foreach (ref readonly var frame in frames.Span)
        {
            if (filter.Matches(frame))
            {
                frame.CopyTo(ref selected[count++]);
            }
        }

        return selected.AsMemory(0, count);
    }
}
