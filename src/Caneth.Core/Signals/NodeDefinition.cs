namespace Caneth.Signals;

/// <summary>A control unit that sends or receives messages.</summary>
public sealed class NodeDefinition
{
    internal NodeDefinition(string name, string shortName, string? comment, AttributeSet attributes, int line)
    {
        Name = name;
        ShortName = shortName;
        Comment = comment;
        Attributes = attributes;
        Line = line;
    }

    /// <summary>Its name; the long one where the file has one.</summary>
    public string Name { get; }

    /// <summary>Its name as the file writes it, at most 32 characters in a file of Vector's.</summary>
    public string ShortName { get; }

    /// <summary>What the file says of it, or null.</summary>
    public string? Comment { get; }

    /// <summary>Its attributes.</summary>
    public AttributeSet Attributes { get; }

    /// <summary>The line of the file that names it, from 1.</summary>
    public int Line { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
