using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Servers;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with servers.</summary>
public abstract class ServerCmdlet : CanCmdlet
{
    /// <summary>The names of the servers; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<CanServer> Named() => FindByName(Name, State.Servers, CanErrors.ServerNotFound);
}
