using System.Management.Automation;
using Caneth.Analysis;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>Asks the user to press Enter as something begins and as it ends, and makes a series of it: 1 while it lasts, else 0.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="what">What the user does.</param>
/// <param name="turns">How many times.</param>
internal sealed class PromptedMarks(CanCmdlet cmdlet, string what, int turns)
{
    private const int LeastPoints = 400;

    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(20);

    private readonly List<(Timestamp From, Timestamp To)> marks = [];

    /// <summary>Asks.</summary>
    public void Ask()
    {
        for (var turn = 1; turn <= turns; turn++)
        {
            var from = Press(AnalysisMessages.AsItBegins(what, turn, turns));
            marks.Add((from, Press(AnalysisMessages.AsItEnds(what, turn, turns))));
        }
    }

    /// <summary>The series.</summary>
    /// <param name="from">When it was not done yet.</param>
    /// <param name="to">When it was not done any more.</param>
    public IReadOnlyList<TimedValue> Sample(Timestamp from, Timestamp to)
    {
        var step = (to - from) / LeastPoints;
        step = step > LongestStep ? LongestStep : step;
        var values = new List<TimedValue>();
        for (var at = from; at <= to && step > TimeSpan.Zero; at += step)
        {
            values.Add(new(at, marks.Exists(mark => at >= mark.From && at < mark.To) ? 1 : 0));
        }

        return values;
    }

    private Timestamp Press(string prompt) => cmdlet.Guard(
        () =>
        {
            cmdlet.Host.UI.Write(prompt);
            cmdlet.Host.UI.ReadLine();
            cmdlet.ThrowIfStopped();
            return (Timestamp)DateTimeOffset.UtcNow;
        },
        failure => failure is PSInvalidOperationException or NotSupportedException or NotImplementedException
            or System.Management.Automation.Host.HostException ? CanErrors.NobodyToAsk(failure) : null);
}
