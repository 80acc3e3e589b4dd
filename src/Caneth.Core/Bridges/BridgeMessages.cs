using Caneth.Sessions;

namespace Caneth.Bridges;

/// <summary>Every message of a bridge, in one place: what happened, the value, the limit.</summary>
internal static class BridgeMessages
{
    /// <summary>What to do about an event; null where nothing is to be done.</summary>
    public static string? RecommendationFor(BridgeEventKind kind) => kind switch
    {
        BridgeEventKind.FramesTooOld => "See whether the other side is connected and takes as many frames; carry fewer with a filter, or let them become older.",
        BridgeEventKind.FramesRefused => "Carry fewer frames with a filter, or give the device a larger send buffer.",
        BridgeEventKind.Loop => "See whether both devices are on one bus, or joined by another bridge or program; carry one way, or with a filter.",
        _ => null,
    };

    public static ArgumentException SameDevice(CanSession session) =>
        new($"A bridge joins two devices, and '{session.Name}' was given twice.");

    public static InvalidOperationException Circle(CanSession from, CanSession to) => new(
        $"Frames would go in a circle: other bridges already lead from '{to.Name}' to '{from.Name}'.");

    public static string TooOld(string to, TimeSpan age) => $"A frame for '{to}' waited longer than {Amount.Seconds(age)} and was dropped.";

    public static string NotCarried(string to, CanFrame frame, string reason) => $"The frame {frame.ToShortString()} does not go to '{to}': {reason}.";

    public static string Refused(string to, string reason) => $"A frame does not go to '{to}': {reason}";

    public static string Loop(CanFrame frame, int count, TimeSpan time) =>
        $"The bridge has ended: the frame {frame.ToShortString()} went over it {count} times within {Amount.Seconds(time)}, as frames do that go in a circle.";

    public static string DeviceEnded(string device) => $"The bridge has ended because '{device}' is closed.";
}
