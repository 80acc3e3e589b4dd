using System.Net.Sockets;
using Caneth.Links.Streams;

namespace Caneth.Links.Datagrams;

/// <summary>What a link of packets says.</summary>
internal static class DatagramMessages
{
    public static LinkException Broken(SocketException cause) => new(LinkError.Broken, cause.Message, innerException: cause);

    public static LinkException NotBound(CanAddress address, int port, SocketException cause) => cause.SocketErrorCode == SocketError.AddressAlreadyInUse
        ? new(LinkError.ConnectFailed, $"{address} needs the UDP port {port} of this computer, which another program or session uses.",
            "End that one, or give another port with ?local=, to which the other side then has to send.", cause)
        : new(LinkError.ConnectFailed, $"{address} needs the UDP port {port} of this computer, which cannot be opened: {cause.Message}.",
            "Give another port with ?local=, to which the other side then has to send.", cause);

    public static LinkException Multicast(CanAddress address) => new(LinkError.ConnectFailed,
        $"{address} is the address of a group, and groups are not supported.", "Give the address of one host.");

    public static string Heard(string address) => $"{address} has sent its first packet.";

    public static string Lost(string address, long packets) =>
        $"{(packets == 1 ? "1 packet" : $"{packets:N0} packets")} of {address}, and the frames in {(packets == 1 ? "it" : "them")}, were lost on the way, as the numbers of the others show; "
        + "or it was started anew.";

    public static string Foreign(string address, string carrier, long packets, ReadOnlySpan<byte> packet) => packet.IsEmpty
        ? $"A packet of {address} announced more frames than were in it."
        : $"{Passed(packets)} of {address}, as {(packets == 1 ? "it is" : "they are")} not {carrier}: {ForeignData.Excerpt(packet)}.";

    public static string Double(string address, long packets) => $"{Passed(packets)} of {address} that had come before.";

    public static string Stranger(string address, string sender, long packets) =>
        $"{Passed(packets)} that came from {sender} instead of {address}.";

    private static string Passed(long packets) => packets == 1 ? "Passed over a packet" : $"Passed over {packets:N0} packets";
}
