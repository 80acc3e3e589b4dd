namespace Caneth.Signals.Dbc;

/// <summary>Holds names against the rule that the format's own description gives: letters, digits and underscores.</summary>
internal static class DbcNames
{
    /// <summary>Notes a name that other tools may refuse.</summary>
    public static void Check(string name, int position, DbcProblems problems, string? message = null, string? signal = null)
    {
        if (char.IsAsciiDigit(name[0]))
        {
            problems.Add(ProblemSeverity.Info, "OddName", position,
                $"The name {DbcWords.Show(name)} begins with a digit; other tools may refuse it.", message, signal);
            return;
        }

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
            {
                problems.Add(ProblemSeverity.Info, "OddName", position,
                    $"The name {DbcWords.Show(name)} has characters other than letters, digits and '_'; other tools may refuse it.", message, signal);
                return;
            }
        }
    }
}
