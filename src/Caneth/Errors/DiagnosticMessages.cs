using System.Globalization;
using Caneth.Diagnostics;

namespace Caneth;

/// <summary>What the module says about diagnostics without being an error.</summary>
internal static class DiagnosticMessages
{
    public static FormatException NotUds(object? value) => new($"'{value}' is no message of UDS or OBD-II: it is a frame, or has no bytes.");

    public static string Incomplete(IsoTpMessage first, long count) => Incomplete(count, $"{first.HexId}{At(first.Timestamp)}", first.Reason!);

    public static string Incomplete(J1939Message first, long count) =>
        Incomplete(count, string.Create(CultureInfo.InvariantCulture, $"PGN {first.Pgn} from 0x{first.Source:X2}{At(first.Timestamp)}"), first.Reason!);

    /// <returns>Which ids look as if they carried ISO-TP, and what to do about it.</returns>
    public static IEnumerable<string> NotJoined(IReadOnlyCollection<IsoTpCandidate> candidates)
    {
        if (Ids(candidates.Where(one => !one.HasAddress)) is { } plain)
        {
            yield return $"Frames of {plain} look like ISO-TP and were not joined. Name these ids with -Id.";
        }

        if (Ids(candidates.Where(one => one.HasAddress)) is { } addressed)
        {
            yield return $"Frames of {addressed} look like ISO-TP with a byte of address before it, and were not joined. Name these ids with -Id, and "
                + "that byte with -Addressing Extended or Mixed.";
        }
    }

    public static string NoneSelected(long frames, bool isChosen) => isChosen
        ? $"{Of(frames)} has an id that -Id names."
        : $"{Of(frames)} has an id that diagnostics have by convention: {IsoTpIds.UsualInWords}. Name the ids with -Id.";

    public static string NothingJoined(IsoTpJoiner joiner) => string.Create(CultureInfo.InvariantCulture,
        $"{Amount.Frames(joiner.FramesSelected)} came with ids of diagnostics, and no message of ISO-TP was in them: {joiner.FramesIgnored:N0} were of no kind that it has, and ")
        + string.Create(CultureInfo.InvariantCulture, $"{joiner.FramesWithoutBeginning:N0} belonged to a message whose beginning is not there. -Addressing may help.");

    public static string Joined(IsoTpJoiner joiner) => string.Create(CultureInfo.InvariantCulture,
        $"{Amount.Frames(joiner.FramesSelected)} of ISO-TP; {joiner.FramesIgnored:N0} of them were of no kind that it has, and {joiner.FramesWithoutBeginning:N0} belonged to no message that had begun.");

    public static string NoJ1939(long frames) => $"{Of(frames)} has an extended (29-bit) id and data, as J1939 has.";

    public static string Joined(J1939Joiner joiner) => string.Create(CultureInfo.InvariantCulture,
        $"{Amount.Frames(joiner.FramesForeign)} were not of J1939, and {joiner.FramesWithoutBeginning:N0} packets belonged to no transfer that had begun.");

    private static string Incomplete(long count, string first, string reason) => string.Create(CultureInfo.InvariantCulture,
        $"{(count == 1 ? "1 message is" : $"{count:N0} messages are")} incomplete and left out, {(count == 1 ? "that" : "the first")} of {first}: {reason} -IncludeIncomplete emits them.");

    private static string At(Timestamp time) => time.Nanoseconds == 0 ? "" : time.ToLocalTime().ToString("' at 'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static string Of(long frames) => string.Create(CultureInfo.InvariantCulture, $"None of {frames:N0} frame(s)");

    private static string? Ids(IEnumerable<IsoTpCandidate> candidates)
    {
        string[] ids = [.. candidates.Select(one => $"0x{CanId.Format(one.Id, one.Extended)}").Order(StringComparer.Ordinal)];
        return ids.Length == 0 ? null : VisibleText.List(ids);
    }
}
