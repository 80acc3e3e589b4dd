namespace Caneth.Simulation;

/// <summary>Loops that end together: with the first of them that fails, or is cancelled.</summary>
internal static class SideBySide
{
    /// <summary>Runs them until the first ends, and waits for all.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken, params Func<CancellationToken, Task>[] loops)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = Array.ConvertAll(loops, loop => loop(stopping.Token));
        try
        {
            await (await Task.WhenAny(tasks).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
