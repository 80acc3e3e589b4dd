using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with connected control units by their names.</summary>
public abstract class NamedEcuCmdlet : CanCmdlet
{
    /// <summary>The names of the control units; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Ecu")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EcuCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<UdsClient> Named() => FindByName(Name, State.Diagnostics.ActiveEcus, CanErrors.EcuNotFound);
}
