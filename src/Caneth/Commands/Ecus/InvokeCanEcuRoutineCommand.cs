using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Starts a routine of a control unit, stops it, or asks for its result.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CanEcuRoutine", DefaultParameterSetName = StartSet, SupportsShouldProcess = true)]
[OutputType(typeof(UdsMessage))]
public sealed class InvokeCanEcuRoutineCommand : EcuCmdlet
{
    private const string StartSet = "Start";
    private const string StopSet = "Stop";
    private const string ResultSet = "Result";

    /// <summary>The identifier of the routine, in hex: FF00, 0xFF00.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Read<IdentifierConverter>]
    [ArgumentCompleter(typeof(RoutineCompleter))]
    [ValidateNotNull]
    public IdentifierArgument Identifier { get; set; } = new(0);

    /// <summary>Starts it, which is what happens where nothing else is said.</summary>
    [Parameter(ParameterSetName = StartSet)]
    public SwitchParameter Start { get; set; }

    /// <summary>Stops it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StopSet)]
    public SwitchParameter Stop { get; set; }

    /// <summary>Asks for its result.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ResultSet)]
    public SwitchParameter Result { get; set; }

    /// <summary>What the routine wants: bytes, or text in hex.</summary>
    [Parameter(Position = 1)]
    [Read<DataConverter>]
    public DataArgument? Data { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        byte action = ParameterSetName switch { StopSet => 2, ResultSet => 3, _ => 1 };
        byte[] request = [(byte)UdsService.RoutineControl, action, (byte)(Identifier.Value >> 8), (byte)Identifier.Value, .. Data is null ? [] : Data.Bytes.Span];
        var message = UdsMessage.Decode(new MessageData(request));
        if (ShouldProcess(ecu.Name, EcuMessages.Send(message)) && TryAsk(ecu, message, end => ecu.RequestAsync(request, end), out var response))
        {
            WriteObject(response);
        }
    }
}
