using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Listening;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Waits until devices are connected, and emits each: gateways that dial in, or others.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CanDevice", DefaultParameterSetName = CountSet)]
[OutputType(typeof(CanSession))]
public sealed class WaitCanDeviceCommand : CanCmdlet
{
    private const string CountSet = "Count";
    private const string AllSet = "All";

    // Nothing tells of all that may change, and who waits for a gateway does not notice this.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly List<CanListener> listeners = [];
    private readonly List<CanSession> devices = [];
    private readonly HashSet<CanSession> emitted = [];

    /// <summary>The names of the devices; wildcards are allowed. By default any.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>A listener, for devices that dial in there, or a device; by default all devices of the shell.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How many devices to wait for; by default one for each name, and for each device of the pipeline.</summary>
    [Parameter(ParameterSetName = CountSet)]
    [ValidateRange(1, 100_000)]
    public int? Count { get; set; }

    /// <summary>Emits each device as it comes, until the pipeline is stopped, or none came for the time of -Timeout.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    /// <summary>How long to wait for the next device, in seconds; by default without a limit.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (InputObject?.BaseObject)
        {
            case null:
                break;
            case CanListener listener:
                listeners.Add(listener);
                break;
            case CanSession session:
                devices.Add(session);
                break;
            case { } other:
                Fail<object>(CanErrors.NotAListener(other));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var ending = State.Ending;
        if (MyInvocation.ExpectingInput && listeners.Count + devices.Count == 0)
        {
            Fail<object>(CanErrors.PipelineBroughtNoDevice(MyInvocation.MyCommand.Name));
        }

        var wanted = All ? int.MaxValue : Count ?? (devices.Count > 0 ? devices.Count : Name.Length);
        var waiter = new PipelineWaiter(this);
        while (emitted.Count < wanted)
        {
            var before = emitted.Count;
            waiter.Wait(
                () => EmitConnected(wanted) || HasEnded || ending.IsCancellationRequested,
                devices, () => ModuleMessages.NotConnectedYet(Name), new Deadline(Timeout?.Value), BetweenLooks);
            if (ending.IsCancellationRequested)
            {
                Fail<object>(CanErrors.ModuleRemoved(MyInvocation.MyCommand.Name));
            }

            if (emitted.Count == before)
            {
                ReportMissing();
                break;
            }
        }
    }

    /// <summary>Whether nobody can come any more of those that it waits for.</summary>
    private bool HasEnded => listeners.Count + devices.Count > 0
        && listeners.TrueForAll(listener => listener.State == ListenerState.Stopped)
        && devices.TrueForAll(device => device.State == CanSessionState.Closed || emitted.Contains(device));

    /// <returns>Whether there was one.</returns>
    private bool EmitConnected(int wanted)
    {
        var before = emitted.Count;
        IEnumerable<CanSession> all = listeners.Count + devices.Count == 0 ? State.Sessions : listeners.SelectMany(listener => listener.Devices).Concat(devices);
        foreach (var session in all.Where(session => session.State == CanSessionState.Connected && IsNamed(session)))
        {
            if (emitted.Count < wanted && emitted.Add(session))
            {
                WriteObject(session);
            }
        }

        return emitted.Count > before;
    }

    private bool IsNamed(CanSession session) => Array.Exists(Name, name =>
        NamedSet<CanSession>.IsSame(name, session.Name) || WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(session.Name));

    private void ReportMissing()
    {
        var away = State.Sessions.Where(session => session.State != CanSessionState.Connected && IsNamed(session)).ToList();
        if (HasEnded)
        {
            WriteError(CanErrors.NobodyCanCome(Name));
        }
        else if (!All)
        {
            WriteError(CanErrors.DeviceWaitTimeout(Name, Timeout?.Value ?? TimeSpan.Zero, emitted.Count, away));
        }
    }
}
