using System.Management.Automation;
using Caneth.Handlers;

namespace Caneth.Commands;

/// <summary>Shows the registered replies with how many requests they answered.</summary>
[Cmdlet(VerbsCommon.Get, "CanReply")]
[OutputType(typeof(CanReply))]
public sealed class GetCanReplyCommand : ReplyCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reply in Named())
        {
            WriteObject(reply);
        }
    }
}
