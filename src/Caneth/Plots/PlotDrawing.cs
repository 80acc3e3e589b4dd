using System.Management.Automation.Host;
using Caneth.Messages;
using Caneth.Plotting;

namespace Caneth.Plots;

/// <summary>A plot as a terminal shows it.</summary>
/// <remarks>It is drawn when it is shown, for the width of the window and in its colours; <see cref="ToString()"/> gives it as plain text.</remarks>
public sealed class PlotDrawing
{
    private readonly Plot plot;

    internal PlotDrawing(Plot plot) => this.plot = plot;

    /// <summary>What stands above it.</summary>
    public string Title => plot.Title;

    /// <summary>What is drawn.</summary>
    public IReadOnlyList<TimeSeries> Series => plot.Series;

    /// <summary>The time of the first value.</summary>
    public Timestamp Start => plot.Start;

    /// <summary>The time of the last value.</summary>
    public Timestamp End => plot.End;

    /// <summary>Draws it for a window, as wide as that is.</summary>
    /// <param name="host">What shows it: <c>$Host</c>.</param>
    /// <param name="style"><c>$PSStyle</c>, whose colours are taken where it has any; null for none.</param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> GetLines(PSHost host, object? style)
    {
        ArgumentNullException.ThrowIfNull(host);
        var colors = new DrawingColors(style);
        return plot.DrawText(HostWindow.WidthOf(host) - 1, colors.HasAny ? colors.Signal : null);
    }

    /// <summary>Draws it as plain text, with a panel for each series.</summary>
    /// <param name="width">How many columns there are: 40 or more.</param>
    /// <returns>The lines, each of at most one column less.</returns>
    public IReadOnlyList<string> GetLines(int width) => plot.DrawText(width - 1);

    /// <summary>The drawing as plain text of 80 columns.</summary>
    /// <returns>Lines, with a line feed between them.</returns>
    public override string ToString() => string.Join('\n', GetLines(HostWindow.UsualWidth));
}
