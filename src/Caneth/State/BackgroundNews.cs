namespace Caneth.State;

/// <summary>
/// Whether anything happened to a shell's recordings, transmissions, servers, bridges and listeners, so that each of its cmdlets can ask at no cost.
/// </summary>
internal sealed class BackgroundNews
{
    private long happened;

    /// <summary>How many times something happened so far, to any of them.</summary>
    public long Count => Volatile.Read(ref happened);

    /// <summary>Counts something that happened.</summary>
    /// <param name="sender">To what.</param>
    /// <param name="what">What; null for all that happened at the start of one.</param>
    public void Note(object? sender, CanEvent? what) => Interlocked.Increment(ref happened);
}
