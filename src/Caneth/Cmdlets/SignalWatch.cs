using System.Globalization;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>How a value has to come about.</summary>
internal enum SignalMove
{
    /// <summary>In any way.</summary>
    Any,

    /// <summary>By changing.</summary>
    Changed,

    /// <summary>By becoming greater.</summary>
    Rises,

    /// <summary>By becoming smaller.</summary>
    Falls,
}

/// <summary>Follows a signal from frame to frame until its value is as it should be, and has come about as it should.</summary>
/// <param name="condition">What is asked of the value.</param>
/// <param name="move">What is asked of the way there.</param>
internal sealed class SignalWatch(SignalCondition condition, SignalMove move)
{
    private CanValue before;
    private long count;

    /// <summary>The condition.</summary>
    public SignalCondition Condition => condition;

    /// <summary>What came until now, as a sentence.</summary>
    public string Seen => count == 0 ? "It did not come at all."
        : string.Create(CultureInfo.InvariantCulture, $"It came {count:N0} times, with {before}{(before.Text is null && condition.Signal.Unit.Length > 0 ? $" {condition.Signal.Unit}" : "")} last.");

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">A frame of the message.</param>
    /// <param name="isThere">Whether the signal is in the frame.</param>
    /// <returns>Whether all is as it should be.</returns>
    public bool Holds(in CanFrame frame, out bool isThere)
    {
        var holds = condition.Holds(frame, out var value);
        isThere = !value.IsMissing;
        if (!isThere)
        {
            return false;
        }

        var moved = move switch
        {
            SignalMove.Changed => !before.IsMissing && value != before,
            SignalMove.Rises => value.Number > before.Number,
            SignalMove.Falls => value.Number < before.Number,
            _ => true,
        };
        before = value;
        count++;
        return holds && moved;
    }

    /// <summary>The condition in words.</summary>
    /// <returns><c>EngineData.EngineSpeed above 3000 rpm</c></returns>
    public override string ToString() => move switch
    {
        SignalMove.Any => condition.ToString(),
        SignalMove.Changed => $"another value of {condition.Message.Name}.{condition.Signal.Name}",
        SignalMove.Rises => $"a greater value of {condition.Message.Name}.{condition.Signal.Name}",
        _ => $"a smaller value of {condition.Message.Name}.{condition.Signal.Name}",
    };
}
