using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Handlers;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Runs a script block for each matching frame, or shows the frames.</summary>
[Cmdlet(VerbsLifecycle.Register, "CanHandler", SupportsShouldProcess = true, DefaultParameterSetName = IdSet)]
[OutputType(typeof(CanHandler))]
public sealed class RegisterCanHandlerCommand : FilteringCmdlet
{
    private const string IdSet = "Id";

    private const string ActionSet = "Action";

    /// <inheritdoc/>
    [Parameter(Position = 0, ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = ActionSet)]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public override IdFilter[]? Id { get; set; }

    /// <summary>Frames of these messages, which the action gets decoded: their names or ids; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[]? Message { get; set; }

    /// <summary>Frames of messages with these signals, which the action gets decoded: their names, or Message.Signal; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string[]? Signal { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>What runs for each frame, with the frame as $_ and as first argument; without it the frame is shown.</summary>
    [Parameter(Position = 1, ParameterSetName = IdSet)]
    [Parameter(Position = 0, ParameterSetName = ActionSet)]
    public ScriptBlock? Action { get; set; }

    /// <summary>What to call the handler; by default Handler1, Handler2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Ends the handler after this many frames; 0 for never.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxTriggerCount { get; set; }

    /// <summary>The second argument of the action.</summary>
    [Parameter]
    public object? MessageData { get; set; }

    /// <summary>The frames that the device sends, too: in order, with the time when they were handed to the operating system.</summary>
    [Parameter]
    public SwitchParameter IncludeSent { get; set; }

    /// <summary>Runs in a runspace of its own, even while the prompt is busy; $using: brings variables along.</summary>
    [Parameter]
    public SwitchParameter Background { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var filter = Filter();
        var choice = new MessageChoice(this, Database, Message, Signal);
        foreach (var session in Devices())
        {
            if (session.State == CanSessionState.Closed)
            {
                WriteError(CanErrors.Session(SessionMessages.SessionClosed(session.Name), session));
                continue;
            }

            var narrowed = choice.Narrow(filter, session);
            var name = FreeName();
            if (!ShouldProcess(session.Name, $"Register {name}"))
            {
                continue;
            }

            var handler = Make(new()
            {
                Name = name,
                Session = session,
                Filter = narrowed,
                Decode = choice.DecoderFor(session),
                IncludeSent = IncludeSent,
                Host = Host,
                Capacity = State.Handlers.CapacityOfNext,
                Action = Action,
                Home = SessionState,
                MaxTriggerCount = MaxTriggerCount,
                MessageData = MessageData,
            });
            State.Handlers.Add(handler);
            WriteObject(handler);
        }
    }

    private CanHandler Make(HandlerDefinition definition)
    {
        if (!Background || Action is null)
        {
            return new ForegroundHandler(definition, State.Handlers);
        }

        var (runspace, actions) = Guard(
            () => BackgroundRunspace.Open(this, runspace => State.ShareWith(runspace, MyInvocation.MyCommand.Module, definition.Session),
                State.Handlers, [Action], GetVariableValue),
            failure => failure is RuntimeException refused ? CanErrors.BackgroundNotPossible(SessionState.LanguageMode, refused) : null);
        return new BackgroundHandler(definition with { Action = actions[0], Home = null }, State.Handlers, runspace);
    }

    private string FreeName()
    {
        var handlers = State.Handlers.Handlers;
        return Name is null ? handlers.FreeName("Handler")
            : handlers.Contains(Name) ? Fail<string>(CanErrors.HandlerNameTaken(Name))
            : Name;
    }
}
