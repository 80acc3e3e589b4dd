using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Handlers;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Answers requests as a control unit does, at once and without a script.</summary>
[Cmdlet(VerbsLifecycle.Register, "CanReply", SupportsShouldProcess = true)]
[OutputType(typeof(CanReply))]
public sealed class RegisterCanReplyCommand : FilteringCmdlet
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0)]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public override IdFilter[]? Id { get; set; }

    /// <summary>The id of the reply: 0x7E8 and 7E8 are hex, 2024 is decimal. Or the reply as a frame: 7E8#04410C1EC6.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Read<IdConverter>]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdArgument? ReplyId { get; set; }

    /// <summary>The data of the reply: up to 8 bytes, or text in hex.</summary>
    [Parameter(Position = 2)]
    [Read<DataConverter>]
    public DataArgument? ReplyData { get; set; }

    /// <summary>What to call the reply; by default Reply1, Reply2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var filter = Filter();
        var frame = Guard(Reply, failure => failure is ArgumentException ? CanErrors.InvalidFrame(failure) : null);
        foreach (var session in Devices())
        {
            if (session.State == CanSessionState.Closed)
            {
                WriteError(CanErrors.Session(SessionMessages.SessionClosed(session.Name), session));
                continue;
            }

            var replies = State.ActiveReplies;
            var name = Name is null ? replies.FreeName("Reply") : replies.Contains(Name) ? Fail<string>(CanErrors.ReplyNameTaken(Name)) : Name;
            if (ShouldProcess(session.Name, $"Register {name}"))
            {
                var reply = new CanReply(name, session, filter, frame);
                replies.Add(reply);
                WriteObject(reply);
            }
        }
    }

    private CanFrame Reply()
    {
        if (ReplyId!.Frame is { } whole)
        {
            return ReplyData is null ? whole : Fail<CanFrame>(CanErrors.FrameTwice(ReplyId, nameof(ReplyData)));
        }

        return new CanFrame(ReplyId.Id, ReplyData is null ? default : ReplyData.Bytes.Span);
    }
}
