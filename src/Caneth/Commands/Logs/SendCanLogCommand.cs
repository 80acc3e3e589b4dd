using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Flow;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>
/// Sends the frames of log files at the pace at which they were recorded, at a factor of it, or as fast as the gateway takes
/// them.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "CanLog", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class SendCanLogCommand : LogReadingCmdlet
{
    private const double LeastSpeed = 0.1;
    private const double MostSpeed = 1000;

    // Between the last frame of a round and the first of the next.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TooLate = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource end = new();
    private readonly List<string> files = [];
    private readonly List<OpenLog> logs = [];
    private FrameReplay replay = new(1);
    private ReplayRoute? route;
    private OpenLog? current;
    private Task playing = Task.CompletedTask;
    private readonly ConcurrentQueue<TimeSpan> longWaits = new();
    private long round;

    /// <summary>The device: a session or its name. By default the one connected last; with -DeviceMap, none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    [ReadDevice]
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
    [ReadIdMap]
    public Dictionary<uint, uint> IdMap { get; set; } = [];

    /// <summary>
    /// Which channel of the log goes to which device: @{can0 = 'bench'; can1 = $session}. Other channels go to -Device, or
    /// nowhere.
    /// </summary>
    [Parameter]
    public Hashtable DeviceMap { get; set; } = [];

    /// <summary>Shortens every wait between two frames that is longer to this; by default it is as long as in the log.</summary>
    [Parameter]
    [ReadTime]
    public TimeSpan? MaxGap { get; set; }

    /// <summary>What becomes of frames that are due while their device is not connected: Hold, Drop or CatchUp.</summary>
    [Parameter]
    public LinkLossPolicy WhenLinkLost { get; set; }

    /// <summary>Gives up when frames wait and none has left for this many seconds; what waited is taken back.</summary>
    [Parameter]
    [ReadTime]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

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
    protected override void ProcessRecord() => files.AddRange(Files());

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var devices = DeviceMap.Cast<DictionaryEntry>().ToDictionary(entry => $"{entry.Key}", entry => ResolveMapped(entry.Value));
        route = new(IdMap, devices, devices.Count > 0 && Device is null ? null : Resolve(Device), WhenLinkLost);
        var target = string.Join(", ", route.Sessions);
        logs.AddRange(files.Where(file => ShouldProcess(target, $"Send {file}")).Select(Open).OfType<OpenLog>());
        if (logs.Count > 0)
        {
            replay = new(Speed, maxGap: MaxGap) { Hold = route.WaitForLink, WaitingLong = longWaits.Enqueue };
            playing = Task.Factory.StartNew(Play, end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Watch();
            Report();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // However the pipeline ended, nothing is sent any more when it has.
        StopPlaying();
        if (!playing.IsCompletedSuccessfully)
        {
            route?.Withdraw();
        }

        logs.ForEach(log => log.Dispose());
        end.Dispose();
        base.Dispose(disposing);
    }

    private CanSession ResolveMapped(object? device) => Argument.ValueOf(device) is CanSession session ? session : ResolveByName($"{device}");

    /// <summary>Plays on a thread of its own, which nothing that is shown can hold up.</summary>
    private void Play()
    {
        do
        {
            var before = replay.FramesSent;
            replay.Play(Frames(again: before > 0), Pause, (in frame) => route!.Send(frame, replay.DueTimestamp, end.Token), end.Token);
            if (replay.FramesSent == before)
            {
                break;
            }

            round++;
        }
        while (Loop);

        route!.FlushAsync(end.Token).GetAwaiter().GetResult();
    }

    /// <summary>The frames of all files, which are one timeline: between two files lies the time that lay between them.</summary>
    /// <param name="again">Whether they were read before, and are opened anew.</param>
    private IEnumerable<CanFrame> Frames(bool again)
    {
        foreach (var opened in logs)
        {
            using var anew = again ? OpenLog.OpenAsync(opened.Path, Format, After, end.Token).GetAwaiter().GetResult() : null;
            var log = anew ?? opened;
            Volatile.Write(ref current, log);
            var wanted = Selection();
            while (!wanted.IsOver && log.Next(end.Token) is { IsEmpty: false } frames)
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

    private void Watch()
    {
        var progress = new ProgressBar(this, MyInvocation.MyCommand.Name);
        var stall = new StallWatch(route!.Sessions, Timeout);
        Waiter.WakeAfter(playing);
        Waiter.Wait(() => playing.IsCompleted || Look(progress, stall), [], pause: BetweenLooks);
        progress.End();
    }

    /// <returns>Whether the replay was ended because all its devices are.</returns>
    private bool Look(ProgressBar progress, StallWatch stall)
    {
        ThrowIfStopped();
        Display.Show(route!.Sessions);
        logs.ForEach(log => log.ReportMalformed(WriteWarning, WriteVerbose));
        while (longWaits.TryDequeue(out var wait))
        {
            WriteWarning(ModuleMessages.WaitsLong(wait));
        }

        if (stall.Stalled(route.Awaited) is { } session)
        {
            StopPlaying();
            Fail<CanSession>(CanErrors.ReplayTimeout(session, Timeout, route.Withdraw()));
        }

        if (route.Sessions.All(session => session.State == CanSessionState.Closed))
        {
            EndWithDevices();
            return true;
        }

        if (progress.IsDue && Volatile.Read(ref current) is { } log)
        {
            progress.Show($"{log.Name}{(Loop ? $", round {round + 1:N0}" : "")}: {replay.FramesSent:N0} frames sent", log.Percent);
        }

        return false;
    }

    private void StopPlaying()
    {
        end.Cancel();
        playing.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
    }

    // The next frame would find its device closed, but may be due in an hour.
    private void EndWithDevices()
    {
        StopPlaying();
        if (playing.IsCanceled)
        {
            var closed = route!.Sessions[^1];
            Fail<CanSession>(CanErrors.Session(closed.LastError ?? CanErrors.Closed(closed), closed));
        }
    }

    private void Report()
    {
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

        Guard(playing.GetAwaiter().GetResult, failure => failure switch
        {
            CanSessionException closed => CanErrors.Session(closed, route.Sessions),
            IOException or InvalidDataException => CanErrors.LogNotReadable(current!.Path, failure),
            _ => null,
        });

        foreach (var warning in ModuleMessages.ReplayCorrected(replay))
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
