using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Statistics;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Measures frames by id: how many and how often, gaps, what changes in them, and the load of the bus.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CanFrame", DefaultParameterSetName = FrameSet)]
[OutputType(typeof(FrameStatistics), typeof(BusStatistics))]
public sealed class MeasureCanFrameCommand : CanCmdlet
{
    private const string FrameSet = "Frame";
    private const string DeviceSet = "Device";

    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(10);

    private readonly List<DeviceArgument> devices = [];
    private FrameFilter filter = FrameFilter.All;
    private FrameMeasurement? measurement;

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

    /// <summary>Frames to measure, such as those of Import-CanLog; without any, what the device receives is measured.</summary>
    [Parameter(ParameterSetName = FrameSet, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(ParameterSetName = DeviceSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>How long to measure; by default 10 seconds, without end where -Every or -Count is given.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>Ends after this many frames.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>The frames that the device sends, too: they are on the bus as well.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public SwitchParameter IncludeSent { get; set; }

    /// <summary>Tells the times without a frame that are longer than this many mean periods of the id.</summary>
    [Parameter]
    [ValidateRange(1.0, 1e9)]
    public double? Gap { get; set; }

    /// <summary>The bit rate of the bus in bit/s, for its load.</summary>
    [Parameter]
    [ValidateRange(1, BusLoad.MaxBitRate)]
    public int? BitRate { get; set; }

    /// <summary>The bit rate of the data phase of CAN FD in bit/s; by default that of the bus. Needs -BitRate.</summary>
    [Parameter]
    [ValidateRange(1, BusLoad.MaxBitRate)]
    public int? DataBitRate { get; set; }

    /// <summary>Emits what came in each interval of this time, as one object a device.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Every { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    private bool IsLive => ParameterSetName == DeviceSet || devices.Count > 0
        || !MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(InputObject));

    private FrameReader Reader => field ??= Own(new FrameReader(this, new(this)));

    private DatabaseFinder Finder => field ??= new(this);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (DataBitRate is not null && BitRate is null)
        {
            Fail<object>(CanErrors.DataBitRateAlone());
        }

        if (Every is { Value: var every } && every < TimeSpan.FromMilliseconds(1))
        {
            Fail<object>(CanErrors.IntervalTooShort(every));
        }

        filter = new FrameFilter(Id).Except(ExcludeId ?? []);
        measurement = new(Measure);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DeviceSet)
        {
            devices.AddRange(Device ?? []);
            return;
        }

        // Not converted by the engine while binding: that takes longer than to measure.
        switch (Argument.ValueOf(InputObject))
        {
            case CanFrame frame:
                Add(frame);
                break;
            case CanSession session:
                devices.Add(new(session));
                break;
            case not null:
                AddRead(InputObject!);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsLive)
        {
            Listen(ResolveAll([.. devices]));
        }
        else if (Every is null)
        {
            Emit([.. measurement!.Devices.Select(device => device.Total())]);
        }
        else
        {
            WriteObject(measurement!.Devices.Where(device => device.Count > 0).Select(device => device.Rest()), enumerateCollection: true);
        }

        if (measurement!.Devices.All(device => device.Count == 0) && Every is null)
        {
            WriteWarning(ModuleMessages.NothingMeasured(filter, Reader.Sessions));
        }

        if (measurement.FramesLeftOut > 0)
        {
            WriteWarning(ModuleMessages.MoreDevices(measurement.Devices.Count, measurement.FramesLeftOut));
        }
    }

    private void AddRead(object given)
    {
        try
        {
            foreach (var frame in FrameConverter.ReadFrames(given))
            {
                Add(frame);
            }
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure))
        {
            WriteError(CanErrors.NotAFrame(given, failure));
        }
    }

    private void Add(in CanFrame frame)
    {
        if (!filter.MatchesAll && !filter.Matches(frame) || measurement!.Of(frame.Device) is not { } device)
        {
            return;
        }

        if (Every is { Value: var every } && !device.Contains(frame.Timestamp))
        {
            WriteObject(device.Enter(frame.Timestamp, every), enumerateCollection: true);
        }

        device.Add(frame);
    }

    private void Listen(IReadOnlyList<CanSession> sessions)
    {
        Reader.Subscribe(sessions, filter, includeSent: IncludeSent);
        var end = new Deadline(Duration?.Value ?? (Count is null && Every is null ? DefaultDuration : null));
        var live = new LiveMeasurement(this, Reader, measurement!, end, Count ?? long.MaxValue);
        if (Every is { Value: var every })
        {
            foreach (var bus in live.Intervals(every))
            {
                WriteObject(bus);
            }
        }
        else
        {
            Emit(live.Total());
        }

        // The end of a device is the end of its frames, which must not look like a quiet bus.
        foreach (var session in sessions.Where(session => session.State == CanSessionState.Closed))
        {
            WriteError(CanErrors.Ended(session));
        }
    }

    private void Emit(IReadOnlyList<BusStatistics> buses)
    {
        foreach (var bus in buses)
        {
            WriteObject(bus.Ids, enumerateCollection: true);
            if (bus.FramesNotListed > 0)
            {
                WriteWarning(DatabaseMessages.MoreIds(bus.IdCount, bus.FramesNotListed));
            }

            if (bus.Ids.Where(id => id.GapCount >= FrameStatistics.MostGaps).ToList() is { Count: > 0 } many)
            {
                WriteWarning(ModuleMessages.MoreGaps(many, FrameStatistics.MostGaps));
            }
        }

        if (BitRate is not null)
        {
            WriteObject(buses, enumerateCollection: true);
        }
    }

    private DeviceMeasurement Measure(string? device)
    {
        var session = device is null ? null : State.Sessions.LastOrDefault(session => NamedSet<CanSession>.IsSame(session.Name, device));
        var databases = Database is not null ? Finder.SetOf(Database, session) : Finder.BoundTo(session ?? State.DefaultSession);
        return new(device, databases, new() { Gap = Gap, BitRate = BitRate, DataBitRate = DataBitRate });
    }
}
