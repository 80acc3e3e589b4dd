using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Changes the session of a control unit, and keeps it from ending where that is wanted.</summary>
[Cmdlet(VerbsCommon.Set, "CanEcuSession", SupportsShouldProcess = true)]
[OutputType(typeof(UdsClient))]
public sealed class SetCanEcuSessionCommand : EcuCmdlet
{
    /// <summary>The session: Default, Programming, Extended, SafetySystem, or its number, which is always in hex.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Read<SessionConverter>]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public SessionArgument Session { get; set; } = new(1);

    /// <summary>Tells the control unit from now on that the tester is present, whenever nothing else is asked, so that the session does not end after 5 s.</summary>
    [Parameter]
    public SwitchParameter KeepAlive { get; set; }

    /// <summary>Emits the control unit.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        if (!ShouldProcess(ecu.Name, $"Change to session {Session}") || !TryAsk(ecu, Session, end => ecu.SetSessionAsync(Session.Value, end)))
        {
            return;
        }

        if (KeepAlive)
        {
            ecu.StartTesterPresent();
        }
        else
        {
            ecu.StopTesterPresent();
        }

        if (PassThru)
        {
            WriteObject(ecu);
        }
    }
}
