using System.Management.Automation;

namespace Caneth;

/// <content>The errors about captures that are compared and signals that are looked for.</content>
internal static partial class CanErrors
{
    public static ErrorRecord NothingToCompare(bool isReference) => Of("NothingToCompare", ErrorCategory.InvalidData, null,
        $"The {(isReference ? "first" : "second")} capture has no frames, so nothing was compared.",
        "Check where its frames came from, and that -Id means some of them.");

    public static ErrorRecord NotATimedValue(object? value, Exception exception) => Of("NotATimedValue", ErrorCategory.InvalidData, value,
        exception.Message, null, exception);

    public static ErrorRecord ReferenceTooShort(int values) => Of("ReferenceTooShort", ErrorCategory.InvalidData, null,
        $"The reference has {values} values that differ in time, and a signal can be told from others by 8 or more.",
        "Give more of it.");

    public static ErrorRecord ReferenceIsConstant(double value) => Of("ReferenceIsConstant", ErrorCategory.InvalidData, value,
        FormattableString.Invariant($"All values of the reference are {value}, so nothing can be told to go with them."),
        "Give values of a time in which they change.");

    public static ErrorRecord ReferenceElsewhere(Timestamp first, Timestamp last, Timestamp firstFrame, Timestamp lastFrame) => Of(
        "ReferenceElsewhere", ErrorCategory.InvalidData, null,
        $"The reference is from {first} to {last} and the frames are from {firstFrame} to {lastFrame}, which have nothing in common.",
        "Give times of the same clock as those of the frames, or seconds since the first frame.");

    public static ErrorRecord NobodyToAsk(Exception exception) => Of("NobodyToAsk", ErrorCategory.InvalidOperation, null,
        "-While needs somebody who presses Enter, and this shell has no prompt.",
        "Run it at a prompt, or give the moments with -Like: objects with a Timestamp and a Value of 0 or 1.", exception);

    public static ErrorRecord NoFramesToDescribe() => Of("NoFramesToDescribe", ErrorCategory.InvalidData, null,
        "There are no frames with data to make a database of.",
        "Check where the frames came from, and that -Id means some of them.");

    public static ErrorRecord NoFramesToSearch() => Of("NoFramesToSearch", ErrorCategory.InvalidData, null,
        "There are no frames with data to search in.",
        "Check where the frames came from; of a device Get-CanDevice shows how many were received.");
}
