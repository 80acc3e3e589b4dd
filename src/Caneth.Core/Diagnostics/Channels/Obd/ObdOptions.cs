namespace Caneth.Diagnostics.Channels;

/// <summary>How control units are asked by OBD-II, and how long is waited for them.</summary>
public sealed record ObdOptions
{
    /// <summary>Whether ids of 11 or 29 bits are asked; null, the default, for those of 11 first and, where nobody answers, those of 29.</summary>
    public int? Bits { get; init; }

    /// <summary>How long a control unit may take to answer, the way there and back included, 1 ms to 49 days; 0.35 s by default.</summary>
    public TimeSpan ResponseTime { get; init; } = TimeSpan.FromSeconds(0.35);

    /// <summary>
    /// How long is waited for others after one has answered, where nobody knows how many there are, 1 ms to 49 days; 0.35 s by default, and never
    /// longer than <see cref="ResponseTime"/>.
    /// </summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(0.35);

    /// <summary>How long it may take after each time it asks for patience, 1 ms to 49 days; 5.3 s by default.</summary>
    public TimeSpan PendingTime { get; init; } = TimeSpan.FromSeconds(5.3);

    /// <summary>How often in a row it may ask for patience; 24 by default.</summary>
    public int MaxPendings { get; init; } = 24;

    internal void Validate()
    {
        var least = TimeSpan.FromMilliseconds(1);
        Option.Require(Bits is null or 11 or 29, nameof(Bits), Bits, "11 or 29");
        Option.RequireTime(ResponseTime, nameof(ResponseTime), least);
        Option.RequireTime(SettleTime, nameof(SettleTime), least);
        Option.RequireTime(PendingTime, nameof(PendingTime), least);
        Option.RequireRange(MaxPendings, nameof(MaxPendings), 0, int.MaxValue);
    }
}
