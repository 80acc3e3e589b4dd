using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;
using Caneth.State;

namespace Caneth.Commands;

/// <summary>Says how counter and checksum of messages are made and checked.</summary>
[Cmdlet(VerbsCommon.Set, "CanProtection", DefaultParameterSetName = ProfileSet, SupportsShouldProcess = true)]
[OutputType(typeof(MessageProtection))]
public sealed class SetCanProtectionCommand : CanCmdlet
{
    private const string ProfileSet = "Profile";
    private const string NoneSet = "None";

    /// <summary>The messages: names or ids, wildcards allowed.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(MessageCompleter))]
    [SupportsWildcards]
    public string[] Message { get; set; } = [];

    /// <summary>How the frames are protected: the name of a profile.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Read<ProfileConverter>]
    public ProtectionProfile Profile { get; set; } = ProtectionProfiles.CounterOnly;

    /// <summary>The signal that counts; by default the only one whose name tells that it does.</summary>
    [Parameter(ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string? Counter { get; set; }

    /// <summary>The highest value of the counter, after which comes 0; by default as the profile and the database say.</summary>
    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateRange(1, long.MaxValue)]
    public long? CounterTop { get; set; }

    /// <summary>The signal that holds the checksum; by default the only one whose name tells that it does.</summary>
    [Parameter(ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string? Checksum { get; set; }

    /// <summary>The data ids, 0 to 65535: one or, where each value of the counter has its own, 16.</summary>
    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateRange(ushort.MinValue, ushort.MaxValue)]
    public int[] DataId { get; set; } = [];

    /// <summary>Takes the protection away: counter and checksum are signals as others are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NoneSet)]
    public SwitchParameter None { get; set; }

    /// <summary>The device whose databases have the messages; by default the one connected last.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <summary>The databases: databases or their names; by default those bound to the device.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [Read<DatabaseConverter>(Each = true)]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Emits how the messages are protected.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var set = new DatabaseFinder(this).SetOf(Database, Device is null ? State.DefaultSession : Resolve(Device));
        var selection = new MessageSelection(Message, null);
        selection.Check(this, set.Databases);
        foreach (var message in set.Databases.SelectMany(database => database.Messages).Where(message => selection.Of(message) is not null))
        {
            Protect(message);
        }
    }

    private void Protect(MessageDefinition message)
    {
        try
        {
            var protection = None ? null : new MessageProtection(message, Profile, new()
            {
                Counter = Counter,
                CounterTop = (ulong?)CounterTop,
                Checksum = Checksum,
                DataIds = [.. DataId.Select(id => (ushort)id)],
            });
            if (!ShouldProcess(message.Name, protection is null ? "Take the protection away" : $"Protect by {protection}"))
            {
                return;
            }

            DeviceMessages.Protect(message, protection);
            if (PassThru && protection is not null)
            {
                WriteObject(protection);
            }
        }
        catch (ArgumentException wrong)
        {
            WriteError(CanErrors.CannotProtect(message, wrong));
        }
    }
}
