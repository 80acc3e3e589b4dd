namespace Caneth.Logs.Sqlite;

/// <summary>Whole numbers of 1 to 9 bytes: seven bits each, the highest first, and all eight of the ninth.</summary>
internal static class SqliteNumber
{
    private const int Longest = 9;

    /// <summary>Takes one off the beginning of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether there was one, whole.</returns>
    public static bool TryTake(ref Span<byte> bytes, out long number)
    {
        ReadOnlySpan<byte> before = bytes;
        var isThere = TryTake(ref before, out number);
        bytes = bytes[(bytes.Length - before.Length)..];
        return isThere;
    }

    /// <inheritdoc cref="TryTake(ref Span{byte}, out long)"/>
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, out long number)
    {
        number = 0;
        for (var place = 0; place < Math.Min(bytes.Length, Longest); place++)
        {
            var isLast = place == Longest - 1 || bytes[place] < 0x80;
            number = place == Longest - 1 ? number << 8 | bytes[place] : number << 7 | (uint)(bytes[place] & 0x7F);
            if (isLast)
            {
                bytes = bytes[(place + 1)..];
                return true;
            }
        }

        return false;
    }
}
