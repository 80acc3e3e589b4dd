using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Handlers;
using Caneth.Logs;
using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Records the frames that devices receive and send to disk in the background, straight from the devices and without the pipeline.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanRecording", SupportsShouldProcess = true)]
[OutputType(typeof(CanRecording))]
public sealed class StartCanRecordingCommand : LogWritingCmdlet
{
    private readonly List<DeviceArgument> devices = [];

    /// <summary>
    /// The file; its extension gives the format, and .gz after it compresses it. With -MaxSize, -MaxTime, -SplitAt, -Before or -After a number and
    /// the date are put before the extension: drive_00001_2026-01-31_13-45-00.log. The name may say where: '{device}_{date}_{number}.log'.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The devices: sessions or their names; by default the one connected last. All go into one file.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>Only frames of these messages: their names or ids; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[]? Message { get; set; }

    /// <summary>Only frames of messages with these signals: their names, or Message.Signal; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string[]? Signal { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>What to call it; by default Recording1, Recording2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Begins the next file when one has reached this many bytes: 100MB.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxSize { get; set; }

    /// <summary>Begins the next file after this many seconds, or a TimeSpan.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxTime { get; set; }

    /// <summary>Begins the next file at marks of the clock: at each full Hour, or at Midnight, in the time of this place.</summary>
    [Parameter]
    public ClockMark? SplitAt { get; set; }

    /// <summary>Keeps this many files, those of earlier recordings to the same path too, and removes the oldest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxFiles { get; set; }

    /// <summary>
    /// Keeps files of this many bytes in total, those of earlier recordings to the same path too, and removes the oldest.
    /// </summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxTotalSize { get; set; }

    /// <summary>Removes files that were written this long ago, in seconds or as a TimeSpan, those of earlier recordings to the same path too.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxAge { get; set; }

    /// <summary>
    /// Keeps N bytes of the disk free: the oldest files are removed in time, and where there is none left, frames wait.
    /// </summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MinFree { get; set; }

    /// <summary>Has the disk itself keep what is written, several times a second, so that it survives a power failure.</summary>
    [Parameter]
    public SwitchParameter Durable { get; set; }

    /// <summary>
    /// Keeps only what surrounds triggers: what came this long before each, in seconds. A trigger is a frame of -TriggerId, a condition on
    /// -TriggerSignal, a lost link with -TriggerOnLinkLost, or Save-CanRecording; each has a file of its own.
    /// </summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Before { get; set; }

    /// <summary>Keeps only what surrounds triggers: what comes this long after each, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? After { get; set; }

    /// <summary>Frames of these ids trigger. They are among those that are recorded.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? TriggerId { get; set; }

    /// <summary>What the data of a frame begins with that triggers: '01 ?? FF', where ?? is any byte.</summary>
    [Parameter]
    [Read<DataPatternConverter>]
    public DataPattern? TriggerData { get; set; }

    /// <summary>A signal triggers each time that a condition on it comes true: its name, or Message.Signal; -GT 3000 and its like say the condition.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string? TriggerSignal { get; set; }

    /// <summary>The value with which -TriggerSignal triggers: a number in the signal's unit, or the name of a value.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? EQ { get; set; }

    /// <summary>The value without which -TriggerSignal triggers.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? NE { get; set; }

    /// <summary>The value above which -TriggerSignal triggers.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? GT { get; set; }

    /// <summary>The value from which on -TriggerSignal triggers.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? GE { get; set; }

    /// <summary>The value below which -TriggerSignal triggers.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? LT { get; set; }

    /// <summary>The value down from which -TriggerSignal triggers.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? LE { get; set; }

    /// <summary>Each change of -TriggerSignal triggers.</summary>
    [Parameter]
    public SwitchParameter Changed { get; set; }

    /// <summary>The loss of a device's link triggers.</summary>
    [Parameter]
    public SwitchParameter TriggerOnLinkLost { get; set; }

    /// <summary>Puts a summary beside each file that is complete: its times, frames by id, gaps and SHA-256, by which -After and -Before find files.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>Runs for each file that is complete, with what is in it as its argument and as $_, in a runspace of its own; $using: brings variables along.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnFile { get; set; }

    private bool WaitsForTriggers => Before is not null || After is not null;

    private static IEnumerable<string> Conditions => [nameof(EQ), nameof(NE), nameof(GT), nameof(GE), nameof(LT), nameof(LE), nameof(Changed)];

    // Databases that are given for a signal that triggers do not narrow what is recorded.
    private MessageChoice Choice => field ??= new(this, TriggerSignal is not null && Message is null && Signal is null ? null : Database, Message, Signal);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        string[] given = [.. Conditions.Where(MyInvocation.BoundParameters.ContainsKey)];
        if (given.Length != (TriggerSignal is null ? 0 : 1))
        {
            Fail<object>(CanErrors.TriggerCondition(given));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => devices.AddRange(Device ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var sessions = ResolveAll([.. devices]);
        if (sessions.FirstOrDefault(session => session.State == CanSessionState.Closed) is { } closed)
        {
            Fail<object>(CanErrors.Session(SessionMessages.SessionClosed(closed.Name), closed));
        }

        var options = Options(sessions);
        if (sessions.Count > 0 && ShouldProcess(string.Join(", ", sessions), $"Record to {options.Path}"))
        {
            Check(options);
            var recording = Start(options, sessions);
            if (TriggerOnLinkLost)
            {
                TriggerOnLostLinks(recording, sessions);
            }

            State.Add(recording);
            WriteObject(recording);
            Display.Show(recording);
        }
    }

    private CanRecording Start(RecordingOptions options, IReadOnlyList<CanSession> sessions)
    {
        var actions = OnFile is null ? null : ActionsFor(OnFile, options.Name, sessions[0]);
        try
        {
            var recording = Guard(
                () => CanRecording.Start([.. sessions.Select(session => Subscribe(session, options.Name))], options with { FileCompleted = actions is null ? null : actions.Add }),
                failure => CanErrors.LogWriting(options.Path, failure));
            if (actions is not null)
            {
                State.FileActions.Add(recording, actions);
                recording.Completion.ContinueWith(_ => actions.Complete(), TaskScheduler.Default);
            }

            return recording;
        }
        catch
        {
            actions?.Complete();
            throw;
        }
    }

    private FileActions ActionsFor(ScriptBlock action, string recording, CanSession session)
    {
        var (runspace, actions) = Guard(
            () => BackgroundRunspace.Open(this, runspace => State.ShareWith(runspace, MyInvocation.MyCommand.Module, session), State.Handlers, [action], GetVariableValue),
            failure => failure is RuntimeException refused ? CanErrors.FileActionNotPossible(SessionState.LanguageMode, refused) : null);
        return new(recording, runspace, actions[0], Host, State.Handlers);
    }

    private RecordingOptions Options(IReadOnlyList<CanSession> sessions)
    {
        var path = OutputFile.Resolve(this, Path);
        return new()
        {
            Path = path,
            Name = Name ?? State.Recordings.FreeName("Recording"),
            Format = FormatOf(path),
            ExistingFile = Append ? ExistingFile.Append : Force ? ExistingFile.Replace : ExistingFile.Refuse,
            MaxSize = MaxSize,
            MaxTime = MaxTime?.Value,
            SplitAt = SplitAt,
            MaxFiles = MaxFiles,
            MaxTotalSize = MaxTotalSize,
            MaxAge = MaxAge?.Value,
            MinFree = MinFree,
            Durable = Durable,
            Summary = Summary,
            Trigger = !WaitsForTriggers ? null : new()
            {
                Before = Before?.Value ?? TimeSpan.Zero,
                After = After?.Value ?? TimeSpan.Zero,
                Filter = FramesThatTrigger(sessions),
            },
        };
    }

    private FrameFilter? FramesThatTrigger(IReadOnlyList<CanSession> sessions)
    {
        var frames = TriggerId is null && TriggerData is null ? null : new FrameFilter(TriggerId, TriggerData);
        if (TriggerSignal is null || sessions.Count == 0)
        {
            return frames;
        }

        // Each frame is shown to the signal, whether or not it triggers.
        var signal = new SignalTrigger(sessions.ToDictionary(session => session.Name, WatchOn), Changed ? SignalMove.Changed : SignalMove.Any);
        return FrameFilter.All.Where((in CanFrame frame) => signal.ComesTrue(frame) | (frames?.Matches(frame) == true), $"{signal}");
    }

    private (DatabaseSet Databases, SignalWatch Watch) WatchOn(CanSession session)
    {
        var finder = new DatabaseFinder(this);
        var databases = finder.SetOf(Database, session);
        var (message, signal) = finder.Signal(databases, TriggerSignal!);
        var comparisons = new SignalComparisons { EQ = EQ, NE = NE, GT = GT, GE = GE, LT = LT, LE = LE };
        var condition = Guard(() => comparisons.On(message, signal), failure => failure is SignalException wrong ? CanErrors.NotASignalValue(wrong) : null);
        return (databases, new(condition, Changed ? SignalMove.Changed : SignalMove.Any));
    }

    private static void TriggerOnLostLinks(CanRecording recording, IReadOnlyList<CanSession> sessions)
    {
        foreach (var session in sessions)
        {
            session.EventHappened += Look;
            recording.Completion.ContinueWith(_ => session.EventHappened -= Look, TaskScheduler.Default);
        }

        void Look(object? sender, SessionEvent happened)
        {
            if (happened.Kind == SessionEventKind.Lost)
            {
                recording.Trigger(ModuleMessages.LinkLost(happened.Device));
            }
        }
    }

    private FrameSubscription Subscribe(CanSession session, string recording) => session.Subscribe(new()
    {
        Filter = Choice.Narrow(new FrameFilter(Id).Except(ExcludeId ?? []), session),
        IncludeSent = true,
        Capacity = CanRecording.RecommendedCapacity,
        Reader = $"The recording '{recording}'",
    });

    private void Check(RecordingOptions options)
    {
        if (State.Recordings.Contains(options.Name))
        {
            Fail<CanRecording>(CanErrors.RecordingNameTaken(options.Name));
        }

        if (!WaitsForTriggers && (TriggerId is not null || TriggerData is not null || TriggerSignal is not null || TriggerOnLinkLost))
        {
            Fail<CanRecording>(CanErrors.TriggerWithoutTime());
        }

        if (options.HasNumberedFiles)
        {
            if (Append)
            {
                Fail<CanRecording>(CanErrors.AppendToRing());
            }

            return;
        }

        if (CanLog.WriterOf(options.Path) is { } writer)
        {
            Fail<CanRecording>(CanErrors.LogIsBeingWritten(writer));
        }

        if (!Append && !Force && File.Exists(options.Path))
        {
            Fail<CanRecording>(CanErrors.LogExists(options.Path));
        }
    }
}
