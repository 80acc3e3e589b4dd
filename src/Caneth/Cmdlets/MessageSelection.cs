using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>Which messages are wanted, and which of their signals.</summary>
/// <param name="messages">Names and patterns of messages; null for all.</param>
/// <param name="signals">Names and patterns of signals; null for all.</param>
internal sealed class MessageSelection(string[]? messages, string[]? signals)
{
    private readonly MessagePattern[]? messages = messages?.Select(text => new MessagePattern(text)).ToArray();
    private readonly MessagePattern[]? signals = signals?.Select(text => new MessagePattern(text)).ToArray();

    /// <summary>Whether everything is wanted.</summary>
    public bool IsAll => messages is null && signals is null;

    /// <summary>Whether only frames are wanted in which one of the signals is.</summary>
    public bool NeedsSignal => signals is not null;

    /// <summary>Ends a command with an error where a name is in none of the databases.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="databases">The databases.</param>
    public void Check(CanCmdlet cmdlet, IReadOnlyList<CanDatabase> databases)
    {
        var all = databases.SelectMany(database => database.Messages).ToList();
        foreach (var name in (messages ?? []).Where(pattern => pattern.IsName && !all.Exists(pattern.Selects)))
        {
            cmdlet.Fail<object>(CanErrors.MessageNotFound(name.Text, databases));
        }

        foreach (var name in (signals ?? []).Where(pattern => pattern.IsName
            && !all.Exists(message => message.Signals.Any(signal => pattern.Selects(message, signal)))))
        {
            cmdlet.Fail<object>(CanErrors.SignalNotFound(name.Text, databases));
        }
    }

    /// <summary>Selects the frames of the messages that are wanted, where they are received.</summary>
    /// <param name="databases">What the frames mean.</param>
    /// <param name="filter">Which of them, beside; all by default.</param>
    public FrameFilter FilterOf(DatabaseSet databases, FrameFilter? filter = null)
    {
        var wanted = databases.Databases.SelectMany(database => database.Messages).Where(message => Of(message) is not null).ToHashSet();
        var words = IsAll ? "of messages" : $"of {VisibleText.List((messages ?? []).Concat(signals ?? []).Select(pattern => pattern.Text))}";
        return (filter ?? FrameFilter.All).Where((in CanFrame frame) => databases.TryFind(frame, out var message) && wanted.Contains(message), words);
    }

    /// <summary>What is wanted of a message.</summary>
    /// <returns>The message, with the signals alone that are wanted; null where none of it is.</returns>
    public MessageDefinition? Of(MessageDefinition message)
    {
        if (messages is not null && !Array.Exists(messages, pattern => pattern.Selects(message)))
        {
            return null;
        }

        if (signals is null)
        {
            return message;
        }

        SignalDefinition[] wanted = [.. message.Signals.Where(signal => Array.Exists(signals, pattern => pattern.Selects(message, signal)))];
        return wanted.Length == 0 ? null : message.With(wanted);
    }
}
