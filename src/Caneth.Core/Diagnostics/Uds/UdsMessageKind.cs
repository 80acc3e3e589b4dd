namespace Caneth.Diagnostics;

/// <summary>What a message of UDS or OBD-II is.</summary>
public enum UdsMessageKind
{
    /// <summary>Something is asked for.</summary>
    Request,

    /// <summary>It was done, or what was asked for comes.</summary>
    Response,

    /// <summary>It was refused or, with the code 78, will be answered later.</summary>
    NegativeResponse,
}
