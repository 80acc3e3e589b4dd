namespace Caneth.Signals.Dbc;

/// <summary>Collects what is wrong in a file, up to a limit.</summary>
internal sealed class DbcProblems(DbcText text, int limit)
{
    private List<DatabaseProblem>? problems;

    /// <summary>How many there are, with those that are beyond the limit.</summary>
    public int Total { get; private set; }

    /// <summary>Notes a problem.</summary>
    /// <param name="severity">What it costs.</param>
    /// <param name="code">A stable name of its kind.</param>
    /// <param name="position">Where it is in the text.</param>
    /// <param name="what">What was found and what was made of it.</param>
    /// <param name="message">The message that it concerns.</param>
    /// <param name="signal">The signal that it concerns.</param>
    public void Add(ProblemSeverity severity, string code, int position, string what, string? message = null, string? signal = null)
    {
        Total++;
        problems ??= [];
        if (problems.Count < limit)
        {
            var place = text.PlaceOf(position);
            problems.Add(new(severity, code, place.Line, place.Column, message, signal, what));
        }
    }

    /// <summary>All of them, in the order of the lines; one more says how many were left out.</summary>
    public DatabaseProblem[] ToArray()
    {
        if (problems is null)
        {
            return [];
        }

        var sorted = problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column);
        return Total == problems.Count
            ? [.. sorted]
            : [.. sorted, new(ProblemSeverity.Error, "TooManyProblems", text.PlaceOf(text.Bytes.Length).Line, 1, null, null,
                $"The file has {Total} problems; {limit} of them are listed.")];
    }
}
