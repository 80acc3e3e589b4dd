namespace Caneth;

/// <summary>What the module says about captures that are compared and signals that are looked for.</summary>
internal static class AnalysisMessages
{
    public static string Beyond(long frames) =>
        $"{frames:N0} frames came with more ids than a bus has and were not looked at. -Id chooses those that are meant.";

    public static string NothingDiffers(long reference, long difference) =>
        $"The {difference:N0} frames do nothing that the {reference:N0} before did not. Press several times while the second capture runs, and not at all in the first.";

    public static string Searching(long frames) => $"Searching {frames:N0} frames";

    public static string Describing(long frames) => $"Splitting {frames:N0} frames into fields";

    public static string OtherDevices(long frames) =>
        $"{frames:N0} frames are left out: their ids came from another device more often, and a database has an id once. Take the frames of one device alone for a database of its own.";

    public static string NothingGoesWith(long frames, double correlation) => FormattableString.Invariant(
        $"Nothing in the {frames:N0} frames goes with the reference: no bits have a correlation of {correlation} or more. A longer capture in which the value changes more may help, and so may -MaxLag.");

    public static string FramesDropped(long frames) => $"{frames:N0} frames were lost, because this computer was too slow for them.";

    public static string AsItBegins(string what, int turn, int turns) => $"Press Enter as it begins: {VisibleText.Shorten(what)} ({turn} of {turns}) ";

    public static string AsItEnds(string what, int turn, int turns) => $"Press Enter as it ends:   {VisibleText.Shorten(what)} ({turn} of {turns}) ";

    public static FormatException NotATimedValue(object? value, string reason) => new(
        $"'{VisibleText.Shorten($"{value}")}' is no value with a time: {reason}. Give objects with a Timestamp or Time and a Value, such as "
        + "Receive-CanMessage -AsSignal emits, or the lines of Import-Csv; -Property names the property that is the value.");
}
