using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Plotting;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that make series of frames: of what a device receives, of logs, or of the pipeline.</summary>
public abstract class SeriesCmdlet : CanCmdlet
{
    private static readonly TimeSpan UsualDuration = TimeSpan.FromSeconds(10);

    private readonly List<DeviceArgument> devices = [];
    private bool isWanted;

    /// <summary>Frames, decoded messages or signals, or a device, whose frames are received.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>Receives for this many seconds; by default 10, or without end where -Count is given.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>Receives this many frames with values.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>The frames that the device sends, too.</summary>
    [Parameter]
    public SwitchParameter IncludeSent { get; set; }

    /// <summary>The paths of log files that were given, each with whether brackets and stars are taken as they are.</summary>
    private protected abstract IEnumerable<(string Path, bool IsLiteral)> Logs { get; }

    /// <summary>What of the frames is wanted.</summary>
    private protected ISeriesInput Input => field ??= MakeInput();

    private PipelineWaiter Waiter => field ??= new(this);

    private FrameReader Reader => field ??= Own(new FrameReader(this, Waiter));

    private bool HasInput => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        string[] sources = [.. Logs.Any() ? ["the path of a log"] : (string[])[], .. Device is null ? [] : (string[])["-Device"], .. HasInput ? ["the pipeline or -InputObject"] : (string[])[]];
        if (sources.Length > 1)
        {
            Fail<object>(CanErrors.OneSource(sources));
        }

        isWanted = Begin();
        _ = Input;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || !isWanted)
        {
            return;
        }

        foreach (var one in Argument.Each(InputObject))
        {
            Take(one!);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!isWanted)
        {
            return;
        }

        if (Logs.Any())
        {
            Logs.SelectMany(log => new FileFinder(this, CanErrors.LogNotFound, error => Fail<object>(error)).Find([log.Path], log.IsLiteral)).ToList().ForEach(Read);
        }
        else if (!HasInput || devices.Count > 0)
        {
            Receive(ResolveAll(devices.Count > 0 ? [.. devices] : Device));
        }

        Input.TellLosses();
        if (Input.Collector.PointsLeftOut is > 0 and var leftOut)
        {
            WriteWarning(PlotMessages.PointsLeftOut(leftOut, Input.Collector.PointCount));
        }

        if (Input.Collector.GetSeries() is { Count: > 0 } series)
        {
            End(series);
        }
        else
        {
            WriteError(CanErrors.NoValues(Input.Words, Reader.Sessions));
        }
    }

    /// <summary>What of the frames is wanted, as the parameters say.</summary>
    private protected abstract ISeriesInput MakeInput();

    /// <summary>Looks at where the series are to go, before any are made.</summary>
    /// <returns>Whether they are wanted at all.</returns>
    private protected abstract bool Begin();

    /// <summary>Takes the series, at the end.</summary>
    private protected abstract void End(IReadOnlyList<TimeSeries> series);

    private void Take(object one)
    {
        switch (Argument.ValueOf(one))
        {
            case CanFrame frame:
                Input.Take(frame);
                break;
            case CanMessage message:
                Input.Take(message);
                break;
            case CanSignalValue value when Input.Take(value):
                break;
            case CanSession session:
                devices.Add(new(session));
                break;
            default:
                TakeFrames(one);
                break;
        }
    }

    private void TakeFrames(object one)
    {
        try
        {
            foreach (var frame in FrameConverter.ReadFrames(one))
            {
                Input.Take(frame);
            }
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure))
        {
            WriteError(CanErrors.NotAFrame(one, failure));
        }
    }

    private void Receive(IReadOnlyList<CanSession> sessions)
    {
        Input.Check(sessions);
        Reader.Subscribe(sessions, Input.FilterFor, includeSent: IncludeSent);
        var end = new Deadline(Duration?.Value ?? (Count is null ? UsualDuration : null));
        var progress = new ProgressBar(this, MyInvocation.MyCommand.Name);
        var left = Count ?? long.MaxValue;
        while (left > 0 && !end.IsOver)
        {
            var frames = Reader.Next(end.Or(progress.Due));
            left = Take(frames.Span, left);
            if (progress.IsDue)
            {
                progress.Show(PlotMessages.Collected(Input.Collector.PointCount), left: end);
            }

            if (frames.IsEmpty && sessions.All(session => session.State == CanSessionState.Closed))
            {
                WriteError(CanErrors.Ended(sessions[0]));
                break;
            }
        }

        progress.End();
    }

    private long Take(ReadOnlySpan<CanFrame> frames, long left)
    {
        foreach (ref readonly var frame in frames)
        {
            if (Input.Take(frame) && --left == 0)
            {
                break;
            }
        }

        return left;
    }

    private void Read(string file) => Guard(
        () =>
        {
            using var log = Waiter.Await(ModuleMessages.Opening(file), end => LogFileReader.OpenAsync(file, null, null, end));
            var progress = new ProgressBar(this, $"{MyInvocation.MyCommand.Name} {log.Name}");
            while (log.Next(frames => Waiter.Await(ModuleMessages.Reading(log.Name), end => frames.WaitToReadAsync(end).AsTask())) is { IsEmpty: false } frames)
            {
                ThrowIfStopped();
                log.ReportMalformed(WriteWarning, WriteVerbose);
                Take(frames.Span, long.MaxValue);
                if (progress.IsDue)
                {
                    progress.Show(PlotMessages.Collected(Input.Collector.PointCount), log.Percent);
                }
            }

            log.ReportMalformed(WriteWarning, WriteVerbose);
            log.ReportLosses(WriteWarning, WriteVerbose);
            progress.End();
        },
        failure => CanErrors.LogReading(file, failure));
}
