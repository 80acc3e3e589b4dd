using System.Globalization;

namespace Caneth.Transmission;

/// <summary>Every message of a transmission, in one place: what happened, the value, the limit.</summary>
internal static class TransmissionMessages
{
    /// <summary>What to do about an event; null where nothing is to be done.</summary>
    public static string? RecommendationFor(TransmissionEvent happened) => happened.Kind switch
    {
        TransmissionEventKind.Skipping when happened.Error is not null => "Correct the value; it is sent again from the next cycle on.",
        TransmissionEventKind.Late => "Send less often, or leave this computer more of its time.",
        _ => null,
    };

    public static string CannotLeave(string device) => $"Nothing can be sent to '{device}' now, so cycles are left out until it can.";

    public static string CannotBeMade(Exception failure) => $"The frame cannot be made, so its cycle is left out: {VisibleText.Shorten(failure.Message, 300)}";

    public static string Resumed(long cycles) => $"Sent again; {Cycles(cycles)} left out before.";

    public static string Late(long cycles) => $"{Cycles(cycles)} passed over because this computer was late.";

    public static string AllSent(long frames) => $"All of it was sent: {Amount.Frames(frames)}.";

    public static string TargetEnded(string device) => $"The transmission has ended because '{device}' is closed.";

    private static string Cycles(long count) => count == 1 ? "1 cycle was" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} cycles were");
}
