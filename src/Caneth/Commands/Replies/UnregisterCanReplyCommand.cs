using System.Management.Automation;

namespace Caneth.Commands;

/// <summary>Ends replies: their requests are answered no more.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "CanReply", SupportsShouldProcess = true)]
public sealed class UnregisterCanReplyCommand : ReplyCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var reply in Named().Where(reply => ShouldProcess(reply.Name, "Unregister")))
        {
            reply.Dispose();
            State.ActiveReplies.Remove(reply);
        }
    }
}
