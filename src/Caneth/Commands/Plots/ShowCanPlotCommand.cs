using System.Management.Automation;
using Caneth.Cmdlets;
using Caneth.Plotting;
using Caneth.Plots;

namespace Caneth.Commands;

/// <summary>Shows signals, bytes or rates over time: in the browser, or in the terminal.</summary>
[Cmdlet(VerbsCommon.Show, "CanPlot", DefaultParameterSetName = SignalSet, SupportsShouldProcess = true)]
[OutputType(typeof(PlotDrawing), typeof(FileInfo))]
public sealed class ShowCanPlotCommand : PlottingCmdlet
{
    /// <summary>Log files whose frames are drawn; wildcards are allowed.</summary>
    [Parameter]
    [Alias("Log")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Log files whose frames are drawn, their paths taken as they are written.</summary>
    [Parameter]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>Draws in the terminal.</summary>
    [Parameter]
    public SwitchParameter Terminal { get; set; }

    /// <summary>Emits the file that the browser shows.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override IEnumerable<(string Path, bool IsLiteral)> Logs =>
        [.. (Path ?? []).Select(path => (path, false)), .. (LiteralPath ?? []).Select(path => (path, true))];

    private protected override bool Begin() => Terminal || ShouldProcess("the browser", "Open a plot");

    private protected override void Draw(Plot plot)
    {
        if (Terminal)
        {
            WriteObject(new PlotDrawing(plot));
            return;
        }

        // A folder that nobody else can look into: what is on a bus may be nobody else's business.
        var file = System.IO.Path.Combine(Directory.CreateTempSubdirectory("caneth-").FullName, "plot.html");
        Guard(() => OutputFile.Write(file, force: false, plot.WriteHtml), failure => CanErrors.FileWriting(file, failure));
        if (!DefaultProgram.TryOpen(file, new PipelineWaiter(this), out var reason))
        {
            Fail<object>(CanErrors.PlotNotOpened(file, reason));
        }

        WriteVerbose(PlotMessages.Opened(file));
        if (PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    }
}
