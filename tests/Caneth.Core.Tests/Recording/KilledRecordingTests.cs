using System.Diagnostics;
using Caneth.Logs;
using Caneth.Simulation;

namespace Caneth.Tests.Recording;

public sealed class KilledRecordingTests : IDisposable
{
    private static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_a_killed_process_recorded_is_readable_and_lacks_at_most_the_last_second()
    {
        string[] paths = [.. ((string[])["a.log", "b.log.gz", "c.blf", "d.asc", "e.csv", "f.pcapng", "g.pcap.gz", "h.mf4"]).Select(file => folder.Of(file))];
        await using var simulator = GatewaySimulator.Start();
        using var child = RecordingChild.Start("dotnet", [RecordingChild.Program, $"{simulator.Port}", .. paths]);
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Ending));
        await simulator.WaitForClientsAsync(1, Ending);

        // Frames that count, each with the time when it went to the child, for long enough to be more than the last second.
        var clock = Stopwatch.StartNew();
        var sentAt = new List<TimeSpan>();
        while (clock.Elapsed < LastSecond * 2.5)
        {
            await simulator.SendAsync(Numbered(sentAt.Count, 20), Ending);
            await simulator.FlushAsync(Ending);
            sentAt.AddRange(Enumerable.Repeat(clock.Elapsed, 20));
            await Task.Delay(1, Ending);
        }

        var killedAt = clock.Elapsed;
        child.Kill();
        await child.WaitForExitAsync(Ending);

        var due = sentAt.Count(time => time < killedAt - LastSecond);
        Assert.True(due > 100, $"Only {due} frames are older than a second.");
        Assert.All(paths, path =>
        {
            using var log = CanLog.Open(path);
            var numbers = log.ReadAll().Select(NumberOf).ToList();
            Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
            Assert.InRange(numbers.Count, due, sentAt.Count);
        });
    }
}
