using System.Collections;
using System.Management.Automation;

namespace Caneth;

/// <summary>
/// Things with names, in the order in which they came. The case of a name does not matter, wherever names are compared. Safe for
/// all threads.
/// </summary>
/// <param name="nameOf">The name of a thing, which does not change.</param>
internal sealed class NamedSet<T>(Func<T, string> nameOf) : IEnumerable<T>
{
    private readonly Lock gate = new();
    private readonly List<T> items = [];

    /// <summary>Whether two names are one.</summary>
    public static bool IsSame(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    public void Add(T item)
    {
        lock (gate)
        {
            items.Add(item);
        }
    }

    public void Remove(T item)
    {
        lock (gate)
        {
            items.Remove(item);
        }
    }

    /// <summary>Takes some out.</summary>
    /// <param name="isMeant">Which.</param>
    /// <returns>Those.</returns>
    public IReadOnlyList<T> RemoveWhere(Predicate<T> isMeant)
    {
        lock (gate)
        {
            var meant = items.FindAll(isMeant);
            items.RemoveAll(meant.Contains);
            return meant;
        }
    }

    /// <summary>Takes everything out.</summary>
    public IReadOnlyList<T> Clear()
    {
        lock (gate)
        {
            List<T> all = [.. items];
            items.Clear();
            return all;
        }
    }

    /// <summary>The names that are taken.</summary>
    public IEnumerable<string> Names => this.Select(nameOf);

    /// <summary>Whether a name is taken.</summary>
    public bool Contains(string name) => Names.Any(taken => IsSame(taken, name));

    /// <summary>Those whose names match a pattern, or are the pattern.</summary>
    /// <param name="pattern">A name, wildcards allowed.</param>
    public IReadOnlyList<T> Find(string pattern)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
        return [.. this.Where(item => wildcard.IsMatch(nameOf(item)) || IsSame(nameOf(item), pattern))];
    }

    /// <summary>The first of <c>Prefix1</c>, <c>Prefix2</c> and so on that is not taken.</summary>
    public string FreeName(string prefix)
    {
        var taken = Names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, int.MaxValue).Select(number => $"{prefix}{number}").First(name => !taken.Contains(name));
    }

    /// <summary>Those that are here now, whatever comes and goes afterwards.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        lock (gate)
        {
            return ((IEnumerable<T>)[.. items]).GetEnumerator();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
