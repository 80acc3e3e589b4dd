namespace Caneth;

/// <summary>How long frames are on a classic CAN bus, in bits (ISO 11898-1), the interframe space included.</summary>
internal static class BitTiming
{
    /// <summary>
    /// The longest frame: extended, 8 bytes, with the most stuff bits that data can make. A bus carries at least its bit rate divided
    /// by this in frames per second, whatever frames they are.
    /// </summary>
    public const int LongestFrame = MostOverheadExtended + MostBitsPerByte * CanData.MaxClassicLength;

    private const int OverheadStandard = 47;
    private const int OverheadExtended = 67;
    private const int MostOverheadStandard = 55;
    private const int MostOverheadExtended = 80;
    private const int MostBitsPerByte = 10;

    /// <summary>The length of a frame without stuff bits.</summary>
    public static int BitsOf(in CanFrame frame) => (frame.Extended ? OverheadExtended : OverheadStandard) + 8 * frame.Length;

    /// <summary>The length of a frame with the most stuff bits that data can make.</summary>
    public static int MostBitsOf(in CanFrame frame) => (frame.Extended ? MostOverheadExtended : MostOverheadStandard) + MostBitsPerByte * frame.Length;
}
