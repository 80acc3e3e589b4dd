namespace Caneth.Signals;

/// <summary>What an attribute is said of.</summary>
public enum AttributeScope
{
    /// <summary>The database as a whole.</summary>
    Database,

    /// <summary>A node.</summary>
    Node,

    /// <summary>A message.</summary>
    Message,

    /// <summary>A signal.</summary>
    Signal,

    /// <summary>An environment variable.</summary>
    EnvironmentVariable,
}
