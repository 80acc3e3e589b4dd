using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Asks a control unit for a service of UDS or OBD-II, and emits what it answers.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CanUds", SupportsShouldProcess = true)]
[OutputType(typeof(UdsMessage))]
public sealed class InvokeCanUdsCommand : EcuCmdlet
{
    /// <summary>The service: its name, or its number, which is always in hex: 22, 0x22, ReadDataByIdentifier.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Read<ServiceConverter>]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [ValidateNotNull]
    public ServiceArgument Service { get; set; } = new(0);

    /// <summary>What belongs to the service: bytes, or text in hex. With -SubFunction what follows it.</summary>
    [Parameter(Position = 1)]
    [Read<DataConverter>]
    public DataArgument? Data { get; set; }

    /// <summary>The sub-function.</summary>
    [Parameter]
    [Read<ByteConverter>]
    public ByteArgument? SubFunction { get; set; }

    /// <summary>Asks for no answer where all is well; a refusal comes all the same.</summary>
    [Parameter]
    public SwitchParameter SuppressReply { get; set; }

    /// <summary>How often to ask again where the control unit is busy (21).</summary>
    [Parameter]
    [ValidateRange(0, 1_000)]
    public int Retry { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        var request = MakeRequest();
        var message = UdsMessage.Decode(new MessageData(request));
        if (ShouldProcess(ecu.Name, EcuMessages.Send(message))
            && TryAsk(ecu, message, Retrying(Retry, end => ecu.RequestAsync(request, end)), out var response) && response is not null)
        {
            WriteObject(response);
        }
    }

    private byte[] MakeRequest()
    {
        List<byte> request = [(byte)Service.Value];
        if (SubFunction is not null)
        {
            request.Add(SubFunction.Value);
        }

        request.AddRange(Data is null ? [] : Data.Bytes.Span);
        if (SuppressReply)
        {
            if (request.Count < 2 || !UdsSubFunctions.AreIn(Service.Value))
            {
                Fail<object>(CanErrors.NothingToSuppress(Service.Value));
            }

            request[1] |= UdsSubFunctions.SuppressReply;
        }

        return [.. request];
    }
}
