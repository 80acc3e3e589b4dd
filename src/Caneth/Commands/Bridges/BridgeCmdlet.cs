using System.Management.Automation;
using Caneth.Binding;
using Caneth.Bridges;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with bridges.</summary>
public abstract class BridgeCmdlet : CanCmdlet
{
    /// <summary>The names of the bridges; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<CanBridge> Named() => FindByName(Name, State.Bridges, CanErrors.BridgeNotFound);
}
