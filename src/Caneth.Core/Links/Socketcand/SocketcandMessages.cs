namespace Caneth.Links.Socketcand;

/// <summary>What a link by socketcand says.</summary>
internal static class SocketcandMessages
{
    public static LinkException NotOpened(string address, string error) => new(LinkError.HandshakeFailed,
        $"{address} did not open the bus: its socketcand says '{VisibleText.Shorten(error)}'.",
        "Give a bus that the server offers (its option -i) and that is up (ip link set can0 up type can bitrate 500000).");

    public static string Error(string device, string error) => $"The socketcand of '{device}' says '{VisibleText.Shorten(error)}': it did not take something that was sent.";
}
