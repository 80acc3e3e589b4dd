using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Looks for mistakes in databases, alone or against the frames of logs, and emits what it finds.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CanDatabase")]
[OutputType(typeof(DatabaseProblem))]
public sealed class TestCanDatabaseCommand : CanCmdlet
{
    /// <summary>The databases: names, paths or the databases themselves; by default those of the device that was connected last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Only problems that are at least as severe: Info, Warning or Error.</summary>
    [Parameter]
    public ProblemSeverity Severity { get; set; } = ProblemSeverity.Info;

    /// <summary>Log files whose frames the databases are held against; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Log { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var finder = new DatabaseFinder(this);
        foreach (var database in Database is null ? finder.SetOf(null, State.DefaultSession).Databases : finder.Databases(Database))
        {
            WriteObject(database.Check().Concat(Log is null ? [] : CheckTraffic(database, Log)).Where(problem => problem.Severity >= Severity), enumerateCollection: true);
        }
    }

    private IReadOnlyList<DatabaseProblem> CheckTraffic(CanDatabase database, string[] logs)
    {
        var check = new TrafficCheck(database);
        new LogScan(this).Read(logs, check.Add);
        return check.GetProblems();
    }
}
