namespace Caneth.Diagnostics;

/// <summary>Which ids diagnostics have by convention, and what an id says of its addressing.</summary>
internal static class IsoTpIds
{
    // Of an id of 29 bits: not the priority, and not target and source (ISO 15765-2, clause 10.3.3 and 10.3.5).
    private const uint GroupMask = 0x03FF_0000;
    private const uint NormalPhysical = 0x00DA_0000;
    private const uint NormalFunctional = 0x00DB_0000;
    private const uint MixedFunctional = 0x00CD_0000;
    private const uint MixedPhysical = 0x00CE_0000;

    /// <summary>
    /// 0x700 to 0x7FF, where makers put the diagnostics of 11-bit buses and ISO 15765-4 those of OBD-II, and the four groups of 29-bit ids that
    /// ISO 15765-2 has for target and source.
    /// </summary>
    public static FrameFilter Usual { get; } = new(
    [
        IdFilter.Range(0x700, 0x7FF),
        IdFilter.Masked(NormalPhysical, GroupMask),
        IdFilter.Masked(NormalFunctional, GroupMask),
        IdFilter.Masked(MixedPhysical, GroupMask),
        IdFilter.Masked(MixedFunctional, GroupMask),
    ]);

    /// <summary>The usual ids, for people.</summary>
    public const string UsualInWords = "0x700 to 0x7FF, 18DAxxxx, 18DBxxxx, 18CDxxxx and 18CExxxx of any priority";

    /// <summary>How many bytes of address the data of a frame begins with. An id of 29 bits may say so; all others are as they were said to be.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="addressing">What was said.</param>
    public static int AddressBytes(in CanFrame frame, IsoTpAddressing addressing) => !frame.Extended ? AddressBytes(addressing)
        : (frame.Id & GroupMask) switch
        {
            NormalPhysical or NormalFunctional => 0,
            MixedPhysical or MixedFunctional => 1,
            _ => AddressBytes(addressing),
        };

    private static int AddressBytes(IsoTpAddressing addressing) => addressing is IsoTpAddressing.Extended or IsoTpAddressing.Mixed ? 1 : 0;
}
