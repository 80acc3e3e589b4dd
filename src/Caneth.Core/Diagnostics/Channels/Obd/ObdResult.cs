namespace Caneth.Diagnostics.Channels;

/// <summary>What several control units gave, and what some of them did not: the failure of one takes nothing from another.</summary>
/// <typeparam name="T">What they gave.</typeparam>
public sealed class ObdResult<T>
{
    internal ObdResult(IReadOnlyList<T> items, IReadOnlyList<Exception> failures) => (Items, Failures) = (items, failures);

    /// <summary>What came.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>What did not come, and why.</summary>
    public IReadOnlyList<Exception> Failures { get; }
}
