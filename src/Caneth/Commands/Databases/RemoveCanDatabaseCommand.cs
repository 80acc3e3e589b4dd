using System.Management.Automation;
using Caneth.Binding;

namespace Caneth.Commands;

/// <summary>Forgets databases: frames are decoded with them no more.</summary>
[Cmdlet(VerbsCommon.Remove, "CanDatabase", SupportsShouldProcess = true)]
public sealed class RemoveCanDatabaseCommand : DatabaseCmdlet
{
    /// <summary>The names of the databases; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var (session, database) in Named(Name))
        {
            if (ShouldProcess(session is null ? database.Name : $"{database.Name} of {session.Name}", "Remove database"))
            {
                State.Databases.Remove(session, database);
            }
        }
    }
}
