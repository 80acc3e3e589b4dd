namespace Caneth.Signals;

/// <summary>What a problem in a database costs.</summary>
public enum ProblemSeverity
{
    /// <summary>Unusual, and understood: nothing is lost.</summary>
    Info,

    /// <summary>Understood by a guess that may be wrong.</summary>
    Warning,

    /// <summary>Something could not be understood and is missing from the database.</summary>
    Error,
}
