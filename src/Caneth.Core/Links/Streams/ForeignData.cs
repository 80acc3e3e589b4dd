using System.Text;

namespace Caneth.Links.Streams;

/// <summary>Says in words what came from the other side, whoever that is, that is not a frame.</summary>
internal static class ForeignData
{
    private static readonly (byte[] Begin, string Sender)[] Known =
    [
        ([.. "HTTP/"u8], "an HTTP server"),
        ([.. "<!DOCTYPE"u8], "an HTTP server"),
        ([.. "<html"u8], "an HTTP server"),
        ([.. "SSH-"u8], "an SSH server"),
        ([.. "220"u8], "a mail or FTP server"),
        ([.. "* OK"u8], "a mail server"),
        ([.. "+OK"u8], "a mail server"),
        ([.. "RFB "u8], "a VNC server"),
        ([.. "< hi >"u8], "a socketcand server"),
        ([.. "CANNELLONIv1"u8], "a cannelloni server"),
        ([0x15, 0x03], "a TLS server"),
        ([0x16, 0x03], "a TLS server"),
        ([0xFF, 0xFB], "a Telnet server"),
        ([0xFF, 0xFD], "a Telnet server"),
    ];

    /// <summary>Bytes as text where they are text, with what a terminal would obey made visible, or else in hex.</summary>
    /// <returns><c>'SSH-2.0-x\x0D\x0A'</c> or <c>D8 B0 4C</c></returns>
    public static string Describe(ReadOnlySpan<byte> bytes) => IsText(bytes)
        ? $"'{VisibleText.Of(Encoding.ASCII.GetString(bytes))}'"
        : HexBytes.Format(bytes);

    /// <summary>As <see cref="Describe"/>, of the first bytes only.</summary>
    public static string Excerpt(ReadOnlySpan<byte> bytes)
    {
        const int Most = 48;
        return bytes.Length > Most ? $"{Describe(bytes[..Most])} ..." : Describe(bytes);
    }

    /// <summary>Who begins in this way; null where nobody does that is known.</summary>
    public static string? SenderOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var (begin, sender) in Known)
        {
            if (bytes.StartsWith(begin))
            {
                return sender;
            }
        }

        return null;
    }

    /// <summary>Whether bytes begin a request to a web server: a method in capital letters, and a blank.</summary>
    public static bool IsHttpRequest(ReadOnlySpan<byte> bytes)
    {
        const int ShortestMethod = 3;
        const int LongestMethod = 7;
        var length = bytes.IndexOfAnyExceptInRange((byte)'A', (byte)'Z');
        return length is >= ShortestMethod and <= LongestMethod && bytes[length] == ' ';
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value is not ((>= (byte)' ' and <= (byte)'~') or (byte)'\r' or (byte)'\n' or (byte)'\t' or 0x1B or 0x07))
            {
                return false;
            }
        }

        return true;
    }
}
