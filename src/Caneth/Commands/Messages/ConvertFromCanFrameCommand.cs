using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Decodes frames of any source into messages: objects with a property for each signal.</summary>
[Cmdlet(VerbsData.ConvertFrom, "CanFrame")]
[OutputType(typeof(CanMessage), typeof(CanSignalValue))]
public sealed class ConvertFromCanFrameCommand : DecodingCmdlet
{
    /// <summary>The frames, or objects with the properties of frames, such as the lines of Import-Csv.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object InputObject { get; set; } = string.Empty;

    /// <summary>What happens to frames that no database knows: they are left out, passed on, or errors.</summary>
    [Parameter]
    public UnknownFrameHandling Unknown { get; set; } = UnknownFrameHandling.Skip;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Not converted by the engine while binding: that takes longer than to decode.
        if (Argument.ValueOf(InputObject) is CanFrame frame)
        {
            Convert(frame);
            return;
        }

        try
        {
            foreach (var one in FrameConverter.ReadFrames(InputObject))
            {
                Convert(one);
            }
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure))
        {
            WriteError(CanErrors.NotAFrame(InputObject, failure));
        }
    }

    private void Convert(in CanFrame frame)
    {
        var decoder = Decoders.Of(frame.Device);
        switch (decoder.Decode(frame, out var message))
        {
            case FrameMeaning.Message:
                Emit(message!);
                break;
            case FrameMeaning.Unknown when Unknown == UnknownFrameHandling.Skip:
                // Whoever asks for certain messages knows that there are others.
                if (Message is null && Signal is null)
                {
                    UnknownFrames.Add(frame);
                }

                break;
            case FrameMeaning.Unknown when Unknown == UnknownFrameHandling.Error:
                WriteError(CanErrors.UnknownFrame(frame, decoder.Databases.Databases));
                break;
            case FrameMeaning.Unknown or FrameMeaning.NoData when Unknown == UnknownFrameHandling.Pass:
                WriteObject(frame);
                break;
            default:
                break;
        }
    }
}
