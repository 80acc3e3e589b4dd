namespace Caneth.Diagnostics;

/// <summary>The least time between two consecutive frames (STmin), as a flow control has it in one byte (ISO 15765-2, clause 9.6.5.4).</summary>
internal static class SeparationTime
{
    /// <summary>The longest that a flow control can ask for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(MostMilliseconds);

    private const byte MostMilliseconds = 0x7F;
    private const byte TenthsBase = 0xF0;
    private const byte MostTenths = 9;
    private const double MicrosecondsPerTenth = 100;

    /// <summary>Reads the byte: 00 to 7F are milliseconds, F1 to F9 tenths of one; the reserved rest means the longest.</summary>
    public static TimeSpan Read(byte value) => value switch
    {
        <= MostMilliseconds => TimeSpan.FromMilliseconds(value),
        > TenthsBase and <= TenthsBase + MostTenths => TimeSpan.FromMicroseconds((value - TenthsBase) * MicrosecondsPerTenth),
        _ => Longest,
    };

    /// <summary>Writes a time: the shortest that can be written and is not shorter, or the longest there is.</summary>
    public static byte Write(TimeSpan time)
    {
        var tenths = Math.Ceiling(time.TotalMicroseconds / MicrosecondsPerTenth);
        return tenths <= 0 ? (byte)0
            : tenths <= MostTenths ? (byte)(TenthsBase + tenths)
            : (byte)Math.Min(Math.Ceiling(time.TotalMilliseconds), MostMilliseconds);
    }
}
