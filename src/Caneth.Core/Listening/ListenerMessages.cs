using System.Net;

namespace Caneth.Listening;

/// <summary>Every message of a listener, in one place: what happened, the value, the limit.</summary>
internal static class ListenerMessages
{
    public const string TellApart =
        "Give each gateway a registration packet of its own, or tell them apart by their addresses (identity=address).";

    public const string AllowIdentity = "Add it to those that may come, where it is one of yours.";

    public const string MakeRoom = "Disconnect devices that will not come again, or let more come (MaxDevices).";

    public static string Added(string identity, IPEndPoint from) => $"'{identity}' dialled in from {from}.";

    public static string Returned(string identity, IPEndPoint from) => $"'{identity}' dialled in again from {from}.";

    public static string Replaced(string identity, IPEndPoint from) =>
        $"'{identity}' dialled in anew from {from}, and this connection took the place of the one before.";

    public static string Shared(string identity, IPEndPoint from, int times, TimeSpan within) =>
        $"Connections of '{identity}' took each other's place {times} times within {Amount.Seconds(within)}, the last from {from}: "
        + "there are probably two gateways that call themselves so.";

    public static string Unknown(string identity, IPEndPoint from) => $"'{identity}' dialled in from {from}, and was refused: it is not one of those that may come.";

    public static string Full(string identity, IPEndPoint from, int most) => $"'{identity}' dialled in from {from}, and was refused: there {(most == 1 ? "is 1 device" : $"are {most:N0} devices")} already.";
}
