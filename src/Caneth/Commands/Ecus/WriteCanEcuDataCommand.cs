using System.Management.Automation;
using System.Text;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Writes data of a control unit by an identifier.</summary>
[Cmdlet(VerbsCommunications.Write, "CanEcuData", DefaultParameterSetName = DataSet, SupportsShouldProcess = true)]
public sealed class WriteCanEcuDataCommand : EcuCmdlet
{
    private const string DataSet = "Data";
    private const string TextSet = "Text";

    /// <summary>The identifier, in hex or by the name that all control units share: F190, 0xF190, Vin.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Did")]
    [Read<IdentifierConverter>]
    [ArgumentCompleter(typeof(IdentifierCompleter))]
    [ValidateNotNull]
    public IdentifierArgument Identifier { get; set; } = new(0);

    /// <summary>The data: bytes, or text in hex.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = DataSet)]
    [Read<DataConverter>]
    [ValidateNotNull]
    public DataArgument Data { get; set; } = new();

    /// <summary>The data as text in ASCII.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet)]
    [ValidateNotNullOrEmpty]
    public string Text { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        var data = ParameterSetName == DataSet ? Data.Bytes
            : Ascii.IsValid(Text) ? Encoding.ASCII.GetBytes(Text)
            : Fail<byte[]>(CanErrors.NotAscii(Text));
        if (ShouldProcess(ecu.Name, $"Write {Identifier} = {EcuMessages.Short(new MessageData(data.Span))}"))
        {
            TryAsk(ecu, Identifier, end => ecu.WriteDataAsync(Identifier.Value, data, end), refused => LengthOf(ecu, refused, data.Length));
        }
    }

    private string? LengthOf(UdsClient ecu, UdsException refused, int given) =>
        refused.ResponseCode == UdsResponseCode.IncorrectMessageLengthOrInvalidFormat && ecu.Lengths.TryGetValue(Identifier.Value, out var holds) && holds != given
            ? EcuMessages.WrongLength(Identifier.Value, holds, given)
            : null;
}
