using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>What went wrong with a message, in sentences.</summary>
internal static class IsoTpReasons
{
    public static string WrongSequence(int expected, int came) =>
        string.Create(CultureInfo.InvariantCulture, $"The consecutive frame with the number {expected} was expected, and the one with {came} came.");

    public static string NoConsecutiveFrame(TimeSpan time) => $"No consecutive frame came within {Amount.Seconds(time)}.";

    public static string WrongFrameLength(int expected, int came) =>
        string.Create(CultureInfo.InvariantCulture, $"A consecutive frame carried {came} bytes of the message, where {expected} were expected.");

    public static string TooLong(uint length, int most) =>
        string.Create(CultureInfo.InvariantCulture, $"It declares {length:N0} bytes, and at most {most:N0} are taken.");

    public static string Superseded() => "Another message of the same sender began.";

    public static string Unfinished() => "There were no more frames.";

    public static string Displaced() => "Too many messages were under way at once, and of this one nothing had come for the longest time.";

    public static string NoFlowControl(TimeSpan time, int sent, int length) => string.Create(CultureInfo.InvariantCulture,
        $"The receiver sent no flow control within {Amount.Seconds(time)}; {sent:N0} of {length:N0} bytes were sent.");

    public static string Overflow(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"The receiver has no room for a message of {length:N0} bytes (flow control: overflow).");

    public static string TooManyWaits(int most) =>
        string.Create(CultureInfo.InvariantCulture, $"The receiver asked for patience more than {most:N0} times in a row (flow control: wait).");

    public static string InvalidFlowStatus(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"The receiver sent a flow control with the status {status}; there are 0, 1 and 2.");
}
