namespace Caneth.Signals;

/// <summary>What of a frame is protected.</summary>
[Flags]
public enum ProtectionParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The counter: the value that follows the last one is written.</summary>
    Counter = 1,

    /// <summary>The checksum: the right one is written.</summary>
    Checksum = 2,

    /// <summary>Counter and checksum.</summary>
    All = Counter | Checksum,
}
