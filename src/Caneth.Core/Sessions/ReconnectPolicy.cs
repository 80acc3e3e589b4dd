namespace Caneth.Sessions;

/// <summary>
/// How long to wait before the next attempt: the pause doubles with each failure up to a cap, a random part keeps many
/// sessions that lost the same gateway out of step, and only a connection that lasted begins anew.
/// </summary>
/// <param name="first">The pause after the first failure.</param>
/// <param name="longest">The cap.</param>
/// <param name="stableAfter">How long a connection must last to count as good.</param>
/// <param name="random">The source of the random part.</param>
internal sealed class ReconnectPolicy(TimeSpan first, TimeSpan longest, TimeSpan stableAfter, Random random)
{
    /// <summary>The shortest pause before any attempt: a gateway is a small computer, and must not be flooded with connections.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    /// <summary>The least pause after a gateway refused one client too many; asking more often only annoys it.</summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(5);

    // Doublings since the last good connection, so that the pause is first * 2^failures.
    private int failures;

    /// <summary>The pause before the next attempt: between half of the current one and the whole.</summary>
    /// <param name="error">Why an attempt is needed.</param>
    /// <returns>A pause of at most the cap, except after a refusal, which takes 5 s or more.</returns>
    public TimeSpan Next(SessionError error)
    {
        var pause = first * Math.Pow(2, failures);
        var current = pause < longest ? pause : longest;
        failures += pause < longest ? 1 : 0;
        var jittered = current * (0.5 + random.NextDouble() / 2);
        return error == SessionError.ClientLimit ? AfterRefusal + jittered
            : jittered < Shortest ? Shortest
            : jittered;
    }

    /// <summary>Tells how long a connection lasted; a stable one lets the pauses begin at the first again.</summary>
    /// <param name="lasted">From connected to lost.</param>
    public void ConnectionEnded(TimeSpan lasted)
    {
        if (lasted >= stableAfter)
        {
            failures = 0;
        }
    }
}
