using System.Buffers;

namespace Caneth.Logs.Seeking;

/// <summary>
/// Looks through lines for one that is not an event. In formats whose files can hold several parts, each with a start that times
/// count from, nothing else shows where one begins.
/// </summary>
internal static class EventLines
{
    private const int BlockLength = 256 * 1024;

    /// <summary>Whether each line begins as an event does, with a number, or is empty.</summary>
    /// <param name="input">The file, to be set to any place.</param>
    /// <param name="from">Where the first line begins.</param>
    /// <param name="to">Where the last line ends.</param>
    public static bool AreAll(LogInput input, long from, long to)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            input.GoTo(from);
            var atBeginning = true;
            while (from < to && input.Read(block.AsSpan(0, (int)Math.Min(block.Length, to - from))) is var count and > 0)
            {
                if (!AreEvents(block.AsSpan(0, count), ref atBeginning))
                {
                    return false;
                }

                from += count;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static bool AreEvents(ReadOnlySpan<byte> text, ref bool atBeginning)
    {
        while (true)
        {
            if (atBeginning)
            {
                text = text.TrimStart(" \t\r\n"u8);
                if (text.IsEmpty)
                {
                    return true;
                }

                if (text[0] is not ((>= (byte)'0' and <= (byte)'9') or (byte)'-'))
                {
                    return false;
                }
            }

            var end = text.IndexOf((byte)'\n');
            atBeginning = end >= 0;
            if (!atBeginning)
            {
                return true;
            }

            text = text[(end + 1)..];
        }
    }
}
