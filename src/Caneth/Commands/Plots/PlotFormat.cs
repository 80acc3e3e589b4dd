namespace Caneth.Commands;

/// <summary>How a plot is written.</summary>
public enum PlotFormat
{
    /// <summary>A page with all that it needs: zoom, values at the cursor.</summary>
    Html,

    /// <summary>A picture.</summary>
    Svg,
}
