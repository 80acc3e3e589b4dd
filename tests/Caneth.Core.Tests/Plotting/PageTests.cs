using Caneth.Plotting;

namespace Caneth.Tests.Plotting;

/// <summary>A person opens the page of a plot in a browser without a network, sees the lines, zooms, and reads values.</summary>
public sealed class PageTests(Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    // As many as the screen has pixels near the colour of a line.
    private const string Count = """
        (color => {
            const canvas = document.querySelector('canvas');
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            const wanted = [1, 3, 5].map(place => parseInt(color.slice(place, place + 2), 16));
            let count = 0;
            for (let at = 0; at < pixels.length; at += 4) {
                if (pixels[at + 3] > 128 && wanted.every((part, place) => Math.abs(part - pixels[at + place]) < 40)) count++;
            }
            return count;
        })
        """;

    private const long MaxBytes = 25_000_000;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task It_draws_every_line_zooms_where_a_person_drags_and_tells_the_values_at_the_cursor()
    {
        await browser.OpenAsync(Write(new(SomeSeries.Hostile,
        [
            .. SomeSeries.Of(Enumerable.Range(0, 2000).Select(number => SomeSeries.Engine(10 * number, 2000 + 1000 * Math.Sin(number / 50.0), number < 1000 ? 0 : 3))),
            SomeSeries.Of(SomeSeries.Hostile, "km/h", 2000, index => index % 100),
        ])));
        Assert.All((await ColorsAsync()).Zip(await CountsAsync()), line => Assert.True(line.Second > 100, $"{line.First}: {line.Second} pixels"));
        var (from, to) = await RangeAsync();
        Assert.Equal((0, 19.99), (Math.Round(from, 6), Math.Round(to, 6)));

        var before = await browser.AskAsync<string>("document.querySelector('canvas').toDataURL()");
        await DragAsync(0.25, 0.5);
        (from, to) = await RangeAsync();
        Assert.InRange(from, 4.9, 5.1);
        Assert.InRange(to, 9.9, 10.1);
        Assert.All(await CountsAsync(), count => Assert.InRange(count, 100, int.MaxValue));
        Assert.NotEqual(before, await browser.AskAsync<string>("document.querySelector('canvas').toDataURL()"));

        await MoveAsync(0.9);
        Assert.Equal("Park (0)", await browser.AskAsync<string>("document.querySelectorAll('#legend output')[1].value"));
        await browser.MouseAsync("mousePressed", 600, 300, clicks: 2);
        await browser.MouseAsync("mouseReleased", 600, 300, clicks: 2);
        await MoveAsync(0.9);
        Assert.Equal((0, 19.99), await RangeAsync() is var (start, end) ? (Math.Round(start, 6), Math.Round(end, 6)) : default);
        Assert.Equal("Drive (3)", await browser.AskAsync<string>("document.querySelectorAll('#legend output')[1].value"));

        Assert.Equal(SomeSeries.Hostile.Replace("\u2028", @"\u2028").Replace("\e", @"\x1B"), await browser.AskAsync<string>("document.getElementById('title').textContent"));
        Assert.Equal(0, await browser.AskAsync<int>("document.images.length"));
        Assert.True(browser.Complaints.Count == 0, string.Join("\n", browser.Complaints));
    }

    [Fact]
    public async Task A_million_points_make_a_small_file_that_opens_and_zooms()
    {
        var file = Write(RestlessPlot.Make());
        Assert.InRange(new FileInfo(file).Length, 1, MaxBytes);

        // How long it takes depends on what else this computer does; alone it is a second.
        var drawn = await browser.OpenAsync(file);
        TestContext.Current.TestOutputHelper?.WriteLine($"{new FileInfo(file).Length:N0} bytes, drawn after {drawn:N0} ms");
        Assert.All(await CountsAsync(), count => Assert.InRange(count, 100, int.MaxValue));
        await DragAsync(0.4, 0.6);
        var (from, to) = await RangeAsync();
        Assert.InRange(to - from, 199, 201);
        Assert.True(await browser.AskAsync<int>("chart.data[0].length") < 20_000);
        Assert.True(browser.Complaints.Count == 0, string.Join("\n", browser.Complaints));
    }

    public void Dispose() => folder.Dispose();

    private string Write(Plot plot)
    {
        using var stream = File.Create(folder.Of("plot.html"));
        plot.WriteHtml(stream);
        return folder.Of("plot.html");
    }

    private Task<string[]> ColorsAsync() => browser.AskAsync<string[]>("chart.series.slice(1).map(series => series.stroke())");

    private Task<int[]> CountsAsync() => browser.AskAsync<int[]>($"chart.series.slice(1).map(series => {Count}(series.stroke()))");

    private async Task<(double From, double To)> RangeAsync() =>
        await browser.AskAsync<double[]>("new Promise(then => requestAnimationFrame(() => then([chart.scales.x.min, chart.scales.x.max])))") is [var from, var to] ? (from, to) : default;

    private async Task DragAsync(double from, double to)
    {
        await MoveAsync(from);
        var (start, y) = await PlaceAsync(from);
        await browser.MouseAsync("mousePressed", start, y, clicks: 1);
        var (end, _) = await PlaceAsync(to);
        await browser.MouseAsync("mouseMoved", (start + end) / 2, y, clicks: 1);
        await browser.MouseAsync("mouseMoved", end, y, clicks: 1);
        await browser.MouseAsync("mouseReleased", end, y, clicks: 1);
    }

    private async Task MoveAsync(double part)
    {
        var (x, y) = await PlaceAsync(part);
        await browser.MouseAsync("mouseMoved", x, y);
        await RangeAsync();
    }

    private async Task<(double X, double Y)> PlaceAsync(double part) => await browser.AskAsync<double[]>(
        FormattableString.Invariant($"(box => [box.left + box.width * {part}, box.top + box.height / 2])(chart.over.getBoundingClientRect())")) is [var x, var y] ? (x, y) : default;
}
