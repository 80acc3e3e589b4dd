using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>
/// Finds the frames with which a condition on a signal comes true, on each of several devices, whose databases may differ. For one thread at a
/// time, which shows it each frame once.
/// </summary>
/// <param name="watches">By the names of the devices: what decodes the frames, and the condition.</param>
/// <param name="move">What is asked of the way to the value: each change of it counts.</param>
internal sealed class SignalTrigger(IReadOnlyDictionary<string, (DatabaseSet Databases, SignalWatch Watch)> watches, SignalMove move)
{
    private readonly HashSet<string> held = [];

    /// <summary>Whether the condition holds with this frame, and did not hold with the one before it.</summary>
    public bool ComesTrue(in CanFrame frame)
    {
        if (frame.Device is not { } device || !watches.TryGetValue(device, out var one)
            || !one.Databases.TryFind(frame, out var message) || message != one.Watch.Condition.Message)
        {
            return false;
        }

        var holds = one.Watch.Holds(frame, out var isThere);
        if (!isThere)
        {
            return false;
        }

        if (holds)
        {
            return held.Add(device) || move != SignalMove.Any;
        }

        held.Remove(device);
        return false;
    }

    /// <summary>The condition in words.</summary>
    /// <returns><c>EngineData.EngineSpeed above 3000 rpm</c></returns>
    public override string ToString() => $"{watches.Values.First().Watch}";
}
