using System.Management.Automation;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>What is waited for in the frames of one device.</summary>
internal abstract class MessageCondition
{
    /// <summary>The frames that can say something about it.</summary>
    public abstract FrameFilter Filter { get; }

    /// <summary>What came until now, as a sentence.</summary>
    public abstract string Seen { get; }

    /// <summary>Looks at a frame.</summary>
    /// <returns>Whether it holds, and what is to be emitted then; null where the frame says nothing about it.</returns>
    public abstract (bool Holds, object? Answer)? Look(in CanFrame frame);
}

/// <summary>A condition on the value of one signal, which is emitted.</summary>
/// <param name="databases">What decodes the frames.</param>
/// <param name="watch">The condition.</param>
internal sealed class ValueCondition(DatabaseSet databases, SignalWatch watch) : MessageCondition
{
    public override FrameFilter Filter => FrameFilter.All.Where((in CanFrame frame) => databases.TryFind(frame, out var message) && message == watch.Condition.Message);

    public override string Seen => watch.Seen;

    public override (bool Holds, object? Answer)? Look(in CanFrame frame)
    {
        var holds = watch.Holds(frame, out var isThere);
        return !isThere ? null
            : !holds ? (false, null)
            : (true, new CanMessage(watch.Condition.Message, frame)[watch.Condition.Signal.Name]);
    }

    public override string ToString() => watch.ToString();
}

/// <summary>A condition on a whole message, which is emitted, as a script block.</summary>
/// <param name="databases">What decodes the frames.</param>
/// <param name="selection">The messages that it is asked of.</param>
/// <param name="script">The condition.</param>
internal sealed class ScriptedCondition(DatabaseSet databases, MessageSelection selection, ScriptBlock script) : MessageCondition
{
    private readonly MessageDecoder decoder = new(databases, selection, SignalForm.Value);
    private long count;

    public override FrameFilter Filter => selection.FilterOf(databases);

    public override string Seen => count == 0 ? "No message came that it could be asked of." : $"It was asked of {count:N0} messages.";

    public override (bool Holds, object? Answer)? Look(in CanFrame frame)
    {
        if (decoder.Decode(frame, out var message) != FrameMeaning.Message)
        {
            return null;
        }

        count++;
        return ScriptCondition.Holds(script, message!) ? (true, message) : (false, null);
    }

    public override string ToString() => $"a message with {{ {script.ToString().Trim()} }}";
}
