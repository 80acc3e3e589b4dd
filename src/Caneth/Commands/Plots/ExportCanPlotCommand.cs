using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Plotting;

namespace Caneth.Commands;

/// <summary>Draws signals, bytes or rates over time into a file: a page that can be zoomed (HTML), or a picture (SVG).</summary>
[Cmdlet(VerbsData.Export, "CanPlot", DefaultParameterSetName = SignalSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCanPlotCommand : PlottingCmdlet
{
    private string file = "";
    private PlotFormat format;

    /// <summary>The file to write; its extension gives the format: .html or .svg.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <inheritdoc/>
    [Parameter(Position = 1, ParameterSetName = SignalSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public override string[]? Signal { get; set; }

    /// <summary>Log files whose frames are drawn; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Log { get; set; }

    /// <summary>The format; by default the extension of the file gives it.</summary>
    [Parameter]
    public PlotFormat? Format { get; set; }

    /// <summary>Writes a file that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Never replaces a file that is there.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override IEnumerable<(string Path, bool IsLiteral)> Logs => (Log ?? []).Select(path => (path, false));

    private protected override bool Begin()
    {
        file = OutputFile.Resolve(this, Path);
        format = Format ?? FormatOf(file);
        return OutputFile.MayWrite(this, file, NoClobber) && ShouldProcess(file, "Write a plot");
    }

    private protected override void Draw(Plot plot)
    {
        Guard(() => OutputFile.Write(file, Force, format == PlotFormat.Svg ? plot.WriteSvg : plot.WriteHtml), failure => CanErrors.FileWriting(file, failure));
        if (PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    }

    private PlotFormat FormatOf(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => PlotFormat.Html,
        ".SVG" => PlotFormat.Svg,
        _ => Fail<PlotFormat>(CanErrors.UnknownPlotFormat(path)),
    };
}
