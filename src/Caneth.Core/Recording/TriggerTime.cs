namespace Caneth.Recording;

/// <summary>That somebody, and not a frame, triggered.</summary>
/// <param name="Time">When.</param>
/// <param name="Reason">Why, in words.</param>
internal readonly record struct TriggerTime(Timestamp Time, string Reason);
