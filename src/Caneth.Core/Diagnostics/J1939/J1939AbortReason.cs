namespace Caneth.Diagnostics;

/// <summary>Why a transfer is broken off: the number that an abort carries (SAE J1939-21, table of abort reasons).</summary>
internal enum J1939AbortReason : byte
{
    Busy = 1,
    NoResources = 2,
    Timeout = 3,
    AskedWhileSending = 4,
    TooManyRequests = 5,
    UnexpectedPacket = 6,
    WrongNumber = 7,
    PacketTwice = 8,
    TooLong = 9,
    Other = 250,
}
