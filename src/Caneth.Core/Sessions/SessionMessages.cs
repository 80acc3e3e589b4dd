using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Caneth.Sessions;

/// <summary>Every message of a session, in one place: what happened, the value, and what to do.</summary>
internal static class SessionMessages
{
    public static CanSessionException HostNotFound(string host, Exception cause) => new(SessionError.HostNotFound,
        $"The host '{host}' is not known. Check the spelling, or give the gateway's IP address.", cause);

    public static CanSessionException ConnectTimeout(string address, IPAddress[] tried, TimeSpan timeout, Exception cause) => new(
        SessionError.ConnectTimeout,
        $"{address}{Tried(tried)} did not answer within {Seconds(timeout)}. Check that the gateway has power and that this computer is in its network.",
        cause);

    public static CanSessionException ConnectFailed(string address, IPAddress[] tried, SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(SessionError.ConnectionRefused,
            $"{address}{Tried(tried)} refused the connection: nothing listens on that port. Check the port; each CAN channel has one of its own.",
            cause),
        SocketError.TimedOut => new(SessionError.ConnectTimeout,
            $"{address}{Tried(tried)} did not answer. Check that the gateway has power and that this computer is in its network.", cause),
        _ => new(SessionError.ConnectFailed, $"{address}{Tried(tried)} cannot be reached: {cause.Message}.", cause),
    };

    public static CanSessionException ClientLimit(string address) => new(SessionError.ClientLimit,
        $"{address} refused this client: it said 'Sorry,Limited', which means that it serves as many clients as it can. "
        + "Close another client, or raise the client limit in the gateway's settings.");

    public static CanSessionException ClosedByGateway(string address) => new(SessionError.ClosedByGateway,
        $"{address} closed the connection.");

    public static CanSessionException ConnectionLost(string address, Exception cause) => new(SessionError.ConnectionLost,
        $"The connection to {address} broke: {cause.Message.TrimEnd('.')}.", cause);

    public static CanSessionException IdleTimeout(string address, TimeSpan timeout) => new(SessionError.IdleTimeout,
        $"{address} sent nothing for {Seconds(timeout)} (the idle timeout), so the connection counts as dead.");

    public static CanSessionException AlignmentLost(string address, ReadOnlySpan<byte> excerpt) => new(SessionError.AlignmentLost,
        $"{address} sent 4 KiB that are no CAN frames: {Excerpt(excerpt)}. {IsThisTheDataPort(excerpt)} "
        + "Where the gateway sends registration packets or heartbeats, say which.");

    public static CanSessionException SessionClosed(string name) => new(SessionError.SessionClosed,
        $"The device '{name}' is disconnected. Connect it again.");

    public static CanSessionException SendBufferFull(string name, int limit) => new(SessionError.SendBufferFull,
        $"The send buffer of '{name}' is full: {limit:N0} frames wait. Send slower, wait for room, or make the buffer larger.");

    public static CanSessionException SendDiscarded(CanFrame frame, int count, string why) => new(SessionError.SendDiscarded,
        count == 1 ? $"The frame {frame} was not sent: {why}." : $"{count:N0} frames, {frame} first, were not sent: {why}.");

    public static CanSessionException SendExpired(CanFrame frame, int count, SendLimits limits) => new(SessionError.SendTimeout,
        $"{(count == 1 ? $"The frame {frame} was" : $"{count:N0} frames, {frame} first, were")} not sent, and will not be sent later: "
        + $"{(count == 1 ? "it" : "they")} may wait at most {Seconds(limits.Shortest ?? TimeSpan.Zero)}.");

    public static CanSessionException Unconfirmed(string name, IReadOnlyList<CanFrame> frames, bool tooOld) => new(SessionError.SendUnconfirmed,
        $"{Frames(frames.Count)} to '{name}' had been written but not acknowledged when the connection broke, "
        + $"and will not be sent again{(tooOld ? ", because their time is over" : "")}: {Named(frames)}.");

    public static CanSessionException BatchTorn(string name, int written, int count) => new(SessionError.SendUnconfirmed,
        $"An atomic batch to '{name}' was torn: the connection broke after {written:N0} of its {Frames(count)} had been written. "
        + "They may have reached the gateway; the rest will not be sent.");

    public static string Connected(string address) => $"Connected to {address}.";

    public static string ConnectedAfter(string address, int failedAttempts, bool again) =>
        $"Connected to {address}{(again ? " again" : "")} after {failedAttempts:N0} attempts that failed.";

    public static string Replaced(string address, TimeSpan timeout) =>
        $"{address} sent nothing for {Seconds(timeout)} (the idle timeout), so a new connection took the place of the silent one.";

    public static string ClockChanged(TimeSpan change, bool followed)
    {
        var what = $"The clock of this computer went {(change < TimeSpan.Zero ? "back" : "forward")} by {Seconds(change.Duration())}"
            + (change < TimeSpan.Zero ? "." : ": it was set, or the computer slept.");
        return followed ? $"{what} The times of frames follow it from now on."
            : $"{what} The times of frames go on as before, so that they do not run backwards, and follow it from the next connection on.";
    }

    public static string Repeated(string message, long times, long frames, TimeSpan time) => string.Create(CultureInfo.InvariantCulture,
        $"{message} ({times:N0} times within {Seconds(TimeSpan.FromSeconds(Math.Max(1, Math.Round(time.TotalSeconds))))}{(frames > 0 ? $", {Frames(frames)} in all" : "")}.)");

    public static string ReaderFailed(string reader, Exception cause) =>
        $"{reader} gets no more frames, because its filter or its buffer failed: {cause.GetType().Name}: {cause.Message}";

    public static string Retry(TimeSpan delay) => $"Next attempt in {Seconds(delay)}.";

    public static string Resynchronised(long bytes, long invalidFrames, long times) => (invalidFrames, times) switch
    {
        ( > 0, 1) => $"Skipped {bytes:N0} bytes that are no valid frame, and went on with the next.",
        ( > 0, _) => $"Skipped {bytes:N0} bytes that are no valid frames, {times:N0} times, and went on with the next.",
        (_, 1) => $"Skipped {bytes:N0} bytes that are no frames, and found the next frames.",
        _ => $"Skipped {bytes:N0} bytes that are no frames, {times:N0} times, and found the next frames.",
    };

    public static string ForeignData(string address, long bytes, ReadOnlySpan<byte> excerpt) =>
        $"{address} sent {(bytes == 1 ? "1 byte that is" : $"{bytes:N0} bytes that are")} no CAN frame, and no frame after: {Excerpt(excerpt)}. {IsThisTheDataPort(excerpt)}";

    public static string Identified(string address, string identity, int length) =>
        $"{address} says that it is {identity} (a registration packet of {length} bytes).";

    public static string LongDlc(string address) =>
        $"{address} sent a frame with a DLC of 9 to 15. It is legal on a bus, means 8 bytes, and is received like others.";

    public static string PartialFrame(int bytes) => $"The connection ended in the middle of a frame; its first {bytes} bytes are lost.";

    public static string Resent(int count) => $"Sent {Frames(count)} again that the gateway had not acknowledged.";

    public static string Discarded(int count, string why) => $"{Frames(count)} {(count == 1 ? "was" : "were")} not sent: {why}.";

    public static string Withdrawn(int count) =>
        $"{Frames(count)} that waited to be sent {(count == 1 ? "was" : "were")} taken back, and will not be sent later: {(count == 1 ? "its" : "their")} time was over.";

    public static string Dropped(string reader, long count) => $"{reader} was too slow and lost {Frames(count)}.";

    public static CanSessionException Unexpected(string address, Exception cause) => new(SessionError.ConnectionLost,
        $"The session with {address} ended by a defect of Caneth: {cause.GetType().Name}: {cause.Message} Please report it.", cause);

    public static string Closed(string name) => $"'{name}' is disconnected.";

    public static string Frames(long count) => count == 1 ? "1 frame" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} frames");

    private static string Excerpt(ReadOnlySpan<byte> bytes)
    {
        const int Most = 48;
        return bytes.Length > Most ? $"{Wire.ForeignData.Describe(bytes[..Most])} ..." : Wire.ForeignData.Describe(bytes);
    }

    private static string IsThisTheDataPort(ReadOnlySpan<byte> excerpt) => Wire.ForeignData.SenderOf(excerpt) is { } sender
        ? $"That is {sender}. Is this the data port of the gateway, in TCP-server mode?"
        : "Is this the data port of the gateway, in TCP-server mode?";

    private static string Named(IReadOnlyList<CanFrame> frames)
    {
        const int Most = 20;
        var named = string.Join(", ", frames.Take(Most));
        return frames.Count > Most ? $"{named} and {frames.Count - Most:N0} more" : named;
    }

    // Of one address the name says enough.
    private static string Tried(IPAddress[] addresses)
    {
        const int Most = 8;
        return addresses.Length < 2 ? ""
            : $" (tried {string.Join(", ", addresses.Take(Most).Select(address => $"{address}"))}{(addresses.Length > Most ? ", ..." : "")})";
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
