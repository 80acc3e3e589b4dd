using Caneth.Links.Streams;

namespace Caneth.Links.Socketcand;

/// <summary>The messages of socketcand, whichever side says them: <c>&lt; word ... &gt;</c>, with nothing, blanks or line ends between them.</summary>
internal static class SocketcandMessage
{
    // An fdframe of 64 bytes with blanks between them has some 250.
    private const int MaxLength = 512;

    /// <summary>Finds the end of what is next.</summary>
    /// <param name="bytes">At least 1 byte.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>A message, the beginning of one, what may be between them, or none.</returns>
    public static MessageKind Measure(ReadOnlySpan<byte> bytes, out int length)
    {
        length = bytes.IndexOfAnyExcept(" \r\n"u8);
        if (length != 0)
        {
            length = length < 0 ? bytes.Length : length;
            return MessageKind.Filler;
        }

        // What begins anew before it has ended was cut.
        var next = bytes[1..].IndexOfAny((byte)'<', (byte)'>');
        length = next < 0 ? Math.Min(bytes.Length, MaxLength) : next + 1;
        if (bytes[0] != '<' || next >= 0 && bytes[length] == '<' || length >= MaxLength)
        {
            return MessageKind.Garbage;
        }

        length += next < 0 ? 0 : 1;
        return next < 0 ? MessageKind.Incomplete : MessageKind.Other;
    }
}
