using System.Management.Automation;
using Caneth.Analysis;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Finds the bits of frames that go with known values, or with what the user does.</summary>
[Cmdlet(VerbsCommon.Find, "CanSignal", DefaultParameterSetName = FrameSet)]
[OutputType(typeof(SignalMatch))]
public sealed class FindCanSignalCommand : CanCmdlet
{
    private const string FrameSet = "Frame";
    private const string PathSet = "Path";
    private const string WhileSet = "While";
    private const int LeastValues = 8;

    private FrameFilter filter = FrameFilter.All;
    private SignalSearch? search;
    private SignalSeries? series;

    /// <summary>What the signal goes with: objects with a time and a value, or the name of a signal that is in the same frames.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FrameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public object[] Like { get; set; } = [];

    /// <summary>The property of the objects of -Like that is the value; by default Value, or the only number beside the time.</summary>
    [Parameter(ParameterSetName = FrameSet)]
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Property { get; set; }

    /// <summary>The frames to search in, such as those of Import-CanLog.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FrameSet, ValueFromPipeline = true)]
    [Read<FrameConverter>(Each = true)]
    public CanFrame[] InputObject { get; set; } = [];

    /// <summary>The log files to search in; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>What you do while the device is listened to: you are asked to press Enter as it begins and as it ends.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WhileSet)]
    [ValidateNotNullOrEmpty]
    public string While { get; set; } = "";

    /// <summary>How many times you do it: 1 to 100.</summary>
    [Parameter(ParameterSetName = WhileSet)]
    [ValidateRange(1, 100)]
    public int Repeat { get; set; } = 3;

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>How much earlier or later than the reference the signal may be, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument MaxLag { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Which correlation with the reference is worth to be shown: 0 to 1.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double MinimumCorrelation { get; set; } = 0.7;

    /// <summary>The databases that know some of the messages: paths, databases or their names; by default those bound to the device.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [Read<DatabaseConverter>(Each = true)]
    public DatabaseArgument[]? Database { get; set; }

    private PipelineWaiter Waiter => field ??= new(this);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var finder = new DatabaseFinder(this);
        var session = Device is null && ParameterSetName != WhileSet ? State.DefaultSession : Resolve(Device);
        filter = new FrameFilter(Id).Except(ExcludeId ?? []);
        if (Like is [var only] && Argument.ValueOf(only) is string name)
        {
            var databases = finder.SetOf(Database, session);
            var (message, signal) = finder.Signal(databases, name);
            series = new(databases, message, signal);
            search = new(databases);
            return;
        }

        search = new(Database is null ? finder.BoundTo(session) : finder.SetOf(Database, session));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ThrowIfStopped();
        foreach (var frame in InputObject)
        {
            Take(frame);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == PathSet)
        {
            new LogScan(this).Read(Path, Take);
        }

        var reference = ParameterSetName == WhileSet ? Watch(Resolve(Device)) : series?.Values ?? Given();
        if (Refusal(reference) is { } error)
        {
            WriteError(error);
            return;
        }

        if (search!.FramesBeyond > 0)
        {
            WriteWarning(AnalysisMessages.Beyond(search.FramesBeyond));
        }

        var options = new SignalSearchOptions { MaxLag = MaxLag.Value, LeastCorrelation = MinimumCorrelation };
        var found = Waiter.Await(AnalysisMessages.Searching(search.FrameCount), end => Task.Run(() => search.Find(reference, options, end), end));
        if (found.Count == 0)
        {
            WriteWarning(AnalysisMessages.NothingGoesWith(search.FrameCount, MinimumCorrelation));
        }

        WriteObject(found, enumerateCollection: true);
    }

    private void Take(in CanFrame frame)
    {
        series?.Add(frame);
        if (filter.Matches(frame))
        {
            search!.Add(frame);
        }
    }

    private IReadOnlyList<TimedValue> Given()
    {
        var reader = new TimedValueReader(Property);
        foreach (var one in Like)
        {
            Guard(() => reader.Add(one ?? throw ModuleMessages.NothingInList()),
                failure => ArgumentConverter.IsRefusal(failure) ? CanErrors.NotATimedValue(one, failure) : null);
        }

        return reader.In(search!.FirstTime ?? default);
    }

    /// <summary>Listens to a device while the user is asked.</summary>
    private IReadOnlyList<TimedValue> Watch(CanSession session)
    {
        var marks = new PromptedMarks(this, While, Repeat);
        using var frames = session.Subscribe(new() { Filter = filter, Reader = MyInvocation.MyCommand.Name });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(StopToken, State.Ending);
        Timestamp begin = DateTimeOffset.UtcNow;
        var pump = FramePump.RunAsync(frames, new VisitorSink(Take), end.Token);
        try
        {
            marks.Ask();
        }
        finally
        {
            // The search is not for two threads at once.
            end.Cancel();
            pump.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        foreach (ref readonly var frame in frames.Take().Span)
        {
            Take(frame);
        }

        if (frames.FramesDropped > 0)
        {
            WriteWarning(AnalysisMessages.FramesDropped(frames.FramesDropped));
        }

        return marks.Sample(begin, DateTimeOffset.UtcNow);
    }

    /// <summary>Why nothing can be found with a reference; null where it can.</summary>
    private ErrorRecord? Refusal(IReadOnlyList<TimedValue> reference)
    {
        if (search!.FrameCount == 0 || search.FirstTime is not { } firstFrame || search.LastTime is not { } lastFrame)
        {
            return CanErrors.NoFramesToSearch();
        }

        var times = reference.Select(one => one.Time).Distinct().Order().ToList();
        return times.Count < LeastValues ? CanErrors.ReferenceTooShort(times.Count)
            : reference.All(one => one.Value == reference[0].Value) ? CanErrors.ReferenceIsConstant(reference[0].Value)
            : times[^1] + MaxLag.Value < firstFrame || times[0] - MaxLag.Value > lastFrame ? CanErrors.ReferenceElsewhere(times[0], times[^1], firstFrame, lastFrame)
            : null;
    }
}
