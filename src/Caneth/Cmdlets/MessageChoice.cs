using Caneth.Binding;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>
/// Which messages something is for that goes on after its cmdlet, as handlers and recordings do. It holds with the databases that there
/// were when it began.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="databases">What was given for -Database; null where it was not.</param>
/// <param name="messages">What was given for -Message.</param>
/// <param name="signals">What was given for -Signal.</param>
internal sealed class MessageChoice(CanCmdlet cmdlet, DatabaseArgument[]? databases, string[]? messages, string[]? signals)
{
    private readonly DatabaseFinder finder = new(cmdlet);
    private readonly MessageSelection selection = new(messages, signals);

    /// <summary>Whether messages were chosen; else all frames are meant, as frames.</summary>
    public bool IsMade => databases is not null || !selection.IsAll;

    /// <summary>Of the frames that a filter selects, those of the messages.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="session">The device; where a name is in none of its databases the command ends with an error.</param>
    public FrameFilter Narrow(FrameFilter filter, CanSession session)
    {
        if (!IsMade)
        {
            return filter;
        }

        var set = finder.SetOf(databases, session);
        selection.Check(cmdlet, set.Databases);
        return selection.FilterOf(set, filter);
    }

    /// <summary>What decodes the frames of a device: null for a frame in which none of the signals is.</summary>
    /// <param name="session">The device.</param>
    /// <returns>Used by one thread at a time; null where no messages were chosen.</returns>
    public Func<CanFrame, object?>? DecoderFor(CanSession session)
    {
        if (!IsMade)
        {
            return null;
        }

        var decoder = new MessageDecoder(finder.SetOf(databases, session), selection, SignalForm.Value);
        return frame => decoder.Decode(frame, out var message) == FrameMeaning.Message ? message : null;
    }
}
