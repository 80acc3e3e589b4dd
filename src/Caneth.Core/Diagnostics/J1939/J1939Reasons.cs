using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>What went wrong with a transfer, in sentences.</summary>
internal static class J1939Reasons
{
    public static string MissingPacket(int expected, int came) =>
        string.Create(CultureInfo.InvariantCulture, $"The packet with the number {expected} was expected, and the one with {came} came.");

    public static string MissingAtEnd(int missing) =>
        string.Create(CultureInfo.InvariantCulture, $"The receiver had all of it, but the packet with the number {missing} did not come here.");

    public static string NoPacket(TimeSpan time) => $"No packet came within {Amount.Seconds(time)}.";

    public static string NoAnswer(TimeSpan time) => $"The receiver did not answer within {Amount.Seconds(time)}.";

    public static string AskedInVain(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"The receiver asked for the packet with the number {number}, which there is not, or too often.");

    public static string Superseded() => "The same sender began another one.";

    public static string Unfinished() => "There were no more frames.";

    public static string Displaced() => "Too many transfers were under way at once, and of this one nothing had come for the longest time.";

    /// <param name="source">Who broke it off.</param>
    /// <param name="reason">The number that it gave (SAE J1939-21, table of abort reasons).</param>
    public static string Aborted(byte source, byte reason)
    {
        var words = (J1939AbortReason)reason switch
        {
            J1939AbortReason.Busy => "it takes part in as many transfers as it can already",
            J1939AbortReason.NoResources => "it needed its resources for something else",
            J1939AbortReason.Timeout => "it waited too long",
            J1939AbortReason.AskedWhileSending => "packets were asked for while packets were sent",
            J1939AbortReason.TooManyRequests => "packets were asked for again too often",
            J1939AbortReason.UnexpectedPacket => "a packet came that was not expected",
            J1939AbortReason.WrongNumber => "a packet had a wrong number",
            J1939AbortReason.PacketTwice => "a packet came twice",
            J1939AbortReason.TooLong => "the message is too long",
            J1939AbortReason.Other => "for another reason",
            _ => "for a reason that J1939-21 does not have",
        };
        return string.Create(CultureInfo.InvariantCulture, $"0x{source:X2} broke it off: {words} ({reason}).");
    }
}
