using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Caneth.Signals;

/// <summary>
/// The attributes of a database, a node, a message or a signal. A value is its own or, where it has none, the default of the
/// attribute's definition. Names are compared letter for letter.
/// </summary>
public sealed class AttributeSet : IEnumerable<KeyValuePair<string, object>>
{
    private readonly Dictionary<string, AttributeDefinition> definitions;
    private readonly AttributeValues own = new();

    internal AttributeSet(Dictionary<string, AttributeDefinition> definitions) => this.definitions = definitions;

    /// <summary>The value of an attribute: a <see cref="long"/>, a <see cref="double"/> or a text; null where there is none.</summary>
    /// <param name="name">The name of the attribute.</param>
    public object? this[string name] => TryGet(name, out var value) ? value : null;

    /// <summary>Looks a value up: its own, or the default.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out object? value)
    {
        return own.TryGet(name, out value)
            || (definitions.TryGetValue(name, out var definition) && (value = definition.Default) is not null);
    }

    /// <summary>Whether the attribute is set here, not merely by default.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <returns>Whether it is.</returns>
    public bool IsOwn(string name) => own.TryGet(name, out _);

    /// <summary>The values that are set here, without the defaults.</summary>
    /// <returns>Names and values.</returns>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        for (var place = 0; place < own.Count; place++)
        {
            yield return own[place];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What defines an attribute, where something does.</summary>
    internal AttributeDefinition? DefinitionOf(string name) => definitions.GetValueOrDefault(name);

    /// <summary>The value that is set here.</summary>
    internal bool TryGetOwn(string name, [NotNullWhen(true)] out object? value) => own.TryGet(name, out value);

    /// <summary>Sets a value here, as the definition of the attribute wants it.</summary>
    internal void Set(string name, object value) =>
        own.Set(name, definitions.TryGetValue(name, out var definition) ? definition.Convert(value) : value);

    internal double? Number(string name) => this[name] switch
    {
        long number => number,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    internal string? Text(string name) => this[name] is { } value ? System.Convert.ToString(value, CultureInfo.InvariantCulture) : null;
}
