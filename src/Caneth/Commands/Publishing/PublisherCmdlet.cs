using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Publishing;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with publishers.</summary>
public abstract class PublisherCmdlet : CanCmdlet
{
    /// <summary>The names of the publishers; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PublisherCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<CanPublisher> Named() => FindByName(Name, State.Publishers, CanErrors.PublisherNotFound);
}
