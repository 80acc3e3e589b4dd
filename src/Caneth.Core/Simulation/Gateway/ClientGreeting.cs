namespace Caneth.Simulation;

/// <summary>What a port says besides frames: registration packets, heartbeats of free text, and the first words of other servers.</summary>
internal static class ClientGreeting
{
    /// <summary>The longest registration packet and the longest heartbeat in bytes, as EBYTE's manual of the ECAN-E01 has it.</summary>
    public const int MaxLength = 128;

    private const int AddressLength = 6;

    /// <summary>What a web server says to a client that does not speak HTTP.</summary>
    public static ReadOnlySpan<byte> Http =>
        "HTTP/1.1 400 Bad Request\r\nServer: gateway\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><body>400</body></html>"u8;

    /// <summary>What an SSH server says first.</summary>
    public static ReadOnlySpan<byte> Ssh => "SSH-2.0-dropbear_2022.83\r\n"u8;

    /// <summary>A registration packet.</summary>
    /// <param name="length">Its length in bytes: 6 for a MAC address, made up and marked as such; else it is text.</param>
    public static byte[] Registration(int length) =>
        length == AddressLength ? [0x02, 0x00, 0x5E, 0x10, 0x20, 0x01] : Text("CAN-GATEWAY-0001 "u8, length);

    /// <summary>A heartbeat of free text.</summary>
    /// <param name="length">Its length in bytes.</param>
    public static byte[] Heartbeat(int length) => Text("heartbeat "u8, length);

    private static byte[] Text(ReadOnlySpan<byte> words, int length)
    {
        var text = new byte[length];
        for (var index = 0; index < length; index++)
        {
            text[index] = words[index % words.Length];
        }

        return text;
    }
}
