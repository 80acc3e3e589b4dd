namespace Caneth.Logs.Trc;

/// <summary>The types of lines in a TRC file.</summary>
internal enum TrcType
{
    /// <summary>A frame with data: DT, FD, FB, FE, BI; in version 1 Rx or Tx, or no type at all.</summary>
    Data,

    /// <summary>RR.</summary>
    Remote,

    /// <summary>ER; in version 1 Error.</summary>
    Error,

    /// <summary>ST; in version 1 Warng.</summary>
    Status,

    /// <summary>EC.</summary>
    ErrorCounter,

    /// <summary>EV.</summary>
    Event,

    /// <summary>One that no version knows.</summary>
    Unknown,
}
