using System.Globalization;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>What nodes of J1939 say to people.</summary>
internal static class J1939Texts
{
    public static string Reader(CanSession session) => $"The J1939 node of '{session.Name}'";

    /// <param name="group">The group of the message.</param>
    /// <param name="to">Whom it was for, 255 for all.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="reason">The same in a sentence.</param>
    public static J1939Exception NotSent(uint group, byte to, J1939Error error, string reason) => new(error, string.Create(CultureInfo.InvariantCulture,
        $"PGN {group} was not sent whole to {(to == J1939Frames.ToAll ? "all" : $"0x{to:X2}")}. {reason}"));

    public static J1939Exception NotReceived(J1939Message message) => new(message.Error!.Value, string.Create(CultureInfo.InvariantCulture,
        $"PGN {message.Pgn} was not received whole from 0x{message.Source:X2}. {message.Reason}"));

    public static J1939Exception LinkLost(CanSession session) => new(J1939Error.LinkLost,
        $"'{session.Name}' is {session.State.ToString().ToLowerInvariant()}, so nothing can be sent. {session.LastError?.Message}".TrimEnd(), session.LastError);

    public static J1939Exception NoAddress(CanSession session, byte wanted, (byte Address, J1939Name Name)? winner) => new(J1939Error.NoAddress,
        $"The node on '{session.Name}' has no address: " + (winner is { } other
            ? $"0x{other.Address:X2} is claimed by the NAME {other.Name}, which is not higher than its own."
            : $"it wanted 0x{wanted:X2}."));

    public static J1939Exception AddressChanged(CanSession session) => new(J1939Error.NoAddress,
        $"The node on '{session.Name}' lost its address in the midst of a message.");

    public static J1939Exception NoAnswer(uint group, byte from, TimeSpan time) => new(J1939Error.NoAnswer, string.Create(CultureInfo.InvariantCulture,
        $"0x{from:X2} did not answer the request for PGN {group} within {Amount.Seconds(time)}."));

    public static J1939Exception Refused(uint group, byte from, J1939AcknowledgementKind kind)
    {
        var (error, text) = kind switch
        {
            J1939AcknowledgementKind.AccessDenied => (J1939Error.AccessDenied, "denies the access to"),
            J1939AcknowledgementKind.CannotRespond => (J1939Error.Busy, "cannot answer now the request for"),
            _ => (J1939Error.NotSupported, "does not have"),
        };
        return new(error, string.Create(CultureInfo.InvariantCulture, $"0x{from:X2} {text} PGN {group}."));
    }

    public static ObjectDisposedException Disposed(CanSession session) => new(nameof(J1939Node), $"The J1939 node on '{session.Name}' is closed.");

    public static string SameName(CanSession session, J1939Name name) =>
        $"Another node on '{session.Name}' has the NAME {name}, too, and there must not be two. Give this one another identity number.";

    /// <summary>What to do; null where nothing general can be said.</summary>
    public static string? Advice(J1939Error error) => error switch
    {
        J1939Error.NoAnswer => "Check that somebody with this address is there and awake, or wait longer.",
        J1939Error.NoAddress => "Claim another address, or give the node a NAME that takes any free one.",
        J1939Error.NotSupported => "Ask another node, or for another parameter group.",
        J1939Error.Busy => "Ask again after a short time.",
        J1939Error.MissingPacket or J1939Error.NoPacket => "Try again.",
        J1939Error.LinkLost => "Try again when the device is connected. It is not known whether what was under way arrived.",
        _ => null,
    };
}
