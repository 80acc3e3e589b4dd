using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Handlers;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with registered handlers.</summary>
public abstract class HandlerCmdlet : CanCmdlet
{
    /// <summary>The names of the handlers; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HandlerCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<CanHandler> Named() => FindByName(Name, State.Handlers.Handlers, CanErrors.HandlerNotFound);
}
