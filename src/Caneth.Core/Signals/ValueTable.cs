using System.Diagnostics.CodeAnalysis;

namespace Caneth.Signals;

/// <summary>The texts of a signal's raw values, such as 3 = Drive. In the order of the file; a text may stand twice.</summary>
public sealed class ValueTable
{
    /// <summary>As many entries are looked through as quickly as a dictionary finds one.</summary>
    private const int MostWithoutIndex = 8;

    private readonly KeyValuePair<long, string>[] entries;
    private Dictionary<long, string>? index;

    /// <summary>A table of these entries.</summary>
    /// <param name="name">Its name, where it is a table with a name; null for the values of one signal.</param>
    /// <param name="entries">Raw values and their texts. Where a value stands twice the last text holds.</param>
    public ValueTable(string? name, IEnumerable<KeyValuePair<long, string>> entries)
        : this(name, [.. entries ?? throw new ArgumentNullException(nameof(entries))])
    {
    }

    /// <summary>A table of these entries, which nobody changes from now on.</summary>
    internal ValueTable(string? name, KeyValuePair<long, string>[] entries)
    {
        Name = name;
        this.entries = entries;
    }

    /// <summary>The name of the table, or null where it belongs to one signal.</summary>
    public string? Name { get; }

    /// <summary>Raw values and their texts, in the order of the file.</summary>
    public IReadOnlyList<KeyValuePair<long, string>> Entries => entries;

    /// <summary>The text of a raw value.</summary>
    /// <param name="raw">The raw value, with its sign; an unsigned one of 64 bits as the same bits.</param>
    /// <param name="text">The text, or null where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetText(long raw, [NotNullWhen(true)] out string? text)
    {
        if (entries.Length > MostWithoutIndex)
        {
            return (index ??= MakeIndex()).TryGetValue(raw, out text);
        }

        for (var place = entries.Length - 1; place >= 0; place--)
        {
            if (entries[place].Key == raw)
            {
                text = entries[place].Value;
                return true;
            }
        }

        text = null;
        return false;
    }

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

    private Dictionary<long, string> MakeIndex()
    {
        var made = new Dictionary<long, string>(entries.Length);
        foreach (var (value, text) in entries)
        {
            made[value] = text;
        }

        return made;
    }
}
