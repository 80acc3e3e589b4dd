namespace Caneth.Logs.Mdf;

/// <summary>
/// What some compress better: of records that have one length, the first bytes of all, then the second bytes of all, and so on; what is left
/// over is not part of a record as it was.
/// </summary>
internal static class MdfTransposition
{
    /// <summary>Brings bytes into their order.</summary>
    /// <param name="bytes">The bytes as they were compressed.</param>
    /// <param name="ordered">Room for as many.</param>
    /// <param name="columns">How long a record is.</param>
    public static void Undo(ReadOnlySpan<byte> bytes, Span<byte> ordered, uint columns)
    {
        var length = (int)Math.Min(columns, (uint)bytes.Length);
        var rows = length == 0 ? 0 : bytes.Length / length;
        for (var column = 0; column < length; column++)
        {
            var source = bytes.Slice(column * rows, rows);
            for (var row = 0; row < rows; row++)
            {
                ordered[row * length + column] = source[row];
            }
        }

        bytes[(rows * length)..].CopyTo(ordered[(rows * length)..]);
    }
}
