namespace Caneth.Tool.Services;

/// <summary>How a service is.</summary>
internal enum HealthStatus
{
    /// <summary>All is as it should be.</summary>
    Ok,

    /// <summary>Something is away that is connected to again, and nothing is lost for it yet.</summary>
    Degraded,

    /// <summary>It does not do what it is there for, or is about to lose something.</summary>
    Failing,
}
