using System.Globalization;

namespace Caneth;

/// <summary>What the module says about series and plots, without being an error.</summary>
internal static class PlotMessages
{
    public static string Collected(long points) => string.Create(CultureInfo.InvariantCulture, $"{points:N0} values");

    public static string Written(long rows) => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows");

    public static string PointsLeftOut(long leftOut, long kept) => string.Create(CultureInfo.InvariantCulture,
        $"{leftOut:N0} values that came after the first {kept:N0} were left out: {kept:N0} are kept at most. Name fewer signals, or ")
        + "select a time: Import-CanLog drive.log -After 60 -Before 120 hands it on by the pipeline.";

    public static string Opened(string file) => $"The browser shows {file}.";
}
