using System.Management.Automation;
using Caneth.Binding;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Shows the databases that were imported.</summary>
[Cmdlet(VerbsCommon.Get, "CanDatabase")]
[OutputType(typeof(CanDatabase))]
public sealed class GetCanDatabaseCommand : DatabaseCmdlet
{
    /// <summary>The names of the databases; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Named(Name).Select(one => one.Database).Distinct(), enumerateCollection: true);
}
