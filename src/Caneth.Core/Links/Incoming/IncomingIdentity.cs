using System.Net;

namespace Caneth.Links.Incoming;

/// <summary>Who a gateway that dialled in is: what its registration packet says, or else the address that it came from.</summary>
internal sealed class IncomingIdentity
{
    private IncomingIdentity(string text, ReadOnlySpan<byte> registration)
    {
        Text = text;
        Registration = registration.ToArray();
    }

    /// <summary>The identity as text: <c>truck17</c>, <c>D8-B0-4C-01-02-03</c>, <c>192.168.0.7</c>.</summary>
    public string Text { get; }

    /// <summary>The registration packet; empty where it sent none.</summary>
    public ReadOnlyMemory<byte> Registration { get; }

    /// <summary>The identity that a registration packet gives: its text where it is text, or else its bytes.</summary>
    public static IncomingIdentity OfPacket(ReadOnlySpan<byte> packet) => new(TextOf(packet) ?? HexOf(packet), packet);

    /// <summary>The identity that a registration packet gives whose bytes are a number, such as a MAC address.</summary>
    public static IncomingIdentity OfNumber(ReadOnlySpan<byte> packet) => new(HexOf(packet), packet);

    /// <summary>The identity of whoever comes from an address, from whichever port.</summary>
    /// <param name="address">The address.</param>
    /// <param name="packet">The registration packet, which is taken out of the stream all the same; empty where there is none.</param>
    public static IncomingIdentity OfAddress(IPAddress address, ReadOnlySpan<byte> packet = default) =>
        new($"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}", packet);

    private static string HexOf(ReadOnlySpan<byte> packet) => BitConverter.ToString(packet.ToArray());

    /// <returns>The text without what ends it; null where the bytes are none.</returns>
    private static string? TextOf(ReadOnlySpan<byte> packet)
    {
        var text = packet.Trim(" \t\r\n\0"u8);
        return text.IsEmpty || text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? null : System.Text.Encoding.ASCII.GetString(text);
    }
}
