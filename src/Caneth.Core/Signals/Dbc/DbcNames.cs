namespace Caneth.Signals.Dbc;

/// <summary>What names are: the long one where a file has two, and whether other tools will take them.</summary>
internal static class DbcNames
{
    /// <summary>The attributes that hold names of more than <see cref="MaxLength"/> characters.</summary>
    public const string LongNode = "SystemNodeLongSymbol";

    public const string LongMessage = "SystemMessageLongSymbol";

    public const string LongSignal = "SystemSignalLongSymbol";

    /// <summary>The most characters that a name has in a file of Vector's tools.</summary>
    public const int MaxLength = 32;

    /// <summary>Whether an attribute holds a name, and so is no more than another way of writing it.</summary>
    public static bool IsLongName(string attribute) => attribute is LongNode or LongMessage or LongSignal;

    /// <summary>Notes a name that other tools may refuse: the format allows letters, digits and underscores.</summary>
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

    /// <summary>The long name that an attribute gives, or the one that the statement has.</summary>
    public static string LongName(AttributeSet? attributes, string attribute, string name) =>
        attributes is not null && attributes.TryGetOwn(attribute, out var value) && value is string { Length: > 0 } found ? found : name;
}
