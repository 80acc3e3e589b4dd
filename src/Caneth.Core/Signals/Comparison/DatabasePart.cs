namespace Caneth.Signals;

/// <summary>What a difference between two databases is about.</summary>
public enum DatabasePart
{
    /// <summary>The database as a whole.</summary>
    Database,

    /// <summary>A node.</summary>
    Node,

    /// <summary>A message.</summary>
    Message,

    /// <summary>A signal of a message.</summary>
    Signal,

    /// <summary>A table of values that has a name.</summary>
    ValueTable,

    /// <summary>The definition of an attribute.</summary>
    AttributeDefinition,

    /// <summary>A statement of the file that says nothing of frames.</summary>
    Statement,
}
