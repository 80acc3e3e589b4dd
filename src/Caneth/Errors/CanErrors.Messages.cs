using System.Management.Automation;
using Caneth.Signals;

namespace Caneth;

/// <content>The errors about messages that are made of values, and about their protection.</content>
internal static partial class CanErrors
{
    /// <param name="wrong">What is wrong with a value.</param>
    /// <param name="consequence">What was not done.</param>
    public static ErrorRecord Signal(SignalException wrong, string consequence)
    {
        var force = wrong.IsLimit ? " -Force sends what fits the bits." : "";
        var (id, category) = wrong.Error switch
        {
            SignalError.UnknownSignal => ("SignalNotFound", ErrorCategory.ObjectNotFound),
            SignalError.OutOfRange => ("SignalOutOfRange", ErrorCategory.LimitsExceeded),
            SignalError.NotChosen => ("SignalNotInFrame", ErrorCategory.InvalidArgument),
            SignalError.Contradiction => ("SignalsContradict", ErrorCategory.InvalidArgument),
            SignalError.DoesNotFit => ("SignalDoesNotFit", ErrorCategory.InvalidArgument),
            SignalError.NotAddressable => ("MessageNotAddressable", ErrorCategory.InvalidArgument),
            _ => ("NotASignalValue", ErrorCategory.InvalidArgument),
        };
        return Of(id, category, wrong.Definition, $"{ModuleMessages.Of(wrong)} {consequence}{force}", AdviceFor(wrong), wrong);
    }

    public static ErrorRecord SignalGivenAndEmpty(MessageDefinition message, string signal) => Of(
        "GivenAndEmpty", ErrorCategory.InvalidArgument, message,
        $"{message.Name}.{signal} was given and is empty, so nothing was done.",
        "Check the variable that it came from; leave the signal out for its last value.");

    public static ErrorRecord NotAMessage(object? value) => Of("NotAMessage", ErrorCategory.InvalidArgument, value,
        $"'{value}' is not a message, and has no Message that would say which it is.",
        "Give messages as New-CanMessage, Receive-CanMessage and ConvertFrom-CanFrame emit them, or objects with Message and values by the names of "
        + "signals, such as the lines of Import-Csv.");

    public static ErrorRecord NotATimestamp(object value, Exception exception) => Of("NotATimestamp", ErrorCategory.InvalidData, value,
        $"{ModuleMessages.Of(exception)} No frame was made of it.", "Correct the column Timestamp, or leave it out.", exception);

    public static ErrorRecord CannotProtect(MessageDefinition message, ArgumentException exception) => Of(
        "CannotProtect", ErrorCategory.InvalidArgument, message, ModuleMessages.Of(exception),
        "Name the signals with -Counter and -Checksum, and the data ids with -DataId; Get-CanSignal shows the signals of the message.", exception);

    private static string AdviceFor(SignalException wrong) => wrong.Error switch
    {
        SignalError.OutOfRange => "Give a value within the limits, or -Force for one beyond them that the bits can hold.",
        SignalError.NotChosen or SignalError.Contradiction => "Give values that can be in one frame.",
        SignalError.DoesNotFit => "Leave the signal out, or correct the database.",
        SignalError.NotAddressable => "Show-CanMessage shows which messages are of J1939, and their groups.",
        _ => "Get-CanSignal shows the signals of the message and their values; Tab completes them.",
    };
}
