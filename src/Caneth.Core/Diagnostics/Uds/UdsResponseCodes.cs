using System.Globalization;
using System.Text;

namespace Caneth.Diagnostics;

/// <summary>What negative response codes mean in words, and what to do next.</summary>
public static class UdsResponseCodes
{
    private const int FirstOfMaker = 0xF0;

    /// <summary>What a code means: <c>request out of range (31)</c>.</summary>
    /// <param name="code">Any code.</param>
    /// <returns>A few words, and the code in hex.</returns>
    public static string Describe(UdsResponseCode code)
    {
        var words = code switch
        {
            UdsResponseCode.IncorrectMessageLengthOrInvalidFormat => "incorrect message length or format",
            UdsResponseCode.BusyRepeatRequest => "busy, repeat the request",
            UdsResponseCode.FailurePreventsExecution => "a failure prevents the execution",
            UdsResponseCode.RpmTooHigh => "engine speed too high",
            UdsResponseCode.RpmTooLow => "engine speed too low",
            _ when Enum.IsDefined(code) => WordsOf(code.ToString()),
            _ when (int)code >= FirstOfMaker => "a condition of the maker's",
            _ => "a code that ISO 14229-1 does not have",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{words} ({(int)code:X2})");
    }

    /// <summary>What to do about a refusal.</summary>
    /// <param name="code">Why the request was refused.</param>
    /// <returns>A sentence; null where nothing general can be said.</returns>
    public static string? Advice(UdsResponseCode code) => code switch
    {
        UdsResponseCode.ServiceNotSupported => "The control unit does not have this service: ask another one, or do without it.",
        UdsResponseCode.SubFunctionNotSupported => "Try another sub-function; this control unit does not have that one.",
        UdsResponseCode.IncorrectMessageLengthOrInvalidFormat => "Check how many bytes the service and the identifier want.",
        UdsResponseCode.ResponseTooLong => "Ask for less at once: fewer identifiers, or a smaller piece of memory.",
        UdsResponseCode.BusyRepeatRequest => "Send the request again after a short time.",
        UdsResponseCode.ConditionsNotCorrect => "Check what must hold first: the session, the ignition, the engine, the vehicle's speed.",
        UdsResponseCode.RequestSequenceError => "Send first what must come first: a seed before its key, a request of a transfer before its data.",
        UdsResponseCode.RequestOutOfRange => "Check the identifier, the address and the value; it may need another session, or to be unlocked.",
        UdsResponseCode.SecurityAccessDenied => "Unlock the control unit first (SecurityAccess, 27).",
        UdsResponseCode.AuthenticationRequired => "Authenticate first (Authentication, 29).",
        UdsResponseCode.InvalidKey => "Check the algorithm and the level; each wrong key counts, and after a few the control unit refuses all for a time.",
        UdsResponseCode.ExceededNumberOfAttempts or UdsResponseCode.RequiredTimeDelayNotExpired =>
            "Wait until the time after wrong keys is over, often 10 s or more, and ask for a new seed.",
        UdsResponseCode.WrongBlockSequenceCounter => "Begin the transfer again, and send its blocks in their order.",
        UdsResponseCode.UploadDownloadNotAccepted or UdsResponseCode.TransferDataSuspended => "Check address and length, and begin the transfer again.",
        UdsResponseCode.ResponsePending => "Wait: the answer follows, and each of these extends the time for it.",
        UdsResponseCode.SubFunctionNotSupportedInActiveSession or UdsResponseCode.ServiceNotSupportedInActiveSession =>
            "Change to another session first (DiagnosticSessionControl, 10); without a sign of the tester a session ends after 5 s.",
        UdsResponseCode.VoltageTooHigh or UdsResponseCode.VoltageTooLow => "Check the supply.",
        _ => null,
    };

    /// <summary>The words of a name: <c>RequestOutOfRange</c> is <c>request out of range</c>.</summary>
    private static string WordsOf(string name)
    {
        var words = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
