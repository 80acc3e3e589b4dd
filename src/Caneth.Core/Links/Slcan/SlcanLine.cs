namespace Caneth.Links.Slcan;

/// <summary>The lines of SLCAN. Adapters end them with CR, LF or both; BEL is a line of its own, and says no.</summary>
internal static class SlcanLine
{
    public const byte Bell = 0x07;

    /// <summary>What ends a line.</summary>
    public static ReadOnlySpan<byte> Ends => "\r\n\a"u8;

    /// <summary>How many bytes the first line has, its end included; 0 where it is not whole yet.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny(Ends) + 1;
}
