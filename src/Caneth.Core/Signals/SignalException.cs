namespace Caneth.Signals;

/// <summary>No frame can be made of the values that were given for signals.</summary>
public sealed class SignalException : ArgumentException
{
    internal SignalException(SignalError error, MessageDefinition message, string? signal, string problem)
        : base(VisibleText.Of($"{message.Name}{(signal is null ? "" : ".")}{signal}: {problem}"))
    {
        Error = error;
        Definition = message;
        Signal = signal;
    }

    /// <summary>What is wrong.</summary>
    public SignalError Error { get; }

    /// <summary>The message that was to be made.</summary>
    public MessageDefinition Definition { get; }

    /// <summary>The name of the signal, as it was given; null where it is about the message.</summary>
    public string? Signal { get; }
}
