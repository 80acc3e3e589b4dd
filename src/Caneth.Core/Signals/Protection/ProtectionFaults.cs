namespace Caneth.Signals;

/// <summary>What is wrong with counter and checksum of a frame.</summary>
[Flags]
public enum ProtectionFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The checksum is wrong. The counter is not looked at then, since it may be what is damaged.</summary>
    BadChecksum = 1,

    /// <summary>The counter is the same as in the frame before.</summary>
    CounterRepeated = 2,

    /// <summary>The counter is not the one that follows the frame before: frames are missing between them, or out of order.</summary>
    CounterJumped = 4,

    /// <summary>The counter is above its highest value.</summary>
    CounterAboveTop = 8,
}
