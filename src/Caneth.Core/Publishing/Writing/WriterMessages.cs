using Caneth.Logs;

namespace Caneth.Publishing;

/// <summary>Every message of a writer, in one place: what happened, the value, the limit.</summary>
internal static class WriterMessages
{
    /// <summary>What to do about an event; null where nothing is to be done.</summary>
    public static string? RecommendationFor(WriterEventKind kind, EventLevel level) => level == EventLevel.Information ? null : kind switch
    {
        WriterEventKind.Disconnected => "See whether the broker runs and can be reached from here.",
        WriterEventKind.Interrupted => "Make room on the disk, or check the folder and the rights; the writer then goes on.",
        WriterEventKind.MessageRefused => "See who else publishes to these topics.",
        WriterEventKind.FramesMissing => "See whether a publisher counts frames as dropped, and whether the broker stores what it takes for long enough.",
        WriterEventKind.Ended when level == EventLevel.Error => "Please report it.",
        _ => null,
    };

    public static string Begins(BrokerAddress address, ulong? place) => $"Connected to {address}: " + place switch
    {
        null => "what comes from now on is written.",
        0 => "all that it has stored is written.",
        _ => $"it goes on after message {place}.",
    };

    public static string Connected(BrokerAddress address) => $"Connected to {address} again.";

    public static string Disconnected(BrokerAddress address, string reason) => $"Nothing comes from {address}: {reason}";

    public static string Written(long frames, int files, string folder, IReadOnlyCollection<LogLoss> losses) =>
        $"{Amount.Frames(frames)} are in {files:N0} new files below '{folder}'{string.Concat(losses.Select(loss => $"; lost: {loss}"))}.";

    public static string Interrupted(string folder, Exception failure) => $"The files below '{folder}' cannot be written: {failure.Message.TrimEnd('.')}.";

    public static string Refused(string problem) => $"{problem} It is not written.";

    public static string NotABatch(string problem) => $"The message is not a batch of frames: {problem}.";

    public static string NameTooLong(string device) => $"The name of the device '{VisibleText.Shorten(device)}' is too long for a folder.";

    public static string TooManyDays(string device, int most) => $"The frames of a batch of '{VisibleText.Shorten(device)}' are of more than {most:N0} days.";

    public static string Missing(string device) => $"Frames of '{device}' were published and did not come.";

    public static string PositionDamaged(string path) =>
        $"'{path}', which says how far the writer is, is damaged. Without it, all that the broker has stored is written again, beside what is there.";

    public static string PositionInUse(string path) => $"Another writer uses '{path}'.";

    public static string Left(long frames, bool comesAgain) => comesAgain
        ? $"{Amount.Frames(frames)} are in no file; the next writer reads them from the broker again."
        : $"{Amount.Frames(frames)} are in no file and lost, since the broker stores nothing.";

    public static string Bug(Exception bug) => $"The writer has ended because of a bug in Caneth: {bug}";
}
