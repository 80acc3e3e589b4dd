using static Caneth.Amount;

namespace Caneth.Links.Streams;

/// <summary>What a link of bytes says of what comes, whatever its wire.</summary>
internal static class StreamMessages
{
    public static LinkException Broken(Exception cause) => new(LinkError.Broken, cause.Message, innerException: cause);

    public static LinkException NotGreeted(string address, string carrier, TimeSpan timeout, Exception cause) => new(LinkError.ConnectTimeout,
        $"{address} accepted the connection, but did not answer as {carrier} does within {Seconds(timeout)}.",
        $"Check that the port is that of {carrier}, and that nobody else uses it.", cause);

    public static LinkException EndedWhileGreeting(string address, string carrier, Exception cause) => new(LinkError.HandshakeFailed,
        $"{address} accepted the connection, but it ended before {carrier} was ready: {cause.Message.TrimEnd('.')}.",
        $"Check that the port is that of {carrier}, and that it has room for one more client.", cause);

    public static LinkException NotUnderstood(string address, string carrier, string expected, ReadOnlySpan<byte> heard) => new(LinkError.HandshakeFailed,
        $"{address} does not answer as {carrier} does: it said {Streams.ForeignData.Excerpt(heard)} instead of {expected}."
        + (Streams.ForeignData.SenderOf(heard) is { } sender ? $" That is {sender}." : ""),
        $"Check that the port is that of {carrier}.");

    public static string Resynchronised(long bytes, long invalidFrames, long times) => (invalidFrames, times) switch
    {
        ( > 0, 1) => $"Skipped {bytes:N0} bytes that are not a valid frame, and went on with the next.",
        ( > 0, _) => $"Skipped {bytes:N0} bytes that are not valid frames, {times:N0} times, and went on with the next.",
        (_, 1) => $"Skipped {bytes:N0} bytes that are not frames, and found the next frames.",
        _ => $"Skipped {bytes:N0} bytes that are not frames, {times:N0} times, and found the next frames.",
    };

    public static string ForeignData(string address, long bytes, ReadOnlySpan<byte> excerpt, string whatToCheck) =>
        $"{address} sent {(bytes == 1 ? "1 byte that is" : $"{bytes:N0} bytes that are")} no CAN frame, and no frame after: {Streams.ForeignData.Excerpt(excerpt)}. {whatToCheck}";

    public static string Identified(string address, string identity, int length) =>
        $"{address} says that it is {identity} (a registration packet of {length} bytes).";

    public static string LongDlc(string address) =>
        $"{address} sent a frame with a DLC of 9 to 15. It is legal on a bus, means 8 bytes, and is received like others.";

    public static string PartialFrame(int bytes) => $"The connection ended in the middle of a frame; its first {bytes} bytes are lost.";

    public static string WithoutFrames(string address, TimeSpan time, string advice) =>
        $"{address} answers, but no frame has come for {Seconds(time)}. {advice}";
}
