namespace Caneth.Signals;

/// <summary>How two databases differ in something.</summary>
public enum DatabaseChangeKind
{
    /// <summary>Not at all.</summary>
    Equal,

    /// <summary>The second has it, and the first has not.</summary>
    Added,

    /// <summary>The first has it, and the second has not.</summary>
    Removed,

    /// <summary>Both have it, and a property of it differs.</summary>
    Changed,
}
