namespace Caneth;

/// <summary>How much a person should care about what happened to a session or a recording.</summary>
public enum EventLevel
{
    /// <summary>Good to know when one asks.</summary>
    Information,

    /// <summary>Something is lost or late.</summary>
    Warning,

    /// <summary>Something went wrong that Caneth cannot mend.</summary>
    Error,
}
