using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Waits until a signal has a value.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CanSignal", DefaultParameterSetName = ValueSet)]
[OutputType(typeof(CanSignalValue), ParameterSetName = [ValueSet])]
[OutputType(typeof(CanMessage), ParameterSetName = [ScriptSet])]
public sealed class WaitCanSignalCommand : CanCmdlet
{
    private const string ValueSet = "Value";
    private const string ScriptSet = "Script";

    private readonly List<DeviceArgument> devices = [];

    /// <summary>The signal: its name, or Message.Signal where several messages have one of that name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>A condition on a message with all its signals, as $_.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ScriptSet)]
    public ScriptBlock? FilterScript { get; set; }

    /// <summary>The message that has the signal; with -FilterScript the messages that it is asked of: names or ids, wildcards allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[]? Message { get; set; }

    /// <summary>The value that it is to have: a number in the signal's unit, or the name of a value.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public object? EQ { get; set; }

    /// <summary>The value that it is not to have.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public object? NE { get; set; }

    /// <summary>The value that it is to be above.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public object? GT { get; set; }

    /// <summary>The value that it is to reach at least.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public object? GE { get; set; }

    /// <summary>The value that it is to be below.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public object? LT { get; set; }

    /// <summary>The value that it is to reach at most.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNull]
    public object? LE { get; set; }

    /// <summary>The values of which it is to have one.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateNotNullOrEmpty]
    public object[]? In { get; set; }

    /// <summary>How the name of its value, or its number, is to look; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Like { get; set; }

    /// <summary>The two values that it is to lie between.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [ValidateCount(2, 2)]
    public object[]? Between { get; set; }

    /// <summary>Waits until the value is another than before.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter Changed { get; set; }

    /// <summary>Waits until the value is greater than before.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter Rises { get; set; }

    /// <summary>Waits until the value is smaller than before.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    public SwitchParameter Falls { get; set; }

    /// <summary>How long it is to be so, without a frame that says otherwise; by default one frame is enough.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? For { get; set; }

    /// <summary>How long to wait, in seconds; without it, without end.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>The values that the device sends count, too.</summary>
    [Parameter]
    public SwitchParameter IncludeSent { get; set; }

    private static IEnumerable<string> Conditions =>
        [nameof(EQ), nameof(NE), nameof(GT), nameof(GE), nameof(LT), nameof(LE), nameof(In), nameof(Like), nameof(Between), nameof(Changed), nameof(Rises), nameof(Falls)];

    private SignalComparisons Comparisons => new() { EQ = EQ, NE = NE, GT = GT, GE = GE, LT = LT, LE = LE, In = In, Like = Like, Between = Between };

    private DatabaseFinder Finder => field ??= new(this);

    private FrameReader Reader => field ??= Own(new FrameReader(this, new(this)));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        string[] given = [.. Conditions.Where(MyInvocation.BoundParameters.ContainsKey)];
        if (given.Length > 1)
        {
            Fail<object>(CanErrors.OneCondition(given));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => devices.AddRange(Device ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var sessions = ResolveAll([.. devices]);
        var conditions = sessions.ToDictionary(session => session.Name, ConditionFor);
        Reader.Subscribe(sessions, session => conditions[session.Name].Filter, includeSent: IncludeSent);
        var deadline = new Deadline(Timeout?.Value);
        var held = new HeldCondition(For?.Value);
        while (!held.IsOver)
        {
            var frames = Reader.Next(deadline.Or(held.End), () => DatabaseMessages.Waiting(conditions.Values.First()));
            foreach (ref readonly var frame in frames.Span)
            {
                if (conditions[frame.Device!].Look(frame) is { } answer && held.See(answer, frame.Timestamp))
                {
                    WriteObject(held.Answer);
                    return;
                }
            }

            // Nobody knows what a device says that is not connected.
            if (!sessions.All(session => session.State == CanSessionState.Connected))
            {
                held.Reset();
            }

            if (frames.IsEmpty && !held.IsOver && (deadline.IsOver || sessions.All(session => session.State == CanSessionState.Closed)))
            {
                WriteError(ErrorOf(sessions, conditions.Values.First()));
                return;
            }
        }

        WriteObject(held.Answer);
    }

    private ErrorRecord ErrorOf(IReadOnlyList<CanSession> sessions, MessageCondition condition) =>
        sessions.FirstOrDefault(session => session.State == CanSessionState.Closed) is { } closed
            ? CanErrors.Ended(closed)
            : CanErrors.SignalTimeout($"{condition}", condition.Seen, Timeout?.Value ?? TimeSpan.Zero, sessions);

    private MessageCondition ConditionFor(CanSession session)
    {
        var databases = Finder.SetOf(Database, session);
        if (FilterScript is not null)
        {
            var selection = new MessageSelection(Message, signals: null);
            selection.Check(this, databases.Databases);
            return new ScriptedCondition(databases, selection, FilterScript);
        }

        var (message, signal) = Finder.Signal(databases, Name, Message is [var only] ? only : null);
        var condition = Guard(() => Comparisons.On(message, signal), failure => failure is SignalException wrong ? CanErrors.NotASignalValue(wrong) : null);
        return new ValueCondition(databases, new(condition, Changed ? SignalMove.Changed : Rises ? SignalMove.Rises : Falls ? SignalMove.Falls : SignalMove.Any));
    }
}
