namespace Caneth.Signals;

/// <summary>What a message's protection consists of.</summary>
public sealed record ProtectionOptions
{
    /// <summary>The name of the signal that counts. By default the only one whose name tells that it does, if there is one; empty for none.</summary>
    public string? Counter { get; init; }

    /// <summary>The highest value of the counter, after which comes 0. By default as the profile says, and at most the maximum that the database has for it.</summary>
    public ulong? CounterTop { get; init; }

    /// <summary>
    /// The name of the signal that holds the checksum. By default the only one whose name tells that it does, if there is one.
    /// </summary>
    public string? Checksum { get; init; }

    /// <summary>The data ids, for the profiles that have them: one or, where each value of the counter has its own, 16.</summary>
    public IReadOnlyList<ushort> DataIds { get; init; } = [];
}
