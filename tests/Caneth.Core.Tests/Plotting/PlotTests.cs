using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Caneth.Plotting;

namespace Caneth.Tests.Plotting;

/// <summary>A plot is drawn as a page, as a picture and in a terminal, whatever its series are called.</summary>
public sealed class PlotTests
{
    private static readonly CanFrame[] Drive = [.. Enumerable.Range(0, 200).Select(number =>
        SomeSeries.Engine(10 * number, 2000 + 1000 * Math.Sin(number / 20.0), number < 100 ? 0 : 3))];

    [Fact]
    public void Nothing_cannot_be_drawn_nor_more_lines_than_are_told_apart()
    {
        Assert.Throws<ArgumentException>(() => new Plot("", [new("empty")]));
        Assert.Throws<ArgumentException>(() => new Plot("", Enumerable.Range(0, 101).Select(number => SomeSeries.Of($"{number}", "", 1, _ => 1))));
    }

    [Fact]
    public void A_unit_has_an_axis_and_so_has_each_signal_with_texts()
    {
        var axes = new Plot("", [.. SomeSeries.Of(Drive), SomeSeries.Of("Turbine", "rpm", 5, index => index)]).Axes;
        Assert.Equal(["EngineSpeed, Turbine", "Gear", "Temperature"], axes.Select(axis => string.Join(", ", axis.Series.Select(series => series.Name))));
        Assert.Equal(["Park", "Drive"], axes[1].TicksOf(10).Select(tick => tick.Label));
        Assert.InRange(0, axes[0].Low, axes[0].High);
    }

    [Fact]
    public void A_picture_is_well_formed_and_has_a_line_and_a_name_for_each_series()
    {
        var picture = XDocument.Parse(SomeSeries.Text(new Plot(SomeSeries.Hostile, [.. SomeSeries.Of(Drive), SomeSeries.Of(SomeSeries.Hostile, "<unit>", 3, index => index)]).WriteSvg));
        Assert.Equal(4, picture.Descendants().Count(element => element.Name.LocalName == "polyline"));
        var texts = picture.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.Contains("EngineSpeed [rpm]", texts);
        Assert.Contains("Drive", texts);
        Assert.Contains(@"</script><img src=x onerror=alert(1)>&amp;\u2028\x1B[31m", texts);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "img" or "script");
    }

    [Fact]
    public void A_stepped_line_goes_across_and_then_up()
    {
        var picture = XDocument.Parse(SomeSeries.Text(new Plot("", [SomeSeries.Of(Drive)[1]]).WriteSvg));
        var points = picture.Descendants().Single(element => element.Name.LocalName == "polyline").Attribute("points")!.Value.Trim().Split(' ').Select(point => point.Split(',')).ToList();
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.First[0] == pair.Second[0] || pair.First[1] == pair.Second[1]));
    }

    [Fact]
    public void A_page_runs_its_own_scripts_alone_and_names_are_nothing_but_names()
    {
        var page = SomeSeries.Text(new Plot(SomeSeries.Hostile, [SomeSeries.Of(SomeSeries.Hostile, SomeSeries.Hostile, 3, index => index)]).WriteHtml);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(src|href)\s*=\s*[""']", page);
        Assert.Contains("Copyright (c) 2022 Leon Sorokin", page, StringComparison.Ordinal);
        var policy = Regex.Match(page, "content=\"(default-src 'none';[^\"]*)\"").Groups[1].Value;
        foreach (Match script in Regex.Matches(page, "<(script|style)>(.*?)</\\1>", RegexOptions.Singleline))
        {
            Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups[2].Value)))}'", policy, StringComparison.Ordinal);
        }

        Assert.Equal(SomeSeries.Hostile.Replace("\u2028", @"\u2028").Replace("\e", @"\x1B"), (string?)Description(page)["series"]![0]!["name"]);
    }

    [Fact]
    public void Values_lie_in_a_page_bit_for_bit_and_signals_of_a_message_share_their_times() => Gen.Double.Array[201, 300].Sample(values =>
    {
        var page = SomeSeries.Text(new Plot("", [.. SomeSeries.Of(Drive), SomeSeries.Of("any", "", values.Length, index => values[index] + 0.1)]).WriteHtml);
        var description = Description(page);
        Assert.Equal([200, values.Length], description["times"]!.AsArray().Select(count => (int)count!));
        Assert.Equal([true, true, true, false], description["series"]!.AsArray().Select(series => (bool)series!["single"]!));
        using var packed = new MemoryStream(Convert.FromBase64String(Regex.Match(page, "id=\"points\">([^<]*)<").Groups[1].Value));
        using var unpacked = new MemoryStream();
        new DeflateStream(packed, CompressionMode.Decompress).CopyTo(unpacked);
        Assert.Equal(values.Select(value => BitConverter.DoubleToInt64Bits(value + 0.1)), values.Select((_, index) => BitConverter.ToInt64(unpacked.GetBuffer(), 8 * index)));
    }, iter: 20);

    [Fact]
    public void A_terminal_shows_lines_of_dots_in_any_width()
    {
        var plot = new Plot("Speed and gear", SomeSeries.Of(Drive).Take(2));
        foreach (var width in (int[])[10, 40, 79, 159, 1000])
        {
            Assert.All(plot.DrawText(width), line => Assert.InRange(line.Length, 0, Math.Clamp(width, 40, 400)));
        }
    }

    [Fact]
    public void A_line_in_a_terminal_rises_where_its_values_do() => Assert.Equal(
        """
        Rise
        a [V]
                10 ┤                               ⢀
                   │                             ⢀⠔⠁
                   │                           ⡠⠔⠁
                 8 ┤                        ⢀⠔⠊
                   │                      ⢀⠔⠁
                   │                    ⢀⠔⠁
                 6 ┤                  ⢀⠔⠁
                   │                ⢀⠔⠁
                   │              ⡠⠒⠁
                 4 ┤           ⢀⠔⠉
                   │         ⢀⠔⠁
                   │       ⢀⠔⠁
                 2 ┤     ⡠⠔⠁
                   │  ⢀⠔⠊
                   │⢀⠔⠁
                 0 ┤⠁
                   └┬───────────────┬──────────────┬
                    0.00          0.05          0.10
        Seconds since 2026-01-31T12:00:00.000000Z
        """.ReplaceLineEndings("\n"), string.Join('\n', new Plot("Rise", [SomeSeries.Of("a", "V", 11, index => index)]).DrawText(44)));

    [Fact]
    public void With_colors_series_of_a_unit_share_a_panel_and_without_each_has_its_own()
    {
        var plot = new Plot("", [SomeSeries.Of("a", "V", 5, index => index), SomeSeries.Of("b", "V", 5, index => 5 - index)]);
        Assert.Equal(["a [V]", "b [V]"], plot.DrawText(80).Where(line => line.Contains("[V]", StringComparison.Ordinal)));
        var painted = plot.DrawText(80, (text, series) => $"<{series}>{text}</>");
        Assert.Equal(["<0>a [V]</>  <1>b [V]</>"], painted.Where(line => line.Contains("[V]", StringComparison.Ordinal)));
        Assert.Contains(painted, line => line.Contains("<0>", StringComparison.Ordinal) && line.Contains('┤', StringComparison.Ordinal));
        Assert.DoesNotContain('\e', string.Join("", new Plot(SomeSeries.Hostile, [SomeSeries.Of(SomeSeries.Hostile, "\e", 2, index => index)]).DrawText(60)));
    }

    private static JsonNode Description(string page) => JsonNode.Parse(Regex.Match(page, "id=\"description\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)!;
}
