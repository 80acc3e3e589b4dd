using System.Management.Automation;
using Caneth.Binding;
using Caneth.Bridges;
using Caneth.Cmdlets;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Joins two buses: what is on one device goes to the other, both ways or one.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanBridge", SupportsShouldProcess = true)]
[OutputType(typeof(CanBridge))]
public sealed class StartCanBridgeCommand : CanCmdlet
{
    /// <summary>The first device: a session or its name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument From { get; set; } = null!;

    /// <summary>The second device: a session or its name.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument To { get; set; } = null!;

    /// <summary>Carries frames from the first device to the second alone.</summary>
    [Parameter]
    public SwitchParameter OneWay { get; set; }

    /// <summary>
    /// Which ids, as they are on the first device: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8,
    /// 7E8~7F8); by default all.
    /// </summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>Which ids are changed: @{0x100 = 0x200}, the id on the first device, then that on the second; back it is the other way round.</summary>
    [Parameter]
    [Read<IdMapConverter>]
    public IdMapArgument? IdMap { get; set; }

    /// <summary>The most frames to carry in a second, each way.</summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double? MaxFrameRate { get; set; }

    /// <summary>How old a frame may become in the bridge, in seconds; then it is dropped. By default 0.5 s.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxSendAge { get; set; }

    /// <summary>What to call it; by default Bridge1, Bridge2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var (from, to) = (Open(From), Open(To));
        var name = Name ?? State.Bridges.FreeName("Bridge");
        if (State.Bridges.Contains(name))
        {
            Fail<object>(CanErrors.BridgeNameTaken(name));
        }

        if (ShouldProcess($"{from.Name}, {to.Name}", OneWay ? "Carry frames from the first to the second" : "Carry frames both ways"))
        {
            var bridge = Guard(() => CanBridge.Start(from, to, Options(name)), failure => failure switch
            {
                InvalidOperationException => CanErrors.BridgeLoop(name, failure),
                ArgumentException when from == to => CanErrors.SameDevice(from),
                ArgumentException wrong => CanErrors.OptionOutOfRange(wrong),
                _ => null,
            });
            State.Add(bridge);
            WriteObject(bridge);
        }
    }

    private CanSession Open(DeviceArgument device)
    {
        var session = Resolve(device);
        return session.State == CanSessionState.Closed ? Fail<CanSession>(CanErrors.Session(SessionMessages.SessionClosed(session.Name), session)) : session;
    }

    private BridgeOptions Options(string name) => new()
    {
        Name = name,
        OneWay = OneWay,
        Filter = new FrameFilter(Id).Except(ExcludeId ?? []),
        IdMap = IdMap?.Ids ?? new Dictionary<uint, uint>(),
        MaxFrameRate = MaxFrameRate,
        MaxAge = MaxSendAge?.Value ?? new BridgeOptions().MaxAge,
    };
}
