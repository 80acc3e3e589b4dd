namespace Caneth.Signals;

/// <summary>What J1939 (SAE J1939-21) puts into a 29-bit id.</summary>
internal static class J1939Id
{
    private const int FirstBroadcastFormat = 240;

    /// <summary>
    /// The number of the parameter group (PGN), 18 bits: below format 240 (PDU1) the next byte is the destination, and no part of
    /// it.
    /// </summary>
    /// <param name="id">A 29-bit id.</param>
    /// <returns>The PGN.</returns>
    public static uint GroupNumberOf(uint id)
    {
        var number = (id >> 8) & 0x3_FFFF;
        return ((number >> 8) & 0xFF) < FirstBroadcastFormat ? number & 0x3_FF00 : number;
    }
}
