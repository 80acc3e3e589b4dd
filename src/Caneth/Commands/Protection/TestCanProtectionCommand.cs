using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Counts wrong checksums and jumps of counters, of a device or of frames from the pipeline.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CanProtection", DefaultParameterSetName = DeviceSet)]
[OutputType(typeof(ProtectionStatistics))]
public sealed class TestCanProtectionCommand : CanCmdlet
{
    private const string DeviceSet = "Device";
    private const string FrameSet = "Frame";

    private ProtectionTest? test;
    private MessageSelection? selection;
    private long frames;

    /// <summary>The messages: names or ids, wildcards allowed; by default all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MessageCompleter))]
    [SupportsWildcards]
    public string[]? Message { get; set; }

    /// <summary>Frames to look at, such as those of Import-CanLog.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FrameSet, ValueFromPipeline = true)]
    [Read<FrameConverter>(Each = true)]
    public CanFrame[] InputObject { get; set; } = [];

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <summary>How long to listen, in seconds.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Duration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The databases: paths, databases or their names; by default those bound to the device.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [Read<DatabaseConverter>(Each = true)]
    public DatabaseArgument[]? Database { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var session = Device is null && MyInvocation.ExpectingInput ? State.DefaultSession : Resolve(Device);
        var set = new DatabaseFinder(this).SetOf(Database, session);
        selection = new(Message, null);
        selection.Check(this, set.Databases);
        test = new(set, message => selection.Of(message) is null ? null : DeviceMessages.ProtectionOf(message));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FrameSet)
        {
            foreach (var frame in InputObject)
            {
                Add(frame);
            }
        }
        else
        {
            Listen(Resolve(Device));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (test!.Results is { Count: > 0 } results)
        {
            WriteObject(results, enumerateCollection: true);
        }
        else
        {
            WriteWarning(ProtectionMessages.NothingProtected(frames));
        }
    }

    private void Listen(CanSession session)
    {
        using var reader = new FrameReader(this, new(this));
        reader.Subscribe([session], FrameFilter.All);
        var end = new Deadline(Duration.Value);
        while (!end.IsOver)
        {
            var read = reader.Next(end, () => ProtectionMessages.Checking(frames));
            if (read.IsEmpty)
            {
                break;
            }

            foreach (ref readonly var frame in read.Span)
            {
                Add(frame);
            }
        }
    }

    private void Add(in CanFrame frame)
    {
        frames++;
        test!.Add(frame, out _);
    }
}
