namespace Caneth.Links.Streams;

/// <summary>What the next bytes of a wire are whose messages show where they end.</summary>
internal enum MessageKind
{
    /// <summary>The beginning of a message: more must come.</summary>
    Incomplete,

    /// <summary>A frame.</summary>
    Frame,

    /// <summary>A message of the wire that is no frame, and is done with.</summary>
    Other,

    /// <summary>What the wire allows between messages, and what proves nothing.</summary>
    Filler,

    /// <summary>A message that says it is a frame and cannot be one.</summary>
    InvalidFrame,

    /// <summary>No message of the wire.</summary>
    Garbage,

    /// <summary>No message of the wire, and nothing shows where the next begins.</summary>
    Lost,
}
