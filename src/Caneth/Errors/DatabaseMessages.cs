using System.Globalization;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth;

/// <summary>What the module says about databases and what they decode, without being an error.</summary>
internal static class DatabaseMessages
{
    public static string Problems(CanDatabase database) => $"{ProblemsIn(database)} See (Get-CanDatabase {database.Name}).Problems.";

    public static string ProblemsOfFile(CanDatabase database) => $"{ProblemsIn(database)} Test-CanDatabase {database.Path} shows all.";

    private static string ProblemsIn(CanDatabase database)
    {
        var problems = database.Problems;
        var worst = problems.MaxBy(problem => problem.Severity);
        return $"{database.Name}: {Count(problems.Count, "problem")} in {database.Path ?? "it"}, the {(problems.Count == 1 ? "only" : "worst")} one in line {worst.Line}: "
            + worst.Text;
    }

    public static string Replaced(CanDatabase old, CanDatabase database) =>
        $"The database '{old.Name}' of {old.Path ?? "memory"} made room for that of {database.Path ?? "memory"}. To have both, give one of them another name with -Name.";

    public static string Unknown(IReadOnlyList<(CanFrame Frame, long Count)> ids, long frames, long others)
    {
        const int MostShown = 10;
        var shown = ids.OrderByDescending(one => one.Count)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"0x{CanId.Format(one.Frame.Id, one.Frame.Extended)} ({one.Count:N0})"));
        return $"{Count(frames, "frame")} of {(others > 0 ? "more than " : "")}{Count(ids.Count, "id")} that no database knows {(frames == 1 ? "was" : "were")} left out: "
            + $"{VisibleText.List(shown, MostShown)}.";
    }

    public static string NoTraffic(CanSession session, Timestamp since) => string.Create(CultureInfo.InvariantCulture,
        $"No frame has come from '{session.Name}' since {since.ToLocalTime():HH:mm:ss}, when counting began. {CanErrors.Why(session)} ")
        + "Check that the bus is on and its bit rate is that of the gateway; Receive-CanFrame shows what comes.";

    public static string MoreIds(int most, long frames) => string.Create(CultureInfo.InvariantCulture,
        $"More than {most:N0} ids came; {frames:N0} frames of those that came later are not in the list.");

    public static string Counting(string device) => $"Counting what comes from '{device}'";

    public static string NothingYet(string what) => $"No {what} yet";

    public static string Waiting(object what) => $"Waiting for {what}";

    public static string TypesExhausted(int most) =>
        $"This process has met more than {most:N0} kinds of messages, so that some messages have no properties for their signals; $message['Name'] gives these too.";

    /// <summary>Messages of a node that nothing says how often to send.</summary>
    public static string WithoutCycleTime(string node, IReadOnlyCollection<string> messages) =>
        $"{Count(messages.Count, "message")} of '{VisibleText.Shorten(node)}' {(messages.Count == 1 ? "has" : "have")} no cycle time in the database, "
        + $"and {(messages.Count == 1 ? "is" : "are")} not sent: {VisibleText.List(messages)}. -Every gives one to all.";

    private static string Count(long count, string what) => count == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}s");
}
