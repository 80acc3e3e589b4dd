using Caneth.Links;
using static Caneth.Amount;

namespace Caneth.Sessions;

/// <summary>Every message of a session, in one place: what happened, the value, the limit. Links bring their own.</summary>
internal static class SessionMessages
{
    /// <summary>Why frames are given up where the policy is to drop the oldest.</summary>
    public const string NeededForNewer = "newer frames needed the room in the send buffer";

    private const string ConnectAgain = "Connect it again; a session with Reconnect does so automatically.";

    private const string CheckArrival = "Check whether the frames arrived, and send them again where they did not.";

    /// <summary>What a link says of itself, in the session's terms.</summary>
    public static CanSessionException Link(LinkException failure) => new(
        failure.Error switch
        {
            LinkError.HostNotFound => SessionError.HostNotFound,
            LinkError.ConnectionRefused => SessionError.ConnectionRefused,
            LinkError.ConnectTimeout => SessionError.ConnectTimeout,
            LinkError.ConnectFailed => SessionError.ConnectFailed,
            LinkError.ClientLimit => SessionError.ClientLimit,
            LinkError.AlignmentLost => SessionError.AlignmentLost,
            LinkError.HandshakeFailed => SessionError.HandshakeFailed,
            _ => SessionError.ConnectionLost,
        },
        failure.Message,
        failure.Recommendation,
        failure.InnerException);

    public static CanSessionException ClosedByGateway(string address, bool reconnects) => new(SessionError.ClosedByGateway,
        $"{address} closed the connection.", reconnects ? null : ConnectAgain);

    public static CanSessionException ConnectionLost(string address, LinkException cause, bool reconnects) => new(SessionError.ConnectionLost,
        $"The connection to {address} broke: {cause.Message.TrimEnd('.')}.", reconnects ? null : ConnectAgain, cause.InnerException);

    public static CanSessionException IdleTimeout(string address, TimeSpan timeout) => new(SessionError.IdleTimeout,
        $"{address} sent nothing for {Seconds(timeout)} (the idle timeout), so the connection counts as dead.",
        "Check that the gateway has power, or raise the idle timeout where the bus may be quiet for longer.");

    /// <param name="name">The name of the session.</param>
    /// <param name="cause">Why it ended on its own; null where it was closed.</param>
    public static CanSessionException SessionClosed(string name, CanSessionException? cause = null) => new(SessionError.SessionClosed,
        $"The device '{name}' was disconnected{(cause is null ? "." : $": {cause.Message}")}", cause?.Recommendation ?? "Connect it again.", cause);

    /// <param name="name">The name of the session.</param>
    /// <param name="filter">Which frame was wanted.</param>
    /// <param name="timeout">How long it was waited for.</param>
    /// <param name="cause">Why there is no connection; null where there is one.</param>
    public static TimeoutException NoFrame(string name, FrameFilter filter, TimeSpan timeout, Exception? cause) =>
        new($"No frame matching {filter} came from '{name}' within {Seconds(timeout)}.", cause);

    /// <inheritdoc cref="NoFrame"/>
    public static TimeoutException NoReply(string name, CanFrame request, FrameFilter filter, TimeSpan timeout, Exception? cause) =>
        new($"No reply matching {filter} came from '{name}' within {Seconds(timeout)} after {request.ToShortString()}.", cause);

    /// <inheritdoc cref="NoFrame"/>
    public static TimeoutException NotRequested(string name, CanFrame request, TimeSpan timeout, Exception? cause) =>
        new($"The request {request.ToShortString()} was not sent to '{name}' within {Seconds(timeout)}, and will not be sent later.", cause);

    public static CanSessionException SendBufferFull(string name, int limit) => new(SessionError.SendBufferFull,
        $"The send buffer of '{name}' is full: {limit:N0} frames wait.", "Send slower, wait for room (WhenSendBufferFull), or make the buffer larger (SendBuffer).");

    public static CanSessionException SendDiscarded(CanFrame frame, int count, string why) => new(SessionError.SendDiscarded,
        count == 1 ? $"The frame {frame.ToShortString()} was not sent: {why}." : $"{count:N0} frames, {frame.ToShortString()} first, were not sent: {why}.",
        "Send the frames again where they are still wanted.");

    public static CanSessionException SendExpired(CanFrame frame, int count, SendLimits limits) => new(SessionError.SendTimeout,
        $"{(count == 1 ? $"The frame {frame.ToShortString()} was" : $"{count:N0} frames, {frame.ToShortString()} first, were")} not sent, and will not be sent later: "
        + $"{(count == 1 ? "it" : "they")} may wait at most {Seconds(limits.Shortest ?? TimeSpan.Zero)}.",
        "Check the device, and send again when it is connected.");

    public static CanSessionException Unconfirmed(string name, IReadOnlyList<CanFrame> frames, bool tooOld) => new(SessionError.SendUnconfirmed,
        $"{Frames(frames.Count)} to '{name}' had been written but not acknowledged when the connection broke, "
        + $"and will not be sent again{(tooOld ? ", because their time is over" : "")}: {Named(frames)}.", CheckArrival);

    public static CanSessionException BatchTorn(string name, int written, int count) => new(SessionError.SendUnconfirmed,
        $"An atomic batch to '{name}' was torn: the connection broke after {written:N0} of its {Frames(count)} had been written. "
        + "They may have reached the gateway; the rest will not be sent.", CheckArrival);

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

    public static string ReaderFailed(string reader, Exception cause) =>
        $"{reader} gets no more frames, because its filter or its buffer failed: {cause.GetType().Name}: {cause.Message}";

    public static string Retry(TimeSpan delay) => $"Next attempt in {Seconds(delay)}.";

    public static string Resent(int count) => $"Sent {Frames(count)} again that the gateway had not acknowledged.";

    public static string Discarded(int count, string why) => $"{Frames(count)} {(count == 1 ? "was" : "were")} not sent: {why}.";

    public static string Withdrawn(int count) =>
        $"{Frames(count)} that waited to be sent {(count == 1 ? "was" : "were")} taken back, and will not be sent later: {(count == 1 ? "its" : "their")} time was over.";

    public static string Dropped(string reader, long count) => $"{reader} was too slow and lost {Frames(count)}.";

    public static CanSessionException Unexpected(string address, Exception cause) => new(SessionError.ConnectionLost,
        $"The session with {address} ended because of a bug in Caneth: {cause.GetType().Name}: {cause.Message}", "Please report it.", cause);

    public static string Closed(string name) => $"The device '{name}' was disconnected.";

    private static string Named(IReadOnlyList<CanFrame> frames)
    {
        const int Most = 20;
        var named = string.Join(", ", frames.Take(Most));
        return frames.Count > Most ? $"{named} and {frames.Count - Most:N0} more" : named;
    }
}
