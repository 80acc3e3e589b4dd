using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Satellites;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;
using Caneth.Statistics;
using Caneth.Waiting;
using Caneth.Watching;

namespace Caneth.Commands;

/// <summary>Shows what is on the bus as a table that moves: a row an id, with what changes lit.</summary>
[Cmdlet(VerbsCommon.Watch, "CanBus")]
[OutputType(typeof(FrameStatistics))]
public sealed class WatchCanBusCommand : CanCmdlet
{
    private const string TerminalSatellite = "Caneth.Terminal";
    private const string ConsoleHost = "ConsoleHost";

    // Nobody looks at more, and each of them is looked at twenty times a second.
    private const int MaxRows = 4_096;

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LineTime = TimeSpan.FromSeconds(1);

    private readonly List<DeviceArgument> devices = [];
    private List<LiveTraffic> traffic = [];
    private long linesLost;
    private PipelineWaiter? waiter;

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter(Position = 0)]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>Which messages: their names or ids; wildcards are allowed. By default all, and ids that no database knows.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[]? Message { get; set; }

    /// <summary>Shows only ids whose data has changed.</summary>
    [Parameter]
    public SwitchParameter Changed { get; set; }

    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>The frames that the device sends, too.</summary>
    [Parameter]
    public SwitchParameter IncludeSent { get; set; }

    private DatabaseFinder Finder => field ??= new(this);

    private MessageChoice Choice => field ??= new(this, Database, Message, null);

    /// <inheritdoc/>
    protected override void ProcessRecord() => devices.AddRange(Device ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var sessions = ResolveAll([.. devices]);
        var filter = new FrameFilter(Id).Except(ExcludeId ?? []);
        traffic = [.. sessions.Select(session => Own(new LiveTraffic(session, DatabasesOf(session), new()
        {
            Filter = Message is null ? filter : Choice.Narrow(filter, session),
            IncludeSent = IncludeSent,
            Reader = MyInvocation.MyCommand.Name,
        }, new() { MaxIds = MaxRows })))];
        var end = new Deadline(Duration?.Value);
        if (Console.IsOutputRedirected || Console.IsInputRedirected || Host.Name != ConsoleHost)
        {
            Print(sessions, end);
        }
        else
        {
            Draw(sessions, end);
        }

        Display.Show(sessions);
        WriteObject(Wanted(Snapshot()), enumerateCollection: true);
        if (linesLost > 0)
        {
            WriteWarning(ModuleMessages.HandlerLinesLost(linesLost));
        }

        foreach (var (ids, frames) in traffic.Select(one => one.NotListed).Where(more => more.Frames > 0))
        {
            WriteWarning(DatabaseMessages.MoreIds(ids, frames));
        }

        foreach (var session in sessions.Where(session => session.State == CanSessionState.Closed))
        {
            WriteError(CanErrors.Ended(session));
        }
    }

    /// <summary>Draws the table until the end, or until a key ends it.</summary>
    private void Draw(IReadOnlyList<CanSession> sessions, Deadline end)
    {
        State.Handlers.Output.Hold();
        try
        {
            using var screen = Satellite.Create<IScreen>(TerminalSatellite);
            Draw(screen, sessions, end);
        }
        finally
        {
            linesLost = State.Handlers.Output.Release();
        }
    }

    private void Draw(IScreen screen, IReadOnlyList<CanSession> sessions, Deadline end)
    {
        var painter = new ScreenPainter(screen);
        var watch = new BusWatch(Changed);
        screen.Open();
        for (var ended = false; !ended && !watch.IsOver; ended = !Rest(sessions, end, FrameTime))
        {
            while (screen.ReadKey() is { } key)
            {
                watch.Press(key, WatchPage.RowsOf(screen.Height));
            }

            if (watch.WantsClear)
            {
                traffic.ForEach(one => one.Clear());
                watch.Clear();
            }

            var now = DateTimeOffset.UtcNow;
            watch.Update(Snapshot(), now);
            painter.Paint(new WatchPage(watch, TitleOf(sessions), screen.Width, screen.Height, now).Lines());
        }
    }

    /// <summary>Writes what moves as lines, once a second, until the end.</summary>
    private void Print(IReadOnlyList<CanSession> sessions, Deadline end)
    {
        var lines = new PlainLines();
        for (var goesOn = true; goesOn;)
        {
            goesOn = Rest(sessions, end, LineTime);
            foreach (var line in lines.Next(Wanted(Snapshot())))
            {
                Host.UI.WriteLine(line);
            }
        }
    }

    /// <summary>Rests for a time. Handlers run meanwhile; what they show, and what happens to the devices, is shown when the table is gone.</summary>
    /// <returns>Whether anything can still come.</returns>
    private bool Rest(IReadOnlyList<CanSession> sessions, Deadline end, TimeSpan time)
    {
        waiter ??= new(this);
        waiter.Wait(() => false, [], deadline: end.Or(new(time)));
        return !end.IsOver && sessions.Any(session => session.State != CanSessionState.Closed);
    }

    private IReadOnlyList<FrameStatistics> Snapshot() => traffic is [var only] ? only.Snapshot(DateTime.UtcNow)
        : [.. traffic.SelectMany(one => one.Snapshot(DateTime.UtcNow))];

    private IEnumerable<FrameStatistics> Wanted(IEnumerable<FrameStatistics> ids) => ids.Where(id => !Changed || id.ChangedBytes.Count > 0);

    private Func<DatabaseSet> DatabasesOf(CanSession session)
    {
        if (Database is not null)
        {
            var given = Finder.SetOf(Database, session);
            return () => given;
        }

        // One that is imported meanwhile counts. It is asked on the thread that receives.
        var bindings = State.Databases;
        return () => bindings.Of(session);
    }

    private static string TitleOf(IReadOnlyList<CanSession> sessions) => VisibleText.List(sessions.Select(session =>
        session.State == CanSessionState.Connected ? session.Name : $"{session.Name} ({session.State.ToString().ToLowerInvariant()})"), 3);
}
