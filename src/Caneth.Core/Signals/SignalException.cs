namespace Caneth.Signals;

/// <summary>No frame can be made of the values that were given for signals.</summary>
public sealed class SignalException : ArgumentException
{
    internal SignalException(SignalError error, MessageDefinition message, string? signal, string problem, bool isLimit = false)
        : base(VisibleText.Of($"{VisibleText.Shorten(message.Name)}{(signal is null ? "" : ".")}{VisibleText.Shorten(signal)}: {problem}"))
    {
        Error = error;
        Definition = message;
        Signal = signal;
        IsLimit = isLimit;
    }

    /// <summary>What is wrong.</summary>
    public SignalError Error { get; }

    /// <summary>The message that was to be made.</summary>
    public MessageDefinition Definition { get; }

    /// <summary>The name of the signal, as it was given; null where it is about the message.</summary>
    public string? Signal { get; }

    /// <summary>
    /// Whether the value is beyond the minimum or the maximum of the database. <see cref="EncodeOptions.AllowOutOfRange"/> takes it then, as
    /// far as the bits of the signal can hold it.
    /// </summary>
    public bool IsLimit { get; }

    /// <summary>The message has no signal of a name; it says which it has.</summary>
    internal static SignalException Unknown(MessageDefinition message, string name) => new(SignalError.UnknownSignal, message, name,
        $"the message has no such signal. It has: {VisibleText.List([.. message.Signals.Select(signal => signal.Name).Distinct()], 24)}.");
}
