namespace Caneth.Signals;

/// <summary>Which end of a signal its start bit names.</summary>
public enum ByteOrder
{
    /// <summary>Intel: the start bit is the least significant one, and higher bits follow in higher bytes.</summary>
    LittleEndian,

    /// <summary>Motorola: the start bit is the most significant one, and lower bits follow in higher bytes.</summary>
    BigEndian,
}
