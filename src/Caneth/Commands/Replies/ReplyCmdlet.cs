using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Handlers;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with registered replies.</summary>
public abstract class ReplyCmdlet : CanCmdlet
{
    /// <summary>The names of the replies; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ReplyCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected IEnumerable<CanReply> Named() => FindByName(Name, State.ActiveReplies, CanErrors.ReplyNotFound);
}
