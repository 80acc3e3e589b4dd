namespace Caneth.Diagnostics.Channels;

/// <summary>Where control units are looked for, and how carefully.</summary>
public sealed record EcuSearchOptions
{
    /// <summary>The ids of 11 bits that are asked, in their order; none where those of 29 bits alone are.</summary>
    public IReadOnlyList<uint> Ids { get; init; } = [];

    /// <summary>The addresses that are asked by ids of 29 bits, 18DAxxF1, in their order; none where those of 11 bits alone are.</summary>
    public IReadOnlyList<byte> Addresses { get; init; } = [];

    /// <summary>How long is listened first, so that what is on the bus anyway is neither asked nor taken for an answer; 1 s by default.</summary>
    public TimeSpan ListenTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer may take, the way there and back included, 1 ms to 49 days; 0.35 s by default.</summary>
    public TimeSpan ResponseTime { get; init; } = TimeSpan.FromSeconds(0.35);

    /// <summary>The time from one request to the next, 1 ms to 49 days; 10 ms by default. Answers that come later are found out by asking again.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMilliseconds(10);

    internal void Validate()
    {
        var least = TimeSpan.FromMilliseconds(1);
        ArgumentNullException.ThrowIfNull(Ids);
        ArgumentNullException.ThrowIfNull(Addresses);
        Option.Require(Ids.All(id => id <= CanId.MaxStandard), nameof(Ids), "above", "0 to 0x7FF");
        Option.RequireTime(ListenTime, nameof(ListenTime), TimeSpan.Zero);
        Option.RequireTime(ResponseTime, nameof(ResponseTime), least);
        Option.RequireTime(Gap, nameof(Gap), least);
    }
}
