using System.Collections;
using System.Management.Automation;
using System.Threading.Channels;
using Caneth.Binding;
using Caneth.Logs;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>
/// Sends the frames of log files, or of the pipeline, at the pace at which they were recorded, at a factor of it, or as fast as the
/// gateway takes them.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "CanLog", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class SendCanLogCommand : LogReadingCmdlet
{
    private const string FrameSet = "Frame";

    // How many frames of the pipeline wait for their time; a pipeline that is faster is held up.
    private const int MostAhead = 4096;

    private const double LeastSpeed = 0.1;
    private const double MostSpeed = 1000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TooLate = TimeSpan.FromMilliseconds(100);

    private readonly List<string> files = [];
    private readonly List<LogFileReader> logs = [];
    private readonly Channel<CanFrame> piped = Channel.CreateBounded<CanFrame>(MostAhead);
    private ReplayRoute? route;
    private LogPlayer? player;
    private ProgressBar? progress;
    private StallWatch? stall;
    private Deadline look = new(PollInterval);
    private LogFileReader? current;

    /// <summary>The frames to send, each at its time: those of a log, as Import-CanLog emits them, or objects with their properties.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FrameSet, ValueFromPipeline = true)]
    [Read<FrameConverter>(Optional = true)]
    public CanFrame InputObject { get; set; }

    /// <summary>The device: a session or its name. By default the one connected last; with -DeviceMap, none.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = FrameSet)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <summary>
    /// 1 for the original timing, 2 for twice as fast, 0.1 to 1000; 0 for as fast as the gateway takes the frames.
    /// </summary>
    [Parameter]
    public double Speed { get; set; } = 1;

    /// <summary>Sends the files again and again, until stopped.</summary>
    [Parameter]
    public SwitchParameter Loop { get; set; }

    /// <summary>Which id is sent instead of which: @{0x100 = 0x200}. -Id selects by the ids in the log.</summary>
    [Parameter]
    [Read<IdMapConverter>]
    public IdMapArgument? IdMap { get; set; }

    /// <summary>
    /// Which channel of the log goes to which device: @{can0 = 'bench'; can1 = $session}. Other channels go to -Device, or
    /// nowhere.
    /// </summary>
    [Parameter]
    public Hashtable DeviceMap { get; set; } = [];

    /// <summary>Shortens every wait between two frames that is longer to this; by default it is as long as in the log.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxGap { get; set; }

    /// <summary>What becomes of frames that are due while their device is not connected: Hold, Drop or CatchUp.</summary>
    [Parameter]
    public LinkLossPolicy WhenLinkLost { get; set; }

    /// <summary>Gives up when frames wait and none has left for this many seconds; what waited is taken back.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(10);

    private ReplayRoute Route => route ??= NewRoute();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!(Speed == 0 || Speed is >= LeastSpeed and <= MostSpeed))
        {
            Fail<double>(CanErrors.SpeedOutOfRange(Speed));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FrameSet)
        {
            Send(InputObject);
        }
        else
        {
            files.AddRange(Files());
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        piped.Writer.Complete();
        var target = string.Join(", ", Route.Sessions);
        logs.AddRange(files.Where(file => ShouldProcess(target, $"Send {file}")).Select(Open).OfType<LogFileReader>());
        if (logs.Count > 0)
        {
            Begin(FramesOfFiles);
        }

        if (player is not null)
        {
            Watch(player.Completion);
            Report();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // However the pipeline ended, nothing is sent any more when it has.
        player?.Dispose();
        logs.ForEach(log => log.Dispose());
        base.Dispose(disposing);
    }

    private ReplayRoute NewRoute()
    {
        var devices = DeviceMap.Cast<DictionaryEntry>().ToDictionary(entry => $"{entry.Key}", entry => ResolveMapped(entry.Value));
        return new(IdMap?.Ids ?? new Dictionary<uint, uint>(), devices, devices.Count > 0 && Device is null ? null : Resolve(Device), WhenLinkLost);
    }

    private CanSession ResolveMapped(object? device) => Argument.ValueOf(device) is CanSession session ? session : ResolveByName($"{device}");

    /// <summary>Hands a frame of the pipeline over to be sent at its time, and holds the pipeline up while enough others wait for theirs.</summary>
    private void Send(in CanFrame frame)
    {
        if (Loop || Format is not null)
        {
            Fail<object>(CanErrors.OnlyForFiles(Loop ? nameof(Loop) : nameof(Format)));
        }

        if (route is null && ShouldProcess(string.Join(", ", Route.Sessions), "Send the frames of the pipeline"))
        {
            Begin(_ => FramesOfPipeline());
        }

        if (player is null)
        {
            return;
        }

        if (look.IsOver)
        {
            look = new(PollInterval);
            Look();
        }

        while (!player.Completion.IsCompleted && !piped.Writer.TryWrite(frame))
        {
            Watch(piped.Writer.WaitToWriteAsync(player.End).AsTask());
        }

        // Before the pipeline is at its end nothing but a failure ends it.
        if (player.Completion.IsCompleted)
        {
            Report();
        }
    }

    private void Begin(Func<bool, IEnumerable<CanFrame>> frames)
    {
        player = new(Route, Speed, MaxGap?.Value, StopToken);
        progress = new(this, MyInvocation.MyCommand.Name);
        stall = new(Route.Sessions, Timeout);
        player.Start(frames, Loop);
        Waiter.WakeAfter(player.Completion);
    }

    private IEnumerable<CanFrame> FramesOfPipeline()
    {
        var wanted = Selection();
        return piped.Reader.ReadAllAsync(player!.End).ToBlockingEnumerable(player.End).Where(frame => wanted.Matches(frame) && route!.Carries(frame));
    }

    /// <summary>The frames of all files, which are one timeline: between two files lies the time that lay between them.</summary>
    /// <param name="again">Whether they were read before, and are opened anew.</param>
    private IEnumerable<CanFrame> FramesOfFiles(bool again)
    {
        foreach (var opened in logs)
        {
            using var anew = again ? LogFileReader.OpenAsync(opened.Path, Format, After, player!.End).GetAwaiter().GetResult() : null;
            var log = anew ?? opened;
            Volatile.Write(ref current, log);
            var wanted = Selection();
            while (!wanted.IsOver && log.Next(WaitFor) is { IsEmpty: false } frames)
            {
                for (var index = 0; index < frames.Length; index++)
                {
                    if (wanted.Matches(frames.Span[index]) && route!.Carries(frames.Span[index]))
                    {
                        yield return frames.Span[index];
                    }
                }
            }
        }
    }

    private void WaitFor(ReadAheadLog frames) => frames.WaitToReadAsync(player!.End).AsTask().GetAwaiter().GetResult();

    /// <summary>Waits for something that playing brings about, and ends earlier only where playing does.</summary>
    private void Watch(Task awaited)
    {
        Waiter.WakeAfter(awaited);
        Waiter.Wait(() => awaited.IsCompleted || player!.Completion.IsCompleted || Look(), [], pause: PollInterval);
        ThrowIfStopped();
    }

    /// <returns>Whether the replay was ended because all its devices are.</returns>
    private bool Look()
    {
        ThrowIfStopped();
        Display.Show(route!.Sessions);
        logs.ForEach(log => log.ReportMalformed(WriteWarning, WriteVerbose));
        while (player!.TryTakeLongWait(out var wait))
        {
            WriteWarning(ModuleMessages.WaitsLong(wait));
        }

        if (stall!.Stalled(route.Awaited) is { } session)
        {
            player.Stop();
            Fail<CanSession>(CanErrors.ReplayTimeout(session, Timeout, route.Withdraw()));
        }

        if (route.Sessions.All(session => session.State == CanSessionState.Closed))
        {
            EndWithDevices();
            return true;
        }

        if (progress!.IsDue)
        {
            var log = Volatile.Read(ref current);
            progress.Show($"{log?.Name ?? "Pipeline"}{(Loop ? $", round {player.Round:N0}" : "")}: {player.Replay.FramesSent:N0} frames sent", log?.Percent ?? -1);
        }

        return false;
    }

    // The next frame would find its device closed, but may be due in an hour.
    private void EndWithDevices()
    {
        player!.Stop();
        if (player.Completion.IsCanceled)
        {
            var closed = route!.Sessions[^1];
            Fail<CanSession>(CanErrors.Ended(closed));
        }
    }

    private void Report()
    {
        progress!.End();
        Display.Show(route!.Sessions);
        logs.ForEach(log =>
        {
            log.ReportMalformed(WriteWarning, WriteVerbose);
            log.ReportLosses(WriteWarning, WriteVerbose);
        });
        foreach (var (reason, count) in route.NotSent)
        {
            WriteWarning(ModuleMessages.NotSent(reason, count));
        }

        Guard(player!.Completion.GetAwaiter().GetResult, failure => failure switch
        {
            CanSessionException closed => CanErrors.Session(closed, route.Sessions),
            IOException or InvalidDataException when current is { } log => CanErrors.LogNotReadable(log.Path, failure),
            _ => null,
        });

        foreach (var warning in ModuleMessages.ReplayCorrected(player.Replay))
        {
            WriteWarning(warning);
        }

        WriteVerbose(ModuleMessages.SentLog(route.FramesSent, route.Lateness));
        if (route.Lateness.Last > TooLate)
        {
            WriteWarning(ModuleMessages.SentLate(route.Lateness.Last));
        }
    }
}
