namespace Caneth;

/// <summary>What kind of frame a <see cref="CanFrame"/> is, beyond its id, DLC and data.</summary>
[Flags]
public enum FrameFlags : byte
{
    /// <summary>A classic data frame with an 11-bit id, received.</summary>
    None = 0,

    /// <summary>The id has 29 bits (CAN 2.0B). Ids above 0x7FF are always extended.</summary>
    Extended = 0x01,

    /// <summary>A remote frame (RTR): it asks for data, carries a DLC and no data. CAN FD has none.</summary>
    Remote = 0x02,

    /// <summary>An error frame, as logs record them. It never travels over a gateway.</summary>
    Error = 0x04,

    /// <summary>A CAN FD frame: up to 64 bytes of data.</summary>
    Fd = 0x08,

    /// <summary>CAN FD: the data phase ran at the higher bit rate (BRS).</summary>
    BitRateSwitch = 0x10,

    /// <summary>CAN FD: the sender was error passive (ESI).</summary>
    ErrorState = 0x20,

    /// <summary>The frame was sent by the one who recorded it, not received.</summary>
    Transmitted = 0x40,
}
