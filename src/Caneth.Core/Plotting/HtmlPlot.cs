using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Caneth.Plotting;

/// <summary>
/// Writes a plot as one HTML file with all that it needs, uPlot (https://github.com/leeoniya/uPlot, MIT) among it. What a database says of
/// signals is in it as JSON alone, never as markup; and a browser runs no script in it but those whose sums the page names.
/// </summary>
/// <param name="plot">The plot.</param>
internal sealed class HtmlPlot(Plot plot)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly PackedPoints points = new(plot);

    /// <summary>Writes it.</summary>
    /// <param name="target">Where to write.</param>
    public void Write(Stream target)
    {
        var assets = new Dictionary<string, string>
        {
            ["uplot-licence"] = Asset("uPlot.LICENSE"),
            ["uplot-style"] = Asset("uPlot.min.css"),
            ["style"] = Asset("page.css"),
            ["uplot"] = Asset("uPlot.iife.min.js"),
            ["script"] = Asset("page.js"),
        };
        assets["policy"] = $"default-src 'none'; script-src {Sum("uplot")} {Sum("script")}; style-src {Sum("uplot-style")} {Sum("style")}";

        // {{name}} is where a part goes.
        foreach (var (place, text) in Asset("page.html").Split("{{").SelectMany(part => part.Split("}}")).Index())
        {
            if (place % 2 == 0)
            {
                target.Write(Utf8.GetBytes(text));
            }
            else if (text == "plot")
            {
                WriteDescription(target);
            }
            else if (text == "points")
            {
                WritePoints(target);
            }
            else
            {
                target.Write(Utf8.GetBytes(assets[text]));
            }
        }

        string Sum(string asset) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Utf8.GetBytes(assets[asset])))}'";
    }

    // A browser takes every end of a line as a line feed before it looks at sums.
    private static string Asset(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPlot).Assembly.GetManifestResourceStream($"Caneth.Plotting.Page.{name}")!, Utf8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    // The writer escapes < > & ' " and all beyond ASCII, so that nothing ends the element that it is in.
    private void WriteDescription(Stream target)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        json.WriteString("title", $"{plot}");
        json.WriteString("start", $"{plot.Start}");
        json.WriteNumber("startMilliseconds", plot.Start.Nanoseconds / 1e6);
        json.WriteStartArray("times");
        foreach (var count in points.TimeCounts)
        {
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
        json.WriteStartArray("axes");
        foreach (var axis in plot.Axes)
        {
            json.WriteStartObject();
            json.WriteString("label", axis.Texts.Count > 0 ? Plot.NameOf(axis.Series[0]) : Plot.UnitOf(axis.Unit));
            json.WriteStartArray("texts");
            foreach (var (value, text) in axis.Texts.Where(text => ValueAxis.CanDraw(text.Key)).OrderBy(text => text.Key))
            {
                json.WriteStartArray();
                json.WriteNumberValue(value);
                json.WriteStringValue(VisibleText.Shorten(text));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("series");
        foreach (var (place, series) in plot.Series.Index())
        {
            json.WriteStartObject();
            json.WriteString("name", Plot.NameOf(series));
            json.WriteString("unit", Plot.UnitOf(series.Unit));
            json.WriteString("color", PlotColors.Of(place));
            json.WriteNumber("axis", plot.Axes.Index().First(axis => axis.Item.Series.Contains(series)).Index);
            json.WriteBoolean("stepped", series.IsStepped);
            json.WriteBoolean("single", points.IsSingle(series));
            json.WriteNumber("times", points.TimesOf(series));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WritePoints(Stream target)
    {
        using var text = new CryptoStream(target, new ToBase64Transform(), CryptoStreamMode.Write, leaveOpen: true);
        using var packed = new DeflateStream(text, CompressionLevel.Optimal);
        points.Write(packed);
    }
}
