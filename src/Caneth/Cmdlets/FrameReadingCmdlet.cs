using System.Management.Automation;
using Caneth.Binding;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets that make something else of frames, whichever source they come from.</summary>
public abstract class FrameReadingCmdlet : CanCmdlet
{
    /// <summary>The frames, text that candump writes, or objects with the properties of frames, such as the lines of Import-Csv.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public object InputObject { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Not converted by the engine while binding: that takes longer than to join.
        if (Argument.ValueOf(InputObject) is CanFrame frame)
        {
            Take(frame);
            return;
        }

        try
        {
            foreach (var one in FrameConverter.ReadFrames(InputObject))
            {
                Take(one);
            }
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure))
        {
            WriteError(CanErrors.NotAFrame(InputObject, failure));
        }
    }

    /// <summary>Takes a frame.</summary>
    private protected abstract void Take(in CanFrame frame);
}
