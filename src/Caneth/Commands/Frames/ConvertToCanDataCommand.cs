using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>Makes bytes of text: the same forms that every -Data takes.</summary>
[Cmdlet(VerbsData.ConvertTo, "CanData")]
[OutputType(typeof(CanData))]
public sealed class ConvertToCanDataCommand : CanCmdlet
{
    /// <summary>The text: 12 34 56, 0x12,0xFF,0x00, 12-34-56, 12:34:56 or 123456; or a list of numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Data")]
    [Read<DataConverter>]
    public DataArgument? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var bytes = InputObject!.Bytes.Span;
        if (bytes.Length > CanData.MaxLength)
        {
            WriteError(CanErrors.TooMuchData(bytes.Length, CanData.MaxLength));
            return;
        }

        WriteObject(new CanData(bytes));
    }
}
