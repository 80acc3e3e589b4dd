namespace Caneth.Signals;

/// <summary>How the bits of a signal are read.</summary>
public enum SignalKind
{
    /// <summary>An unsigned integer of 1 to 64 bits.</summary>
    UnsignedInteger,

    /// <summary>A signed integer of 1 to 64 bits, in two's complement.</summary>
    SignedInteger,

    /// <summary>An IEEE 754 number of 32 bits.</summary>
    Binary32,

    /// <summary>An IEEE 754 number of 64 bits.</summary>
    Binary64,

    /// <summary>More than 64 bits: bytes, such as a text.</summary>
    Bytes,

    /// <summary>No bits at all: listed, never decoded.</summary>
    Empty,
}
