using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Listening;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with listeners.</summary>
public abstract class ListenerCmdlet : CanCmdlet
{
    /// <summary>The names of the listeners; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<CanListener> Named() => FindByName(Name, State.Listeners, CanErrors.ListenerNotFound);
}
