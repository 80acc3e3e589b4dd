using System.Globalization;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>Every message of a recording, in one place: what happened, the value, the limit.</summary>
internal static class RecordingMessages
{
    /// <summary>What to do about an event; null where nothing is to be done.</summary>
    public static string? RecommendationFor(RecordingEvent happened) => happened.Kind switch
    {
        RecordingEventKind.Interrupted => "Make room on the disk, or check the folder and the rights; the recording then continues automatically.",
        RecordingEventKind.FileLost =>
            "Rotate with MaxSize or MaxTime instead of another program, and keep other programs from the files of a recording.",
        RecordingEventKind.FileNotPacked => "Make room on the disk, or check the folder and the rights. The file is a log like any other: Convert-CanLog converts it too.",
        RecordingEventKind.FileNotReported => "Look at the file with Test-CanRecording, or RecordingCheck in the library.",
        RecordingEventKind.Ended when happened.Level == EventLevel.Error => "Please report it.",
        _ => null,
    };

    public static string Bug(Exception bug) => $"The recording ended because of a bug in Caneth: {bug.GetType().Name}: {bug.Message}";

    /// <param name="reasons">The devices, each with what ended it where something did.</param>
    public static string Ended(IReadOnlyCollection<string> reasons) =>
        $"The recording has ended because {(reasons.Count == 1 ? "its device is" : "all its devices are")} closed ({string.Join("; ", reasons)}).";

    public static string EndsWithGap(RecordingGap gap) => $"The recording ends with a gap: {gap}.";

    public static string Interrupted(string path, Exception failure, int capacity) => $"'{path}' cannot be written: {Reason(failure)}. "
        + $"Up to {capacity:N0} frames wait until it continues in a new file; beyond that the oldest are lost, and counted.";

    public static string Resumed(string path, RecordingGap gap) => $"The recording continues in '{path}'; {gap}.";

    public static string TriggeredBy(in CanFrame frame) => frame.ToShortString();

    public static string Triggered(string reason, Timestamp time, RecordingTrigger trigger) => VisibleText.Of(
        $"Triggered by {reason} at {time}: what came in the {Seconds(trigger.Before)} before and comes in the {Seconds(trigger.After)} after it is kept.");

    public static string Forgotten(RecordingGap gap, int capacity) =>
        $"More than {capacity:N0} frames came in the time that is kept before a trigger: {gap}.";

    public static string NoTrigger(string recording) =>
        $"The recording '{recording}' keeps every frame. A time before or after a trigger, given when it is started, makes it wait for triggers.";

    public static string NotNumbered(string recording) => $"The recording '{recording}' writes one file. "
        + "A number in the name of its file, {number}, or a limit to its size or time, given when it is started, makes it begin others.";

    public static string Repaired(string path, string repair) => $"'{path}' was incomplete at its end, so it was repaired first: {repair}.";

    public static string FileLost(LogLostException lost, long frames, bool framesToo) => $"{lost.Message}. The {frames:N0} frames that this recording "
        + $"had written to it {(framesToo ? "count as lost" : "are there")}, and it continues in a new file.";

    public static string EndedFileLost(string path, long frames) => $"'{path}' was removed or emptied by another program. "
        + $"The {frames:N0} frames that this recording had written to it count as lost.";

    public static string FileRemoved(string path) => $"'{path}' was removed to make room.";

    public static string FileTooOld(string path, TimeSpan? maxAge) => $"'{path}' was removed because it is older than {maxAge}.";

    public static string FileNotRemoved(string path, Exception failure) => $"'{path}' cannot be removed, though it should be: {Reason(failure)}. Another attempt follows.";

    public static string Packed(long frames, IReadOnlyList<string> files, long malformed, IReadOnlyCollection<LogLoss> losses) =>
        $"{frames:N0} frames are packed into {string.Join(", ", files.Select(file => $"'{file}'"))}"
        + $"{(malformed > 0 ? $"; {malformed:N0} sections could not be read" : "")}{string.Concat(losses.Select(loss => $"; lost: {loss}"))}.";

    public static string NotPacked(string path, LogFormat format, Exception failure) =>
        $"'{path}' cannot be packed as {format}: {Reason(failure)}. It stays, and the next recording to the same path packs it.";

    public static string Missing(Timestamp first, Timestamp last, long frames) => frames == 1
        ? $"1 frame, of {first}, is missing"
        : string.Create(CultureInfo.InvariantCulture, $"{frames:N0} frames, from {first} to {last}, are missing");

    public static string Completed(RecordedFile file) => $"'{file.Path}' is complete, with {file.Frames:N0} frames in {file.Length:N0} bytes"
        + $"{(file.FramesLost > 0 ? $"; {file.FramesLost:N0} frames are missing" : "")}{(file.MalformedCount > 0 ? $"; {file.MalformedCount:N0} sections cannot be read" : "")}.";

    public static string NotReported(string path, Exception failure) => $"'{path}' is complete, and could not be reported: {Reason(failure)}.";

    public static string NotMounted(string? mountPoint) => $"The file system at '{mountPoint}' is no longer mounted";

    public static string NoRoom(long? minFree) => $"The disk has less than {minFree:N0} bytes left, and there is no older file to remove";

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";

    private static string Reason(Exception failure) => failure.Message.TrimEnd('.');
}
