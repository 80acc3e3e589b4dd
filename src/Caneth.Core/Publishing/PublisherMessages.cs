namespace Caneth.Publishing;

/// <summary>Every message of a publisher, in one place: what happened, the value, the limit.</summary>
internal static class PublisherMessages
{
    /// <summary>What to do about an event; null where nothing is to be done.</summary>
    public static string? RecommendationFor(PublisherEventKind kind, EventLevel level) => level == EventLevel.Information ? null : kind switch
    {
        PublisherEventKind.Interrupted => "See whether the broker runs and can be reached from here. Frames are kept in the spool meanwhile, as many as it may hold.",
        PublisherEventKind.SpoolFailed => "Make room on the disk of the spool, or give the publisher another folder.",
        PublisherEventKind.SpoolFull => "Bring the broker back; publish fewer frames, or let the spool become larger.",
        PublisherEventKind.FramesOverrun => "Publish fewer frames with a filter, or see whether the disk of the spool is slow.",
        PublisherEventKind.FramesUnread => "Have a reader subscribe before frames are published, or publish to a broker that stores them.",
        _ => null,
    };

    public static string Connected(BrokerAddress address) => $"Connected to {address}.";

    public static string Interrupted(BrokerAddress address, string reason) => $"Nothing goes to {address}: {reason}";

    public static string Resumed(long frames, string spool) => $"Goes on with {Amount.Frames(frames)} that an earlier publisher has left in '{spool}'.";

    public static string SpoolDamaged(long bytes, string spool) =>
        $"{Amount.Bytes(bytes)} in '{spool}' are no whole batch, and are left out: they were just being written when a publisher ended, or the disk has damaged them.";

    public static string BatchDamaged(string spool) => $"A batch in '{spool}' was damaged on the disk, and is not published.";

    public static string SpoolFailed(string spool, string reason) => $"The spool '{spool}' does not take frames: {reason}";

    public static string SpoolFull(string spool, long maxSize) =>
        $"The spool '{spool}' has reached {Amount.Bytes(maxSize)}, and the oldest frames in it were dropped.";

    public static string HeldBack(string spool, long maxSize) =>
        $"The spool '{spool}' has reached {Amount.Bytes(maxSize)}, and the devices are held back until there is room.";

    public static string Overrun(string device) => $"Frames of '{device}' came faster than they could be put into the spool, and were lost.";

    public static string Unread(string topic) => $"The broker has thrown away what was published to '{topic}', since nobody has subscribed.";

    public static string Ended(IReadOnlyList<string> devices) => $"The publisher has ended because nothing comes any more: {string.Join("; ", devices)}.";

    public static string TakesNoMore(string publisher) => $"The publisher '{publisher}' takes no more devices: it ends with those that it has, or has ended.";

    public static string Left(long frames, string spool) =>
        $"{Amount.Frames(frames)} {(frames == 1 ? "stays" : "stay")} in '{spool}', since the broker has not acknowledged them; the next publisher that uses the spool publishes them.";

    public static string Bug(Exception bug) => $"The publisher has ended because of a bug in Caneth: {bug}";
}
