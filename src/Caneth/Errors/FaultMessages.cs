using System.Globalization;

namespace Caneth;

/// <summary>What the module says about OBD-II and faults without being an error.</summary>
internal static class FaultMessages
{
    public static FormatException NotAnObdValue(string text) => new(
        $"'{text}' is no value of OBD-II. Write its name, such as EngineSpeed, with * for several, or its PID in hex, such as 0C or 0x0C.");

    public static FormatException PidTextLost(string text) => new(
        $"PowerShell made the number {text} of what was typed, and a PID is in hex. In a list write it in quotes, such as '0C', '0D'.");

    public static FormatException PidIsMask(byte pid) => new(string.Create(CultureInfo.InvariantCulture,
        $"{pid:X2} is no value: it asks which of the PIDs {pid + 1:X2} to {pid + 32:X2} there are. Get-CanObdSupport shows them."));

    public static FormatException NotAFaultGroup(string text) => new(
        $"'{text}' is no trouble code and no group. Write a code, such as P0301-00, or a group of 6 digits in hex, such as FFFFFF for all.");

    public static string Waiting(string device) => $"Waiting for the control units of {device}";

    public static string Listening(string device) => $"Listening for faults on {device}";

    public static string NoUds(string unit, Exception why) => $"{unit} tells no faults by UDS: {ModuleMessages.Of(why)}";

    public static string Clear(int count) => count == 1 ? "Clear 1 trouble code and what was stored with it"
        : string.Create(CultureInfo.InvariantCulture, $"Clear {count:N0} trouble codes and what was stored with them");

    /// <param name="code">A trouble code, or a group of them.</param>
    public static string Clear(string code) => $"Clear {code} and what was stored with it";

    public static string NothingToClear(string unit) => $"{unit} tells no faults, so nothing was cleared.";

    public static string Cleared(string unit) => $"{unit} cleared its faults.";
}
