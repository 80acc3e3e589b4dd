namespace Caneth.Tool.Configuration;

/// <summary>Finds the name that somebody meant.</summary>
internal static class NearestName
{
    /// <summary>The nearest of the names; null where none is near.</summary>
    public static string? Of(string written, IEnumerable<string> names) => names
        .Select(name => (Name: name, Distance: DistanceOf(written, name)))
        .Where(candidate => candidate.Distance <= Math.Max(2, candidate.Name.Length / 3))
        .OrderBy(candidate => candidate.Distance).Select(candidate => candidate.Name).FirstOrDefault();

    /// <summary>How many letters are to be changed, put in or left out (Levenshtein), whatever their case.</summary>
    private static int DistanceOf(string written, string name)
    {
        var before = Enumerable.Range(0, name.Length + 1).ToArray();
        foreach (var letter in written.Take(100))
        {
            var diagonal = before[0]++;
            for (var index = 0; index < name.Length; index++)
            {
                var changed = diagonal + (char.ToUpperInvariant(letter) == char.ToUpperInvariant(name[index]) ? 0 : 1);
                diagonal = before[index + 1];
                before[index + 1] = Math.Min(changed, Math.Min(before[index], diagonal) + 1);
            }
        }

        return before[^1];
    }
}
