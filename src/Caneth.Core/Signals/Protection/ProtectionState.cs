namespace Caneth.Signals;

/// <summary>Where the counter of a message is, for one sender or for one receiver. Begins as the default value.</summary>
public struct ProtectionState
{
    /// <summary>The counter of the last frame; null where there was none.</summary>
    public ulong? Counter { get; internal set; }
}
