namespace Caneth.Signals;

/// <summary>Finds what a name means: letter for letter or, where nothing has it so, regardless of case.</summary>
internal static class NameSearch
{
    public static List<T> Find<T>(IEnumerable<T> all, Func<T, string> nameOf, string name)
    {
        var found = all.Where(one => nameOf(one) == name).ToList();
        return found.Count > 0 ? found : [.. all.Where(one => string.Equals(nameOf(one), name, StringComparison.OrdinalIgnoreCase))];
    }
}
