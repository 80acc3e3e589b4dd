using System.Diagnostics.CodeAnalysis;

namespace Caneth.Links;

/// <summary>
/// Ends the receptions of a link from elsewhere. One source serves all of them, so that none allocates one; one reception at a time.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source that nothing waits for has nothing in it to be disposed of, and whoever ends comes at any time.")]
internal sealed class ReceptionEnd
{
    private CancellationTokenSource source = new();
    private volatile bool hasCome;

    /// <summary>Whether nothing more is received.</summary>
    public bool HasCome => hasCome;

    /// <summary>Begins a reception; whether the end has come is to be asked after it.</summary>
    /// <param name="cancellationToken">Cancels the reception.</param>
    /// <param name="either">Cancelled with it, or when the end comes.</param>
    /// <returns>What ends with the reception.</returns>
    public CancellationTokenRegistration Begin(CancellationToken cancellationToken, out CancellationToken either)
    {
        var own = source;
        if (own.IsCancellationRequested && !hasCome)
        {
            own = new();
            Volatile.Write(ref source, own);
        }

        either = own.Token;
        return cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), own);
    }

    /// <summary>Ends the reception under way, and all that follow; for any thread.</summary>
    public void Come()
    {
        hasCome = true;
        Volatile.Read(ref source).Cancel();
    }

    /// <inheritdoc cref="Come"/>
    public Task ComeAsync()
    {
        hasCome = true;
        return Volatile.Read(ref source).CancelAsync();
    }
}
