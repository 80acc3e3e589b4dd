using System.Management.Automation;
using Caneth.Bridges;
using Caneth.Flow;
using Caneth.Links;
using Caneth.Listening;
using Caneth.Logs;
using Caneth.Publishing;
using Caneth.Recording;
using Caneth.Servers;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Statistics;

namespace Caneth;

/// <summary>
/// Every message of the module that is not the library's own, in one place: what happened, the value, and what to do.
/// </summary>
internal static class ModuleMessages
{
    public static FormatException NumberInsteadOfId(object number) => new(
        $"PowerShell read the number {number:0} where an id was meant: in a list, 7e8 is 7 times 10 to the 8th. Write 0x7E8, or '7E8' in quotes.");

    public static FormatException NotAByte(object? value) => new(
        $"'{value}' is not a byte. Write 0 to 255 (decimal), or 0x00 to 0xFF or 00 to FF (hex).");

    public static FormatException AmbiguousByte(string digits) => new(
        $"'{digits}' can be hex or decimal here. Write 0x{digits} or '{digits}' in quotes for hex, or [byte]{digits} for the number.");

    public static FormatException NotATime(string text) => new(
        $"'{text}' is not a time. Give seconds (10, 0.5), a number with ms, s, min, h or d (100ms, 1.5s, 2min) or a TimeSpan (00:01:30), "
        + "0 or more and at most 49 days.");

    public static FormatException NotALogTime(string text) => new(
        $"'{text}' is not a time in a log. Give a date and time (2026-01-31T13:45:00.5), or the time since the log's first frame "
        + "in seconds (90, 0.5), with ms, s, min, h or d (1.5s, 2min) or as a TimeSpan (00:01:30).");

    public static FormatException NothingInList() => new("Something in the list is empty ($null). Check the variable that it came from.");

    public static FormatException NotAFrame(object? value, string reason) => new(
        $"'{value}' is not a CAN frame: {reason}. Give frames as New-CanFrame, Receive-CanFrame and Import-CanLog emit them, text as candump "
        + "writes it (123#0102), or objects with the properties of frames, such as the lines of Import-Csv; Id at least.");

    public static FormatException NotAnEncoding(string text) => new(
        $"'{text}' is not an encoding. Give its name (utf8, windows-1252, gb18030, shift_jis) or the number of its code page (936).");

    /// <summary>What happened to something, and what to do about it.</summary>
    public static string Event(string name, CanEvent happened) =>
        $"{name}: {happened.Message}{(happened.Recommendation is null ? "" : $" {happened.Recommendation}")}";

    /// <summary>What an exception of .NET says, without the name of a parameter of the library.</summary>
    public static string Of(Exception exception) => exception.Message.Split(" (Parameter")[0];

    public static string MoreMalformed(string file, long shown, long count) =>
        $"{file}: {count:N0} lines or sections could not be read, of which the first {shown:N0} are shown; -Verbose shows all.";

    public static string Malformed(string file, long count) => $"{file}: {count:N0} lines or sections could not be read.";

    public static string PassedOver(string file, long bytes) =>
        $"{file}: {bytes:N0} bytes from before -After were passed over unread; what is said of this file is about the rest.";

    public static string NotInFrames(string file, IEnumerable<LogLoss> losses) =>
        $"{file}: not everything in it could be kept in frames: {Listed(losses)}.";

    public static string NotInLog(string file, LogFormat format, IEnumerable<LogLoss> losses) =>
        $"{file}: the format {format} cannot carry everything: {Listed(losses)}.";

    public static string NotInText(LogFormat format, IEnumerable<LogLoss> losses) =>
        $"The format {format} cannot carry everything: {Listed(losses)}.";

    public static string Repaired(string file, string repair) => $"{file} was incomplete at its end, so it was repaired first: {repair}.";

    public static FormatException NotAnIdMap(string reason) => new(
        $"The ids cannot be read as a map: {reason} Write it as @{{0x100 = 0x200; 0x18DA10F1 = 0x7E0}}: the id in the log, then the id to send.");

    public static string Sent(long frames, string device, bool waits) => waits
        ? $"{device}: {Frames(frames)} put into the send buffer." : $"{device}: {Frames(frames)} handed to the operating system.";

    public static string Receiving(FrameFilter filter, IEnumerable<CanSession> sessions, bool includesSent) =>
        $"Receiving frames of {filter} from {string.Join(", ", sessions.Select(session => $"'{session.Name}'"))}{(includesSent ? ", and those sent to it" : "")}.";

    public static string Received(long frames, bool includesSent) => $"{Frames(frames)} received{(includesSent ? " or sent" : "")}.";

    public static string NotSent(string what, long frames) => $"{frames:N0} frame(s) were not sent: {what}.";

    public static string SentLog(long frames, LatenessHistogram lateness) => lateness.Count == 0 ? $"{frames:N0} frames were sent."
        : $"{frames:N0} frames were sent; 99 % of them at most {lateness.Percentile(0.99).TotalMilliseconds:0.0} ms late, the last "
        + $"{lateness.Last.TotalMilliseconds:0.000} ms.";

    public static string WaitsLong(TimeSpan wait) =>
        $"The next frame of the log is due only in {wait:d\\.hh\\:mm\\:ss} (days.hours:minutes:seconds), and is waited for. -MaxGap shortens such gaps.";

    /// <returns>Where the replay did not follow the times of the log, or of the clock.</returns>
    public static IEnumerable<string> ReplayCorrected(FrameReplay replay)
    {
        if (replay.StepsBack > 0)
        {
            yield return $"The times of the log went back {Times(replay.StepsBack)}, because a clock was set or an earlier log followed; "
                + "the frames from there on followed at their own rhythm.";
        }

        if (replay.Outliers > 0)
        {
            yield return $"{Frames(replay.Outliers)} had a time far from that of its neighbours, and went with them.";
        }

        if (replay.GapsShortened > 0)
        {
            yield return $"The log was silent for longer than -MaxGap {Times(replay.GapsShortened)}, and the wait was shortened.";
        }

        if (replay.Held > TimeSpan.Zero)
        {
            yield return $"The replay paused for {replay.Held.TotalSeconds:0.0} s while its device was not connected, and went on at its rhythm; "
                + "-WhenLinkLost says what else can be done.";
        }
    }

    public static string SendingAgain(long frames, long skipped) =>
        $"{Frames(frames)} sent{(skipped > 0 ? $", {skipped:N0} cycles left out" : "")}";

    public static string CyclesLacking(long cycles, long frames) => $"{(cycles == 1 ? "1 cycle was" : $"{cycles:N0} cycles were")} left out, beside {Frames(frames)} "
        + "that were sent: the device was not connected or took them too slowly, or this computer was late.";

    public static string SentLate(TimeSpan late) => $"The timing could not be kept: the last frame was sent {late.TotalSeconds:0.000} s late. "
        + "The gateway took the frames too slowly, or this computer was busy.";

    public static string Connecting(CanAddress address, bool listens) => listens ? $"Waiting for a gateway at {address}" : $"Connecting to {address}";

    public static string Opening(string file) => $"Opening {file}";

    public static string Reading(string file) => $"Reading {file}";

    public static string ConvertLogs(IReadOnlyList<string> logs) => logs.Count == 1 ? $"Convert {logs[0]}" : $"Convert {logs.Count:N0} logs";

    public static string Converting(long frames) => $"{Frames(frames)} read";

    public static string Converted(long frames, int files, TimeSpan time) => $"{Frames(frames)} written to {(files == 1 ? "1 file" : $"{files:N0} files")} in "
        + $"{time.TotalSeconds:0.0} s.";

    public static string WritingTheRest(string file) => $"Writing the rest to {file}";

    public static string NothingYet(string what, FrameFilter filter) => $"No {what} matching {filter} yet";

    /// <returns>What waits for a device; null where nothing does.</returns>
    public static string? Pending(IEnumerable<CanSession> sessions) => sessions.FirstOrDefault(session => session.FramesPending > 0) is { } session
        ? $"{(session.FramesPending == 1 ? "1 frame waits" : $"{session.FramesPending:N0} frames wait")} for '{session.Name}', "
            + $"which is {session.State.ToString().ToLowerInvariant()}"
        : null;

    public static string Discarded(string device, int frames) =>
        $"{device}: {frames:N0} frame(s) that waited to be sent were thrown away.";

    public static string ServerIsOpen(CanServer server) => $"{server.Name}: whoever reaches this computer at {server.Endpoint} sees the bus of '{server.Device}'"
        + (server.ReadOnly ? "; the protocol asks nobody who he is." : " and sends on it: the protocol asks nobody who he is. -ReadOnly shows the bus alone.");

    public static string ListenerIsOpen(CanListener listener) => $"{PortIsOpen(listener.Name, listener.Address)} -Identity says who may come.";

    public static string PortIsOpen(string name, CanAddress address) => $"{name}: whoever reaches this computer at {address.Uri} can dial in as any gateway: "
        + "the wire asks nobody who he is, and hides nothing.";

    /// <returns>For which devices one waits.</returns>
    public static string NotConnectedYet(IEnumerable<string> names) => $"Waiting for {VisibleText.List(names.Select(name => name == "*" ? "any device" : $"'{name}'"))}";

    private static string Times(long count) => count == 1 ? "once" : $"{count:N0} times";

    private static string Frames(long count) => count == 1 ? "1 frame" : $"{count:N0} frames";

    public static string HandlerFailed(string handler, ErrorRecord error) =>
        VisibleText.OfLines($"Handler '{handler}': {error.ErrorDetails?.Message ?? error.Exception.Message}");

    public static string FileActionFailed(string recording, ErrorRecord error) =>
        VisibleText.OfLines($"-OnFile of the recording '{recording}': {error.ErrorDetails?.Message ?? error.Exception.Message}");

    public static string FileActionTooSlow(string recording, string path, int most) => VisibleText.Of(
        $"-OnFile of the recording '{recording}' is too slow: {most:N0} files wait for it, and it does not run for '{path}'.");

    public static string RunningFileActions(string recording) => $"Running -OnFile for the last files of {recording}";

    public static string OutsideTime(string file) => $"{file}: not opened; the summary beside it shows that no frame of it lies in the time of -After and -Before.";

    public static string Checking(int done, int count) => $"Looked at {done:N0} of {count:N0} files";

    public static string HandlerLinesLost(long lines) =>
        $"{lines:N0} of the lines that handlers wrote meanwhile, the oldest, were too many to be kept and are not shown.";

    public static string LinkLost(string device) => $"the lost link of '{device}'";

    public static string Repeated(string last, long count, TimeSpan time) =>
        $"{last} ({count:N0} more like it in the last {Math.Max(1, time.TotalSeconds):0} s, this one last)";

    public static string ClosedByImport(IEnumerable<string> closed) =>
        VisibleText.Of($"Import-Module -Force imported the module again, and ended what it had open: {string.Join(", ", closed)}.");

    /// <returns>What is open, one by one.</returns>
    public static IReadOnlyList<string> Open(
        IEnumerable<CanSession> sessions, IEnumerable<CanRecording> recordings, IEnumerable<CanPublisher> publishers, IEnumerable<GatewaySimulator> simulators,
        IEnumerable<CanServer> servers, IEnumerable<CanBridge> bridges, IEnumerable<CanListener> listeners, int handlers, int replies, int transmissions) =>
    [
        .. sessions.Where(session => session.State != CanSessionState.Closed).Select(session => $"the device '{session.Name}'"),
        .. recordings.Where(recording => recording.State != RecordingState.Stopped).Select(recording => $"the recording '{recording.Name}'"),
        .. publishers.Where(publisher => publisher.State != PublisherState.Stopped).Select(publisher => $"the publisher '{publisher.Name}'"),
        .. servers.Where(server => server.State == ServerState.Running).Select(server => $"the server '{server.Name}'"),
        .. bridges.Where(bridge => bridge.State == BridgeState.Running).Select(bridge => $"the bridge '{bridge.Name}'"),
        .. listeners.Where(listener => listener.State == ListenerState.Listening).Select(listener => $"the listener '{listener.Name}'"),
        .. simulators.Select(simulator => $"the simulator '{simulator.Name}'"),
        .. Several(handlers, "handler", "handlers"),
        .. Several(replies, "reply", "replies"),
        .. Several(transmissions, "transmission", "transmissions"),
    ];

    public static string SecretInTheClear(BrokerAddress address) =>
        $"The password goes to {address} unencrypted, unless the broker itself asks for encryption. Use tls:// or mqtts://.";

    public static string PublishedFramesMissing(long frames) =>
        $"{Frames(frames)} that were published did not come, as their numbers show: the publisher lost them before, or the broker did.";

    private static string[] Several(int count, string one, string more) => count == 0 ? [] : [count == 1 ? $"1 {one}" : $"{count:N0} {more}"];

    private static string Listed(IEnumerable<LogLoss> losses) =>
        string.Join("; ", losses.Select(loss => $"{loss.Count:N0} x {loss.What}"));

    public static string Measured(long frames, int ids) => $"{Frames(frames)} of {(ids == 1 ? "1 id" : $"{ids:N0} ids")}";

    public static string NothingMeasured(FrameFilter filter, IReadOnlyList<CanSession> sessions) => sessions.Count == 0
        ? $"No frame{(filter.MatchesAll ? "" : $" matching {filter}")} came down the pipeline, so nothing was measured."
        : $"No frame{(filter.MatchesAll ? "" : $" matching {filter}")} came, so nothing was measured. {string.Join(' ', sessions.Select(CanErrors.Why))} "
            + "Check that the bus is on and its bit rate is that of the gateway; Receive-CanFrame shows what comes.";

    public static string MoreDevices(int most, long frames) =>
        $"Frames of more than {most:N0} devices came; {frames:N0} frames of those that came later were not measured.";

    public static string MoreGaps(IEnumerable<FrameStatistics> ids, int most) =>
        $"{VisibleText.List(ids.Select(id => $"0x{id.HexId}"))}: of {most:N0} or more gaps the longest {most:N0} are told.";
}
