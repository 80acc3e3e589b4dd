namespace Caneth.Plotting;

/// <summary>The colours of lines, told apart on white and on black, and by those who do not see all colours.</summary>
internal static class PlotColors
{
    // Okabe and Ito's, without black and yellow, then darker ones of other hues.
    private static readonly string[] Colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f5fc9", "#8c6d31", "#b5495b", "#4f8a8b"];

    /// <summary>The colour of a series.</summary>
    /// <param name="series">The place of the series in its plot, from 0.</param>
    /// <returns><c>#0072b2</c></returns>
    public static string Of(int series) => Colors[series % Colors.Length];
}
