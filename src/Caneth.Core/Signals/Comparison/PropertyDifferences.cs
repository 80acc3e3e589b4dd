using Caneth.Signals.Dbc;

namespace Caneth.Signals;

/// <summary>Notes in which properties two versions of a thing differ.</summary>
/// <param name="changes">Takes the differences.</param>
/// <param name="part">What kind of thing it is.</param>
/// <param name="name">Which one it is.</param>
internal readonly struct PropertyDifferences(List<DatabaseChange> changes, DatabasePart part, string name)
{
    /// <summary>A property that is one value.</summary>
    public void Add(string property, object? before, object? after)
    {
        if (!Equals(before, after))
        {
            changes.Add(new(DatabaseChangeKind.Changed, part, name, property, before, after));
        }
    }

    /// <summary>A property that is a list of names, in any order.</summary>
    public void AddNames(string property, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (before.Count != after.Count || !before.SequenceEqual(after) && !before.Order(StringComparer.Ordinal).SequenceEqual(after.Order(StringComparer.Ordinal)))
        {
            changes.Add(new(DatabaseChangeKind.Changed, part, name, property, string.Join(", ", before), string.Join(", ", after)));
        }
    }

    /// <summary>The texts of values: the table as a whole where only one has one, else entry by entry.</summary>
    public void Add(ValueTable? before, ValueTable? after)
    {
        if (before is null || after is null)
        {
            Add("Values", Shown(before), Shown(after));
            return;
        }

        foreach (var raw in before.Entries.Concat(after.Entries).Select(entry => entry.Key).Distinct())
        {
            before.TryGetText(raw, out var old);
            after.TryGetText(raw, out var now);
            Add(FormattableString.Invariant($"Values[{raw}]"), old, now);
        }
    }

    /// <summary>Attributes that are set, without defaults, which are compared where they are defined. Long names are names.</summary>
    public void Add(AttributeSet before, AttributeSet after)
    {
        foreach (var attribute in before.Concat(after).Select(attribute => attribute.Key).Where(attribute => !DbcNames.IsLongName(attribute)).Distinct())
        {
            Add($"Attributes[{attribute}]", before.IsOwn(attribute) ? before[attribute] : null, after.IsOwn(attribute) ? after[attribute] : null);
        }
    }

    private static string? Shown(ValueTable? table) =>
        table is null ? null : string.Join(", ", table.Entries.Select(entry => FormattableString.Invariant($"{entry.Key}={entry.Value}")));
}
