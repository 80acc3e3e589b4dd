using System.Net;
using System.Net.Sockets;

namespace Caneth.Servers;

/// <summary>Every message of a server, in one place: what happened, the value, the limit.</summary>
internal static class ServerMessages
{
    /// <summary>What to do about an event; null where nothing is to be done, or its message says it.</summary>
    public static string? RecommendationFor(ServerEventKind kind) => kind switch
    {
        ServerEventKind.ClientRefused => "Close another client, or let more be served (MaxClients).",
        ServerEventKind.FramesNotSent => "See whether the device is connected; let frames wait longer with MaxSendAge.",
        _ => null,
    };

    public static SocketException CannotListen(IPEndPoint at, SocketException cause) => new((int)cause.SocketErrorCode,
        $"The server cannot listen at {at}: {cause.Message.TrimEnd('.')}.");

    public static string Connected(string client) => $"{client} has connected.";

    public static string Left(ServerClient client) =>
        $"{client} has left; it got {Amount.Frames(client.FramesSent)} and sent {Amount.Frames(client.FramesReceived)}.";

    public static string TooMany(string client, int most) => $"{client} was refused: {(most == 1 ? "1 client is" : $"{most} clients are")} served, as many as may be.";

    public static string Stalled(string client, TimeSpan time) => $"{client} was disconnected: it took nothing for {Amount.Seconds(time)}.";

    public static string NotUnderstood(string client, string carrier, string excerpt) =>
        $"{client} was disconnected: it sent what is not {carrier}: {excerpt}.";

    public static string NoSuchBus(string wanted, string bus) => $"it wanted the bus '{VisibleText.Shorten(wanted)}', and there is '{bus}' alone";

    public static string Disconnected(string client, string why) => $"{client} was disconnected: {why}.";

    public static string ReadOnly(string client) => $"{client} sends frames, which go nowhere: the server only shows the bus.";

    public static string Refused(string client, string why) => $"A frame of {client} was not sent: {why.TrimEnd('.')}.";

    public static string NotSent(string client, long frames, TimeSpan age) =>
        $"{Amount.Frames(frames)} of {client} waited longer than {Amount.Seconds(age)} to be sent, and {(frames == 1 ? "was" : "were")} taken back.";

    public static string DeviceEnded(string device) => $"The server has ended because '{device}' is closed.";
}
