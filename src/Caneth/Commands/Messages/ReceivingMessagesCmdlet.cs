using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that decode what devices receive.</summary>
public abstract class ReceivingMessagesCmdlet : DecodingCmdlet
{
    private readonly List<DeviceArgument> devices = [];

    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>Which messages: their names or ids; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public override string[]? Message { get; set; }

    /// <summary>The messages that the device sends, too: in order, with the time when they were handed to the operating system.</summary>
    [Parameter]
    public SwitchParameter IncludeSent { get; set; }

    /// <summary>Waits for frames.</summary>
    private protected FrameReader Reader => field ??= Own(new FrameReader(this, new(this)));

    /// <inheritdoc/>
    protected override void ProcessRecord() => devices.AddRange(Device ?? []);

    /// <summary>Begins to keep the frames that are wanted of the devices.</summary>
    private protected void Subscribe(bool lossless = false)
    {
        var sessions = ResolveAll([.. devices]);
        if (Database is null)
        {
            var databases = sessions.SelectMany(session => Finder.SetOf(null, session).Databases).Distinct().ToList();
            Selection.Check(this, databases);
        }

        // What is not wanted is left out where it is received. Where everything is, what no database knows is to be told.
        Reader.Subscribe(
            sessions, session => Selection.IsAll ? FrameFilter.All : Selection.FilterOf(Finder.SetOf(Database, session)), lossless, IncludeSent);
    }
}
