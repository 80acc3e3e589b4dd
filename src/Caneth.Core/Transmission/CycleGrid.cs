namespace Caneth.Transmission;

/// <summary>When one cycle after another is due: on a grid that begins with the first, so that what is late once does not make the rest late.</summary>
/// <param name="period">The time from one cycle to the next, above 0.</param>
/// <param name="first">When the first is due.</param>
internal struct CycleGrid(TimeSpan period, TimeSpan first)
{
    private long passed;

    /// <summary>The time from one cycle to the next.</summary>
    public readonly TimeSpan Period => period;

    /// <summary>When the next cycle is due.</summary>
    public readonly TimeSpan Due => new(first.Ticks + passed * period.Ticks);

    /// <summary>
    /// Passes the cycle that is due, and with it those after it that are due already: whoever is late sends once and never several in a row.
    /// Before the first there is nothing that could be passed over.
    /// </summary>
    /// <param name="now">The time; not before <see cref="Due"/>.</param>
    /// <returns>How many cycles were passed over.</returns>
    public long Pass(TimeSpan now)
    {
        var due = Math.Max(1, (now - first).Ticks / period.Ticks + 1 - passed);
        var missed = passed == 0 ? 0 : due - 1;
        passed += due;
        return missed;
    }

    /// <summary>The same cycles with another time between them; the next is due one such time after the last, or at once where that is past.</summary>
    /// <param name="other">The time from one cycle to the next, above 0.</param>
    /// <param name="now">The time.</param>
    public readonly CycleGrid With(TimeSpan other, TimeSpan now)
    {
        var next = passed == 0 ? Due : Due - period + other;
        return new(other, next > now ? next : now);
    }
}
