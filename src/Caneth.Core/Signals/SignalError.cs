namespace Caneth.Signals;

/// <summary>Why no frame can be made of values for signals.</summary>
public enum SignalError
{
    /// <summary>The message has no signal of that name.</summary>
    UnknownSignal,

    /// <summary>The value is neither a number nor a text that the signal knows.</summary>
    NoValue,

    /// <summary>The value is beyond the signal's minimum or maximum, or its bits cannot hold it.</summary>
    OutOfRange,

    /// <summary>The signal is in the frame only where a multiplexer has another value.</summary>
    NotChosen,

    /// <summary>Two signals share bits, and want them to be different.</summary>
    Contradiction,

    /// <summary>The signal lies beyond the end of the message, or the message is longer than a frame.</summary>
    DoesNotFit,

    /// <summary>The message has no such priority or destination: it is not one of J1939, or its group goes to all.</summary>
    NotAddressable,
}
