namespace Caneth.Diagnostics;

/// <summary>How a frame of ISO-TP says whom it is for (ISO 15765-2, clause 10.3).</summary>
public enum IsoTpAddressing
{
    /// <summary>By its id alone, whichever it is: 0x7E0 and 0x7E8, or any others, of 11 or 29 bits.</summary>
    Normal,

    /// <summary>By its id of 29 bits, whose last two bytes are target and source: 0x18DA10F1, to all 0x18DB33F1.</summary>
    NormalFixed,

    /// <summary>By its id and the first byte of its data, which is the address of the target: 0x6F1 and 12.</summary>
    Extended,

    /// <summary>By its id and the first byte of its data, which is an address extension, the same both ways: 0x7E0 and 55, 0x18CE10F1 and 55.</summary>
    Mixed,
}
