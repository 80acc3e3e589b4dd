using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth;

/// <content>The errors about control units.</content>
internal static partial class CanErrors
{
    public static ErrorRecord NoEcu() => Of("NoEcu", ErrorCategory.ConnectionError, null,
        "No control unit is connected.",
        "Connect one: Connect-CanEcu 7E0 for the engine, as its ids of 11 bits are in most cars, or Connect-CanEcu -Address 10 for one with ids of 29 bits.");

    public static ErrorRecord EcuNotFound(string name, IEnumerable<string> known) => Of("EcuNotFound", ErrorCategory.ObjectNotFound, name,
        $"No control unit named '{name}' is connected. {Known("Connected control units", known)}",
        "Give -Ecu one of the names that Get-CanEcu shows, or connect the control unit first.");

    public static ErrorRecord EcuNameTaken(string name) => Of("EcuNameTaken", ErrorCategory.ResourceExists, name,
        $"A control unit named '{name}' is connected already.",
        "Use that one, disconnect it first, or give this one another name with -Name.");

    public static ErrorRecord EcuClosed(UdsClient ecu) => Of("EcuClosed", ErrorCategory.ConnectionError, ecu,
        $"'{ecu.Name}' is disconnected, or its device '{ecu.Device}' is.", "Connect it again with Connect-CanEcu.");

    public static ErrorRecord NoReplyId(uint request) => Of("NoReplyId", ErrorCategory.InvalidArgument, request,
        $"With which id the answers to 0x{CanId.Format(request, request > CanId.MaxStandard)} come cannot be told from it.",
        "Give it, too: Connect-CanEcu 0x6F1 0x612.");

    public static ErrorRecord NoEcuThere(string name, string request, string reply, Exception exception) => Of(
        "EcuNoResponse", ErrorCategory.OperationTimeout, name, exception.Message,
        $"Check both ids ({request} and {reply}) and that the control unit is awake, or connect without the check: -NoCheck.", exception);

    public static ErrorRecord KeyScriptFailed(UdsClient ecu, Exception exception) => Of("KeyScriptFailed", ErrorCategory.InvalidResult, ecu,
        $"No key could be made of the seed, so none was sent: {ModuleMessages.Of(exception)}",
        "It is given the seed as bytes and the level, and emits the key: -Key { param($seed, $level) ... }.", exception);

    public static ErrorRecord LevelOfKey(int level) => Of("LevelOfKey", ErrorCategory.InvalidArgument, level,
        $"{level} is the number under which keys are sent; a level is known by that of its seeds, which is odd.",
        $"Give -Level {level - 1}.");

    public static ErrorRecord NothingToSuppress(UdsService service) => Of("NothingToSuppress", ErrorCategory.InvalidArgument, service,
        $"-SuppressReply was given, and {service} has no sub-function in which it could be said.",
        "Leave -SuppressReply out, or give the sub-function, too.");

    public static ErrorRecord NotText(EcuData data) => Of("NotText", ErrorCategory.InvalidData, data,
        $"{data.HexIdentifier} is no text: {data.Data}.", "Read it as bytes: -As Bytes.");

    public static ErrorRecord NotANumber(EcuData data) => Of("NotANumber", ErrorCategory.InvalidData, data,
        $"{data.HexIdentifier} has {Amount.Bytes(data.Data.Count)}, and a number has 1 to 8.", "Read it as bytes: -As Bytes.");

    public static ErrorRecord SeveralFiles(string path, int count) => Of("SeveralFiles", ErrorCategory.InvalidArgument, path,
        $"'{path}' stands for {count:N0} files, and one is sent.", "Name the file; -LiteralPath takes brackets and stars as they are.");

    public static ErrorRecord NotReadable(string path, Exception exception) => Of("NotReadable", ErrorCategory.ReadError, path,
        $"The file '{path}' cannot be read: {exception.Message}", "Check the path and the rights.", exception);

    public static ErrorRecord NothingInFile(string path) => Of("NothingInFile", ErrorCategory.InvalidData, path,
        $"There is nothing in the file '{path}', so nothing was sent.", "Check the path.");

    public static ErrorRecord NotAscii(string text) => Of("NotAscii", ErrorCategory.InvalidArgument, text,
        $"'{text}' has characters that control units do not have.", "Give the bytes with -Data.");

    /// <summary>Why a control unit did not do what it was asked to; null for an unexpected failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">What was asked for.</param>
    /// <param name="addition">What is known beside it; null for nothing.</param>
    public static ErrorRecord? Ecu(Exception failure, object? target, string? addition = null) => failure switch
    {
        UdsException refused => Of($"Uds{NameOf(refused.ResponseCode)}", CategoryOf(refused.ResponseCode), target,
            addition is null ? refused.Message : $"{refused.Message} {addition}", NextStep(refused.ResponseCode), refused),
        IsoTpException broken => Of($"IsoTp{broken.Error}", CategoryOf(broken.Error), target, broken.Message, broken.Recommendation, broken),
        TimeoutException silent => Of("EcuNoResponse", ErrorCategory.OperationTimeout, target, silent.Message,
            "Check that the control unit is awake and that the session and the ids are right, or give it more time: -Timeout of Connect-CanEcu.", silent),
        CanSessionException ended => Session(ended, target),
        InvalidDataException odd => Of("UnexpectedResponse", ErrorCategory.InvalidData, target, odd.Message, null, odd),
        ObjectDisposedException => Of("EcuClosed", ErrorCategory.ConnectionError, target, ModuleMessages.Of(failure), "Connect it again with Connect-CanEcu.", failure),
        ArgumentException wrong => OptionOutOfRange(wrong),
        _ => null,
    };

    private static string NameOf(UdsResponseCode code) => Enum.IsDefined(code) ? code.ToString() : $"{(int)code:X2}";

    /// <summary>What to do about a refusal, with the command that does it where there is one.</summary>
    private static string? NextStep(UdsResponseCode code) => code switch
    {
        UdsResponseCode.SecurityAccessDenied => "Unlock the control unit first: Unlock-CanEcu -Level 1 -Key { param($seed) ... }.",
        UdsResponseCode.ServiceNotSupportedInActiveSession or UdsResponseCode.SubFunctionNotSupportedInActiveSession =>
            "Change to another session first: Set-CanEcuSession Extended -KeepAlive. Without -KeepAlive a session ends after 5 s.",
        UdsResponseCode.BusyRepeatRequest => "Ask again after a short time; Invoke-CanUds and Read-CanEcuData do so with -Retry.",
        _ => UdsResponseCodes.Advice(code),
    };

    private static ErrorCategory CategoryOf(UdsResponseCode code) => code switch
    {
        UdsResponseCode.IncorrectMessageLengthOrInvalidFormat => ErrorCategory.InvalidData,
        UdsResponseCode.BusyRepeatRequest or UdsResponseCode.ResponsePending => ErrorCategory.ResourceBusy,
        UdsResponseCode.RequestOutOfRange => ErrorCategory.ObjectNotFound,
        UdsResponseCode.SecurityAccessDenied or UdsResponseCode.AuthenticationRequired or UdsResponseCode.InvalidKey
            or UdsResponseCode.ExceededNumberOfAttempts or UdsResponseCode.RequiredTimeDelayNotExpired => ErrorCategory.PermissionDenied,
        UdsResponseCode.UploadDownloadNotAccepted or UdsResponseCode.TransferDataSuspended or UdsResponseCode.GeneralProgrammingFailure
            or UdsResponseCode.WrongBlockSequenceCounter => ErrorCategory.WriteError,
        _ => ErrorCategory.InvalidOperation,
    };

    private static ErrorCategory CategoryOf(IsoTpError error) => error switch
    {
        IsoTpError.LinkLost => ErrorCategory.ConnectionError,
        IsoTpError.NoFlowControl or IsoTpError.NoConsecutiveFrame => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.ProtocolError,
    };
}
