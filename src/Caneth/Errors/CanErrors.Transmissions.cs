using System.Management.Automation;
using Caneth.Signals;
using Caneth.Transmission;

namespace Caneth;

/// <content>The errors about what is sent again and again.</content>
internal static partial class CanErrors
{
    public static ErrorRecord TransmissionNotFound(string name, IEnumerable<string> known) => Of(
        "TransmissionNotFound", ErrorCategory.ObjectNotFound, name,
        $"No transmission named '{name}' runs. {Known("Transmissions", known)}",
        "Give one of the names that Get-CanTransmission shows.");

    public static ErrorRecord TransmissionNameTaken(CanTransmission transmission) => Of(
        "TransmissionNameTaken", ErrorCategory.ResourceExists, transmission,
        $"A transmission named '{transmission.Name}' sends to '{transmission.Device}' already.",
        "Change it with Set-CanTransmission, stop it first, or give this one another name with -Name.");

    public static ErrorRecord TransmissionEnded(CanTransmission transmission) => Of(
        "TransmissionEnded", ErrorCategory.InvalidOperation, transmission,
        $"The transmission '{transmission.Name}' has ended, so there is nothing to change.",
        "Start it again with Start-CanTransmission.");

    public static ErrorRecord NoCycleTime(string name) => Of("NoCycleTime", ErrorCategory.InvalidArgument, name,
        $"Nothing says how often '{name}' is sent.",
        "Give the time from one frame to the next with -Every, for example -Every 10ms.");

    public static ErrorRecord PeriodTooShort(TimeSpan every) => Of("PeriodTooShort", ErrorCategory.LimitsExceeded, every,
        $"{every.TotalMilliseconds:0.####} ms from one frame to the next is too short; {CyclicTransmitter.MinPeriod.TotalMilliseconds:0.#} ms is the shortest.",
        "Give a longer time with -Every, or send as fast as the device takes the frames with Send-CanFrame.");

    public static ErrorRecord NodeNotFound(string node, IEnumerable<CanDatabase> databases) => Of("NodeNotFound", ErrorCategory.ObjectNotFound, node,
        $"No message of {Names(databases)} is sent by a node '{node}'. "
        + Similar(node, "nodes", databases.SelectMany(database => database.Messages).SelectMany(message => message.Senders).Distinct()),
        "Tab completes the nodes of the databases.");

    public static ErrorRecord NothingToChange() => Of("NothingToChange", ErrorCategory.InvalidArgument, null,
        "Nothing was given that would be changed.",
        "Give values with -Signal (@{ EngineSpeed = 900 }), data with -Data, or a time with -Every.");

    public static ErrorRecord ValueScriptFailed(string name, RuntimeException exception) => Of(
        "ValueScriptFailed", ErrorCategory.InvalidResult, name,
        $"A script that makes values for '{name}' failed: {exception.Message}",
        "Correct the script. It gets the seconds since the start as $_ and gives a value; variables of the shell are $using:name there.", exception);

    public static ErrorRecord NoMessage(CanTransmission transmission) => Of("NotAMessage", ErrorCategory.InvalidArgument, transmission,
        $"'{transmission.Name}' is a frame, which has no signals.", "Give its data with -Data.");

    public static ErrorRecord NoFrame(CanTransmission transmission) => Of("NotAFrame", ErrorCategory.InvalidArgument, transmission,
        $"'{transmission.Name}' is a message, whose data are made of its signals in each cycle.", "Give values with -Signal.");

    public static ErrorRecord NotRecordedValues(MessageDefinition message, string signal, object? value) => Of(
        "NotASignalValue", ErrorCategory.InvalidArgument, value,
        $"{message.Name}.{signal} was given a list, in which '{VisibleText.Shorten($"{value}")}' is neither a value of a signal nor a message that has this signal.",
        "Give one value, a script block, or values with their times: Import-CanLog drive.log | ConvertFrom-CanFrame -Message EngineData.");

    /// <param name="value">What was given.</param>
    public static ErrorRecord NothingToTransmit(object? value) => Of("NotAFrame", ErrorCategory.InvalidArgument, value,
        $"'{VisibleText.Shorten($"{value}")}' is neither a frame nor a message.",
        "Give frames as New-CanFrame emits them, text as candump writes it (123#0102), or messages as New-CanMessage emits them.");

    /// <param name="parameter">What was given beside -Every.</param>
    public static ErrorRecord NotWithEvery(string parameter) => Of("NotWithEvery", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} cannot be together with -Every: what is sent again and again leaves in time or not at all, one frame at a time.",
        $"Leave -{parameter} out.");

    /// <param name="parameter">What was given without -Every.</param>
    public static ErrorRecord OnlyWithEvery(string parameter) => Of("OnlyWithEvery", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} says when what is sent again and again ends, and nothing says how often it is sent.",
        "Give the time from one frame to the next with -Every, for example -Every 10ms.");
}
