namespace Caneth.Transmission;

/// <summary>What kind of thing happened to a transmission.</summary>
public enum TransmissionEventKind
{
    /// <summary>A cycle was left out since it could not be sent; so are those after it until it can.</summary>
    Skipping,

    /// <summary>It is sent again after cycles that were left out.</summary>
    Resumed,

    /// <summary>Cycles were passed over because the computer was late.</summary>
    Late,

    /// <summary>It has ended, not because it was stopped.</summary>
    Ended,
}
