namespace Caneth.Logs.Mdf;

/// <summary>What the records of a group of channels are.</summary>
internal enum MdfKind
{
    /// <summary>Nothing that happened on a bus: measured signals.</summary>
    Signals,

    /// <summary>What happened on a bus of another kind, or is no frame.</summary>
    OtherBus,

    /// <summary>Data frames, classic or CAN FD.</summary>
    Data,

    /// <summary>Error frames.</summary>
    Error,

    /// <summary>Remote frames.</summary>
    Remote,

    /// <summary>Values of a channel of another group, which have a length of their own.</summary>
    Values,
}
