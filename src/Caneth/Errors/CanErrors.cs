using System.Management.Automation;
using Caneth.Logs;
using Caneth.Recording;
using Caneth.Sessions;

namespace Caneth;

/// <summary>Every error of the module, with its stable id, its category and what to do.</summary>
internal static partial class CanErrors
{
    public static ErrorRecord NoDevice() => Of("NoDevice", ErrorCategory.ConnectionError, null,
        "No CAN device is connected.",
        "Connect one: Connect-CanDevice 192.168.0.7 -Port 20001, or Start-CanSimulator | Connect-CanDevice to try without hardware.");

    public static ErrorRecord GivenAndEmpty(string parameter) => Of("GivenAndEmpty", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} was given and is empty, so nothing was done: it could have meant any of them.",
        parameter == "Device" ? "Check the variable or the column that it came from; leave -Device out for the device connected last."
            : parameter == "Ecu" ? "Check the variable or the column that it came from; leave -Ecu out for the control unit connected last."
            : parameter is "From" or "To" ? "Check the variable or the column that it came from."
            : "Check the variable or the column that it came from; leave it out for all.");

    public static ErrorRecord PipelineBroughtNoDevice(string command) => Of("GivenAndEmpty", ErrorCategory.InvalidArgument, command,
        $"-Device was given by the pipeline and is empty, so {command} did nothing.",
        "Check the variable or the command in front of the pipeline; call the command alone for the device connected last.");

    public static ErrorRecord ExitInAction() => Of("ExitInAction", ErrorCategory.InvalidOperation, null,
        "exit would end the shell and not the action, so it was treated as an error.",
        "Write return to end the action for this frame, or Unregister-CanHandler to end the handler.");

    public static ErrorRecord ActionFailed(Exception exception) => Of("ActionFailed", ErrorCategory.NotSpecified, null,
        $"The action failed: {exception.Message}", "Correct the action.", exception);

    public static ErrorRecord ValueScriptNotPossible(PSLanguageMode mode, RuntimeException exception) => Of(
        "ValueScriptNotPossible", ErrorCategory.PermissionDenied, mode,
        $"A script that makes values cannot run in this shell (language mode {mode}): {exception.Message}",
        "Give a value instead of a script, and change it with Set-CanTransmission.", exception);

    public static ErrorRecord BackgroundNotPossible(PSLanguageMode mode, RuntimeException exception) => Of(
        "BackgroundNotPossible", ErrorCategory.PermissionDenied, mode,
        $"A background handler cannot run in this shell (language mode {mode}): {exception.Message}",
        "Register it without -Background.", exception);

    public static ErrorRecord FileActionNotPossible(PSLanguageMode mode, RuntimeException exception) => Of(
        "BackgroundNotPossible", ErrorCategory.PermissionDenied, mode,
        $"-OnFile cannot run in this shell (language mode {mode}): {exception.Message}",
        "Record without -OnFile, and look for complete files with Get-CanRecording -Event.", exception);

    public static ErrorRecord ModuleRemoved(string command) => Of("ModuleRemoved", ErrorCategory.OperationStopped, command,
        $"The module was removed while {command} waited.",
        "Import it again with Import-Module Caneth, and run the command again.");

    public static ErrorRecord DeviceNotFound(string name, IEnumerable<string> known) => Of(
        "DeviceNotFound", ErrorCategory.ObjectNotFound, name,
        $"No device named '{name}' is connected. {Known("Connected devices", known)}",
        "Give -Device one of the names that Get-CanDevice shows, or connect the device first.");

    public static ErrorRecord DeviceNameTaken(string name) => Of("DeviceNameTaken", ErrorCategory.ResourceExists, name,
        $"A device named '{name}' is connected already.",
        "Use that one, disconnect it first, or give this one another name with -Name.");

    public static ErrorRecord InvalidAddress(string address, Exception exception) => Of("InvalidAddress", ErrorCategory.InvalidArgument, address,
        ModuleMessages.Of(exception), "Correct the address: Get-CanLinkType | Format-List shows how each kind is written.", exception);

    public static ErrorRecord LinkTypeNotFound(string name, IEnumerable<string> known) => Of("LinkTypeNotFound", ErrorCategory.ObjectNotFound, name,
        $"There is no kind of link named '{name}'. {Known("Kinds of links", known)}",
        "Give one of the schemes that Get-CanLinkType shows.");

    public static ErrorRecord PortTwice(string address, int port) => Of("PortTwice", ErrorCategory.InvalidArgument, address,
        $"-Port {port} was given together with '{address}', which has a port already.",
        "Give one of them.");

    public static ErrorRecord HandlerNameTaken(string name) => Of("HandlerNameTaken", ErrorCategory.ResourceExists, name,
        $"A handler named '{name}' is registered already.",
        "Unregister it first, or give this one another name with -Name.");

    public static ErrorRecord HandlerNotFound(string name, IEnumerable<string> known) => Of(
        "HandlerNotFound", ErrorCategory.ObjectNotFound, name,
        $"No handler named '{name}' is registered. {Known("Registered handlers", known)}",
        "Give one of the names that Get-CanHandler shows.");

    public static ErrorRecord ReplyNameTaken(string name) => Of("ReplyNameTaken", ErrorCategory.ResourceExists, name,
        $"A reply named '{name}' is registered already.",
        "Unregister it first, or give this one another name with -Name.");

    public static ErrorRecord ReplyNotFound(string name, IEnumerable<string> known) => Of(
        "ReplyNotFound", ErrorCategory.ObjectNotFound, name,
        $"No reply named '{name}' is registered. {Known("Registered replies", known)}",
        "Give one of the names that Get-CanReply shows.");

    public static ErrorRecord SimulatorNameTaken(string name) => Of("SimulatorNameTaken", ErrorCategory.ResourceExists, name,
        $"A simulator named '{name}' runs already.",
        "Use that one, stop it first, or give this one another name with -Name.");

    public static ErrorRecord SimulatorNotFound(string name, IEnumerable<string> known) => Of(
        "SimulatorNotFound", ErrorCategory.ObjectNotFound, name,
        $"No simulator named '{name}' runs. {Known("Running simulators", known)}",
        "Give one of the names that Get-CanSimulator shows.");

    public static ErrorRecord SimulatorNotStarted(int port, Exception exception) => Of(
        "SimulatorNotStarted", ErrorCategory.ResourceUnavailable, port,
        $"The simulator cannot listen on port {port}: {exception.Message}.",
        "Give another port, or -Port 0 for any that is free.", exception);

    public static ErrorRecord LogNotReadable(string path, Exception exception) => Of(
        "LogNotReadable", ErrorCategory.ReadError, path,
        $"The log '{path}' cannot be read: {exception.Message}",
        "Check the path and the format of the file.", exception);

    public static ErrorRecord LogNotFound(string path) => Of("LogNotFound", ErrorCategory.ObjectNotFound, path,
        $"There is no file '{path}'.",
        "Check the path, and that the folder is the one that is meant; -LiteralPath takes brackets and stars as they are.");

    public static ErrorRecord NotAFile(string path) => Of("NotAFile", ErrorCategory.InvalidArgument, path,
        $"'{path}' is not a file on a disk.",
        "Give the path of a file, for example ./drive.log.");

    public static ErrorRecord LogFormatIsBinary(LogFormat format) => Of("LogFormatIsBinary", ErrorCategory.InvalidArgument, format,
        $"The format {format} is not text.",
        "Give another format, such as candump, asc, trc, csv or jsonl, or write a file: Export-CanLog drive.blf.");

    public static ErrorRecord LogTextNotReadable(Exception exception) => Of("LogNotReadable", ErrorCategory.ReadError, null,
        $"The text cannot be read as a log: {exception.Message}",
        "Name its format with -Format; a path must be that of a file that is there.", exception);

    public static ErrorRecord UnknownLogFormat(string path, ArgumentException exception, string parameter = "Format") => Of(
        "UnknownLogFormat", ErrorCategory.InvalidArgument,
        path, ModuleMessages.Of(exception),
        $"Name the format with -{parameter}.", exception);

    public static ErrorRecord LogNotWritable(string path, Exception exception, long frames = 0) => Of("LogNotWritable",
        exception is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path,
        $"The log '{path}' cannot be written: {exception.Message}{(frames > 0 ? $" {frames:N0} frames are in it." : "")}",
        exception is InvalidDataException ? "Write a new file instead."
        : exception is NotSupportedException ? "Name another format with -Format, or choose one by the extension." : "Check the folder, the rights and the room on the disk.", exception);

    /// <summary>Why a log cannot be read; null for an unexpected failure.</summary>
    public static ErrorRecord? LogReading(string path, Exception failure) => failure switch
    {
        ArgumentException unknown => UnknownLogFormat(path, unknown),
        IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException => LogNotReadable(path, failure),
        _ => null,
    };

    /// <summary>Why a log cannot be written; null for an unexpected failure.</summary>
    public static ErrorRecord? LogWriting(string path, Exception failure) => failure switch
    {
        LogInUseException inUse => LogIsBeingWritten(inUse),
        ArgumentException invalid => OptionOutOfRange(invalid),
        IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException => LogNotWritable(path, failure),
        _ => null,
    };

    public static ErrorRecord SatelliteMissing(string name, string path) => Of("SatelliteMissing", ErrorCategory.NotInstalled, name,
        $"The part '{name}' of the module is missing or not whole: there is no file '{path}'.", ReinstallModule);

    public static ErrorRecord SatelliteNotLoadable(string name, string folder, Exception exception) => Of(
        "SatelliteNotLoadable", ErrorCategory.OpenError, name,
        $"The part '{name}' of the module cannot be loaded from '{folder}': {exception.Message.TrimEnd()}", ReinstallModule, exception);

    public static ErrorRecord LogExists(string path) => Of("LogExists", ErrorCategory.ResourceExists, path,
        $"The file '{path}' is there already.",
        "Give another path, or choose what happens to this one: -Append continues it, -Force replaces it, and -NoClobber keeps it.");

    public static ErrorRecord LogIsBeingWritten(LogInUseException exception) => Of(
        "LogIsBeingWritten", ErrorCategory.ResourceBusy, exception.Path,
        $"The log {exception.Message}", exception.Recommendation, exception);

    public static ErrorRecord AppendToRing(string others = "-MaxSize, -MaxTime, -SplitAt, -Before, -After or a number in the name") => Of("AppendToRing", ErrorCategory.InvalidArgument, null,
        $"-Append was given together with {others}, which always begin a new file.",
        "Leave -Append out: the numbers continue after those of the files that are there.");

    public static ErrorRecord TriggerCondition(IReadOnlyList<string> given) => Of("TriggerCondition", ErrorCategory.InvalidArgument, null,
        given.Count switch
        {
            0 => "-TriggerSignal was given, and no condition on its value.",
            1 => $"-{given[0]} was given, and no -TriggerSignal that it could be asked of.",
            _ => $"-{string.Join(" and -", given)} were given together, and a signal triggers on one condition.",
        },
        "Give a signal and one condition: -TriggerSignal EngineSpeed -GT 3000.");

    public static ErrorRecord TriggerWithoutTime() => Of("TriggerWithoutTime", ErrorCategory.InvalidArgument, null,
        "A trigger was given, and neither -Before nor -After, so there is nothing around it to keep.",
        "Give one of them, or both: -Before 30 -After 10.");

    public static ErrorRecord NoTrigger(CanRecording recording) => Of("NoTrigger", ErrorCategory.InvalidOperation, recording,
        $"The recording '{recording.Name}' keeps every frame already.",
        "Start it with -Before or -After where it is to wait for triggers.");

    public static ErrorRecord NotNumbered(CanRecording recording) => Of("NotNumbered", ErrorCategory.InvalidOperation, recording,
        $"The recording '{recording.Name}' writes one file.",
        "Start it with -MaxSize, -MaxTime, -SplitAt, or {number} in the name of its file where it is to begin others.");

    public static ErrorRecord RecordingNameTaken(string name) => Of("RecordingNameTaken", ErrorCategory.ResourceExists, name,
        $"A recording named '{name}' exists already.",
        "Stop it first, or give this one another name with -Name.");

    public static ErrorRecord RecordingNotFound(string name, IEnumerable<string> known) => Of(
        "RecordingNotFound", ErrorCategory.ObjectNotFound, name,
        $"There is no recording named '{name}'. {Known("Recordings", known)}",
        "Give one of the names that Get-CanRecording shows.");

    public static ErrorRecord Recording(CanRecording recording, RecordingEvent happened)
    {
        var (id, category) = happened.Kind == RecordingEventKind.FileLost ? ("RecordingFileLost", ErrorCategory.ResourceUnavailable)
            : ("RecordingInterrupted", ErrorCategory.WriteError);
        return Of(id, category, recording, $"{recording.Name}: {happened.Message}", happened.Recommendation, happened.Error);
    }

    public static ErrorRecord LogIsBeingRead(string path) => Of("LogIsBeingRead", ErrorCategory.ResourceBusy, path,
        $"The log '{path}' is being read at this moment, and writing it would destroy it.",
        "Write another file.");

    public static ErrorRecord SpeedOutOfRange(double speed) => Of("SpeedOutOfRange", ErrorCategory.InvalidArgument, speed,
        $"The speed {speed} is neither 0 nor within 0.1 to 1000.",
        "Give 1 for the original timing, another factor from 0.1 to 1000, or 0 for as fast as the gateway takes the frames.");

    public static ErrorRecord OnlyForFiles(string parameter) => Of("OnlyForFiles", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} was given together with frames of the pipeline, and is for log files only.",
        "Leave it out, or name the files: Send-CanLog drive.log.");

    public static ErrorRecord ReplayTimeout(CanSession session, TimeSpan time, int frames) => Of(
        "SendTimeout", ErrorCategory.OperationTimeout, session,
        $"No frame was sent to '{session.Name}' within {time.TotalSeconds:0.###} s, so the log was not sent any further. "
        + $"{frames:N0} frame(s) that waited will not be sent later. {Why(session)}",
        Advice([session], "Check the device with Get-CanDevice, and send the log again when it is connected."), new TimeoutException(null, session.LastError));

    public static ErrorRecord IdOutOfRange(uint id) => Of("IdOutOfRange", ErrorCategory.InvalidArgument, id,
        $"The id 0x{id:X} is above 0x{CanId.MaxExtended:X}, the largest extended (29-bit) id.",
        $"Give an id from 0 to 0x{CanId.MaxStandard:X} (standard) or to 0x{CanId.MaxExtended:X} (extended).");

    public static ErrorRecord StandardIdTooLarge(uint id) => Of("StandardIdTooLarge", ErrorCategory.InvalidArgument, id,
        $"The id 0x{id:X} is above 0x{CanId.MaxStandard:X}, the largest standard (11-bit) id, and -Extended:$false asks for a standard frame.",
        "Leave -Extended out: ids above the limit are extended automatically.");

    public static ErrorRecord TooMuchData(int length, int most) => Of("TooMuchData", ErrorCategory.InvalidArgument, length,
        $"{length} bytes of data are too many: this kind of frame carries at most {most}.",
        $"Give 0 to {most} bytes, or send several frames.");

    public static ErrorRecord InvalidFrame(Exception exception, bool inBatch = false) => Of("InvalidFrame", ErrorCategory.InvalidArgument, null,
        ModuleMessages.Of(exception),
        inBatch ? "Give classic data frames (0 to 8 bytes) or remote frames, and send a batch that is too long as several."
            : "Give a classic data frame (0 to 8 bytes) or a remote frame (-Remote, -Dlc 0 to 8).", exception);

    public static ErrorRecord FrameTwice(object frame, string parameter) => Of("FrameTwice", ErrorCategory.InvalidArgument, frame,
        $"-{parameter} was given together with '{frame}', which is a whole frame already.",
        $"Leave -{parameter} out, or give the id alone.");

    public static ErrorRecord D1WithoutD0() => Of("D1WithoutD0", ErrorCategory.InvalidArgument, null,
        "-D1 was given without -D0, and the second byte is looked at only together with the first.",
        "Give -D0 too, or use -Data '?? 02' for any first byte.");

    public static ErrorRecord DataTwice() => Of("DataTwice", ErrorCategory.InvalidArgument, null,
        "-Data was given together with -D0, and both say how the data begins.",
        "Give one of them; -Data '01 02' says the same as -D0 1 -D1 2.");

    public static ErrorRecord DataBitRateAlone() => Of("DataBitRateAlone", ErrorCategory.InvalidArgument, null,
        "-DataBitRate was given without -BitRate, and most bits of a bus go at that rate.",
        "Give -BitRate too, for example -BitRate 500000 -DataBitRate 2000000.");

    public static ErrorRecord IntervalTooShort(TimeSpan every) => Of("IntervalTooShort", ErrorCategory.InvalidArgument, every,
        $"-Every {Amount.Seconds(every)} is too short.",
        "Give 1 ms or more: -Every 1, -Every 100ms.");

    public static ErrorRecord WaitTimeout(FrameFilter filter, TimeSpan time, IReadOnlyList<CanSession> sessions) => Of(
        "WaitTimeout", ErrorCategory.OperationTimeout, filter,
        $"No frame matching {filter} came within {time.TotalSeconds:0.###} s. {string.Join(' ', sessions.Select(Why))}",
        Advice(sessions, "Check the id and the data, watch the bus with Receive-CanFrame, or wait longer with -Timeout."), new TimeoutException());

    public static ErrorRecord NoReply(CanFrame request, FrameFilter filter, TimeSpan time, int attempts, CanSession session) => Of(
        "NoReply", ErrorCategory.OperationTimeout, request,
        $"No reply matching {filter} came within {time.TotalSeconds:0.###} s after {request.ToShortString()}{(attempts > 1 ? $", sent {attempts} times" : "")}. {Why(session)}",
        Advice([session], "Check both ids, wait longer with -Timeout, or ask again with -Retry."), new TimeoutException());

    public static ErrorRecord SendTimeout(CanSession session, TimeSpan time, int frames) => Of(
        "SendTimeout", ErrorCategory.OperationTimeout, session,
        $"{(frames == 1 ? "1 frame was" : $"{frames:N0} frames were")} not sent to '{session.Name}' within {time.TotalSeconds:0.###} s, "
        + $"and will not be sent later. {Why(session)}",
        Advice([session], "Check the device with Get-CanDevice, and send again when it is connected."), new TimeoutException(null, session.LastError));

    /// <summary>Why frames were not sent within a time; null for an unexpected failure.</summary>
    public static ErrorRecord? Sending(Exception failure, CanSession session, TimeSpan time, int frames = 1) => failure switch
    {
        OperationCanceledException or CanSessionException { Error: SessionError.SendTimeout } => SendTimeout(session, time, frames),
        CanSessionException refused => Session(refused, session),
        ArgumentException => InvalidFrame(failure, inBatch: frames > 1),
        _ => null,
    };

    /// <param name="session">The device.</param>
    /// <param name="time">How long no frame left.</param>
    /// <param name="sent">How many frames of the pipeline left.</param>
    /// <param name="back">How many waited and were taken back.</param>
    public static ErrorRecord PipelineTimeout(CanSession session, TimeSpan time, long sent, long back) => sent + back == 1
        ? SendTimeout(session, time, 1)
        : Of("SendTimeout", ErrorCategory.OperationTimeout, session,
            $"The pipeline was not sent whole to '{session.Name}', because no frame left within {time.TotalSeconds:0.###} s: "
            + $"{sent:N0} of its frames left, {back:N0} that waited were taken back, and none that came after them was sent. "
            + $"None of them will be sent later. {Why(session)}",
            Advice([session], "Check the device with Get-CanDevice, and send the rest when it is connected."), new TimeoutException(null, session.LastError));

    public static ErrorRecord Session(CanSessionException exception, object? target) => Of(exception.Error.ToString(),
        CategoryOf(exception.Error), target, exception.Message,
        exception.Error == SessionError.SessionClosed ? "Connect it again with Connect-CanDevice." : exception.Recommendation, exception);

    /// <summary>Why a device that has ended brings nothing any more.</summary>
    /// <param name="session">The device.</param>
    /// <param name="target">What it was asked for; by default the device itself.</param>
    public static ErrorRecord Ended(CanSession session, object? target = null) =>
        Session(session.LastError ?? SessionMessages.SessionClosed(session.Name), target ?? session);

    public static ErrorRecord OptionOutOfRange(ArgumentException exception) => Of(
        "OptionOutOfRange", ErrorCategory.InvalidArgument, null,
        ModuleMessages.Of(exception), "Give a value within the range.", exception);

    private const string ReinstallModule =
        "Install the module again with Install-PSResource Caneth -Reinstall, and start a new shell; in a checkout, build it with dotnet build.";

    private static ErrorCategory CategoryOf(SessionError error) => error switch
    {
        SessionError.HostNotFound => ErrorCategory.ObjectNotFound,
        SessionError.ConnectTimeout or SessionError.IdleTimeout or SessionError.SendTimeout => ErrorCategory.OperationTimeout,
        SessionError.ConnectionRefused or SessionError.ConnectFailed or SessionError.ConnectionLost
            or SessionError.ClosedByGateway or SessionError.SessionClosed => ErrorCategory.ConnectionError,
        SessionError.ClientLimit => ErrorCategory.ResourceBusy,
        SessionError.AlignmentLost => ErrorCategory.InvalidData,
        SessionError.HandshakeFailed => ErrorCategory.ProtocolError,
        SessionError.SendBufferFull => ErrorCategory.LimitsExceeded,
        _ => ErrorCategory.WriteError,
    };

    private static ErrorRecord Of(string id, ErrorCategory category, object? target, string message, string? recommended, Exception? cause = null)
    {
        message = VisibleText.OfLines(message);
        // The cause carries its own message; where it is a bare marker of a kind, the error's message is the only one.
        var exception = cause is null ? new InvalidOperationException(message)
            : cause is TimeoutException { InnerException: var reason } ? new TimeoutException(message, reason)
            : cause;
        return new(exception, id, category, target) { ErrorDetails = new(message) { RecommendedAction = recommended } };
    }

    // A device that is not connected is the likely reason for anything that takes too long.
    internal static string Why(CanSession session) =>
        session.State != CanSessionState.Connected
            ? $"'{session.Name}' is {session.State.ToString().ToLowerInvariant()}: {session.LastError?.Message ?? "it has not answered yet."}"
        : session.HeldBackBy is { } reader
            ? $"'{session.Name}' is connected, but held back by {reader}, which is to lose no frame (-Lossless) and whose buffer is full: "
                + "nobody gets a frame until it takes some. Do not wait for frames in the pipeline of that command."
        : $"'{session.Name}' is connected.";

    // Nothing else helps as long as a device cannot be connected.
    private static string Advice(IEnumerable<CanSession> sessions, string otherwise) =>
        sessions.FirstOrDefault(session => session.State != CanSessionState.Connected)?.LastError?.Recommendation ?? otherwise;

    private static string Known(string what, IEnumerable<string> names) => names.ToList() is { Count: > 0 } list
        ? $"{what}: {VisibleText.List(list)}."
        : $"{what}: none.";
}
