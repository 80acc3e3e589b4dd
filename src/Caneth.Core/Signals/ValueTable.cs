using System.Diagnostics.CodeAnalysis;

namespace Caneth.Signals;

/// <summary>The texts of a signal's raw values, such as 3 = Drive. In the order of the file; a text may stand twice.</summary>
public sealed class ValueTable
{
    private readonly KeyValuePair<long, string>[] entries;
    private readonly Dictionary<long, string> texts;

    /// <summary>A table of these entries.</summary>
    /// <param name="name">Its name, where it is a table with a name; null for the values of one signal.</param>
    /// <param name="entries">Raw values and their texts. Where a value stands twice the last text holds.</param>
    public ValueTable(string? name, IEnumerable<KeyValuePair<long, string>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Name = name;
        this.entries = [.. entries];
        texts = new(this.entries.Length);
        foreach (var (value, text) in this.entries)
        {
            texts[value] = text;
        }
    }

    /// <summary>The name of the table, or null where it belongs to one signal.</summary>
    public string? Name { get; }

    /// <summary>Raw values and their texts, in the order of the file.</summary>
    public IReadOnlyList<KeyValuePair<long, string>> Entries => entries;

    /// <summary>The text of a raw value.</summary>
    /// <param name="raw">The raw value, with its sign; an unsigned one of 64 bits as the same bits.</param>
    /// <param name="text">The text, or null where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetText(long raw, [NotNullWhen(true)] out string? text) => texts.TryGetValue(raw, out text);

    /// <summary>The raw value of a text, letter for letter first and then regardless of case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="raw">The first raw value that has it.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string text, out long raw)
    {
        foreach (var comparison in (ReadOnlySpan<StringComparison>)[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            foreach (var (value, known) in entries)
            {
                if (string.Equals(known, text, comparison))
                {
                    raw = value;
                    return true;
                }
            }
        }

        raw = 0;
        return false;
    }
}
