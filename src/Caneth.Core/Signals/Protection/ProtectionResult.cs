namespace Caneth.Signals;

/// <summary>What came of checking a frame.</summary>
/// <param name="Faults">What is wrong with it.</param>
/// <param name="Missing">How many frames the counter passed over: 0 unless it jumped.</param>
public readonly record struct ProtectionResult(ProtectionFaults Faults, ulong Missing)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsRight => Faults == ProtectionFaults.None;
}
