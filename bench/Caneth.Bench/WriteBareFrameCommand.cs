using System.Management.Automation;

namespace Caneth.Bench;

/// <summary>Does nothing but write frames: what the engine itself can do, and the yardstick for cmdlets that emit them.</summary>
[Cmdlet(VerbsCommunications.Write, "BareFrame")]
public sealed class WriteBareFrameCommand : PSCmdlet
{
    /// <summary>How often the same frame is written.</summary>
    [Parameter(Position = 0)]
    public int Count { get; set; }

    /// <summary>Frames that are in memory already.</summary>
    [Parameter]
    public CanFrame[] Frames { get; set; } = [];

    /// <summary>A frame of the pipeline, which is passed on.</summary>
    [Parameter(ValueFromPipeline = true)]
    public CanFrame? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is { } passed)
        {
            WriteObject(passed);
        }

        var same = new CanFrame(0x123, [1, 2, 3, 4, 5, 6, 7, 8]);
        for (var index = 0; index < Count; index++)
        {
            WriteObject(same);
        }

        foreach (ref readonly var frame in Frames.AsSpan())
        {
            WriteObject(frame);
        }
    }
}
