namespace Caneth.Listening;

/// <summary>What kind of thing happened to a listener.</summary>
public enum ListenerEventKind
{
    /// <summary>A gateway dialled in for the first time.</summary>
    DeviceAdded,

    /// <summary>A gateway that had been here dialled in again.</summary>
    DeviceReturned,

    /// <summary>A gateway dialled in anew, and its new connection took the place of the one before.</summary>
    ConnectionReplaced,

    /// <summary>Connections of one identity take each other's place again and again: there are probably two gateways of that identity.</summary>
    IdentityShared,

    /// <summary>A connection was refused: its identity is not one of those that may come, there is no room, or it is no gateway.</summary>
    ConnectionRefused,

    /// <summary>A connection could not be accepted.</summary>
    AcceptFailed,
}
