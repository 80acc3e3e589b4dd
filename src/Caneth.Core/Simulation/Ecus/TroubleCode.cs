namespace Caneth.Simulation;

/// <summary>A fault that is stored: its code of 3 bytes and its status, as ISO 14229-1 has them.</summary>
internal readonly record struct TroubleCode(uint Code, byte Status)
{
    private const byte PendingBit = 0x04;
    private const byte ConfirmedBit = 0x08;
    private const int KindShift = 22;
    private const int FailureTypeBits = 8;

    public bool IsPending => (Status & PendingBit) != 0;

    public bool IsConfirmed => (Status & ConfirmedBit) != 0;

    /// <summary>Whether emissions may be the worse for it, so that OBD-II tells it: those of the powertrain (P) and the network (U).</summary>
    public bool IsOfEmissions => Code >> KindShift is 0 or 3;

    /// <summary>The code in OBD-II, which does not say how it failed.</summary>
    public ushort ObdCode => (ushort)(Code >> FailureTypeBits);

    /// <summary>The code as UDS writes it.</summary>
    public byte[] ToBytes() => [(byte)(Code >> 16), (byte)(Code >> 8), (byte)Code];
}
