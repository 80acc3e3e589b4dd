namespace Caneth.Signals;

/// <summary>An attribute that a database defines: what it is said of, its type, its limits and its default.</summary>
public sealed class AttributeDefinition
{
    internal AttributeDefinition(string name, AttributeScope scope, string type)
    {
        Name = name;
        Scope = scope;
        Type = type;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it is said of.</summary>
    public AttributeScope Scope { get; }

    /// <summary>INT, HEX, FLOAT, STRING or ENUM, or what else the file says.</summary>
    public string Type { get; }

    /// <summary>The lowest value, where the definition has one.</summary>
    public double? Minimum { get; internal set; }

    /// <summary>The highest value, where the definition has one.</summary>
    public double? Maximum { get; internal set; }

    /// <summary>The texts of an ENUM, in their order; of an unknown type the words that follow it.</summary>
    public IReadOnlyList<string> Texts { get; internal set; } = [];

    /// <summary>The value of what has none of its own: a <see cref="long"/>, a <see cref="double"/>, a text, or null.</summary>
    public object? Default { get; internal set; }

    internal bool IsEnum => Type == "ENUM";

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>
    /// A value as the type wants it: an ENUM is written as its text or as the place of the text, a number where a text is
    /// wanted is that text.
    /// </summary>
    internal object Convert(object value)
    {
        if (IsEnum && value is long index && index >= 0 && index < Texts.Count)
        {
            return Texts[(int)index];
        }

        if (IsEnum && value is double place && place >= 0 && place < Texts.Count)
        {
            return Texts[(int)place];
        }

        return value;
    }
}
