namespace Caneth.Simulation;

/// <summary>
/// How long frames are on a classic CAN bus, in bits (ISO 11898-1), the interframe space included and without stuff bits.
/// </summary>
internal static class BitTiming
{
    private const int StandardOverhead = 47;
    private const int ExtendedOverhead = 67;

    public static int BitsOf(in CanFrame frame) => (frame.Extended ? ExtendedOverhead : StandardOverhead) + 8 * frame.Length;
}
