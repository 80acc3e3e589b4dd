using Caneth.Simulation;
using Caneth.Statistics;

namespace Caneth.Tests;

/// <summary>Frames of the pipeline and of devices are measured by id.</summary>
public sealed class MeasureCanFrameTests : IClassFixture<MeasureCanFrameTests.Prompt>, IAsyncDisposable
{
    private const string Frames = """
        '(0.000) can0 123#01', '(0.010) can0 123#02', '(0.020) can1 00000123#00', '(0.020) can0 123#03', '(0.070) can0 123#03',
        '(0.080) can0 123#03', '(0.090) can0 0C0#0010', '(2.500) can0 7FF#' | ForEach-Object { [Caneth.CanFrame]$_ } |
        """;

    private readonly GatewaySimulator gateway = GatewaySimulator.Start();
    private readonly Shell shell;

    public MeasureCanFrameTests(Prompt prompt) => shell = prompt.Shell;

    [Fact]
    public void Frames_of_the_pipeline_are_measured_by_device_and_id() => Assert.Equal(
        ["can0 0C0 1   ", "can0 123 5 20 50 0", "can0 7FF 1   ", "can1 00000123 1   "],
        shell.Run<string>($"{Frames} Measure-CanFrame | ForEach-Object {{ \"$($_.Device) $($_.HexId) $($_.Count) $(if ($_.PeriodMean) {{ [int](1000 * $_.PeriodMean) }}) $(if ($_.PeriodMax) {{ [int](1000 * $_.PeriodMax) }}) $($_.ChangedBytes)\" }}"));

    [Fact]
    public void Ids_are_selected_gaps_are_told_and_the_bus_comes_last_where_its_bit_rate_is_known()
    {
        var output = shell.Try($"{Frames} Where-Object Device -eq can0 | Measure-CanFrame 0x123 -Gap 2 -BitRate 500000").Output;
        var id = Assert.IsType<FrameStatistics>(output[0].BaseObject);
        var bus = Assert.IsType<BusStatistics>(output[1].BaseObject);
        Assert.Equal((2, 1, 0.05), (output.Count, id.GapCount, id.Gaps[0].Duration));
        Assert.Equal((5, 0.08, id.Load), (bus.Count, bus.Duration, bus.Load));
        Assert.Equal(5 * 55 / 500_000.0 / 0.08 * 100, bus.LoadWithoutStuffing!.Value, 9);
    }

    [Fact]
    public void Intervals_are_those_of_the_times_of_the_frames()
    {
        Assert.Equal(["0.05 3", "0.05 3", "0.05 0", "1 1"], shell.Run<string>($$"""
            {{Frames.Replace("(2.500)", "(0.160)", StringComparison.Ordinal)}} Where-Object Device -eq can0 | Measure-CanFrame -Every 50ms |
                ForEach-Object { "$(if ($_.IdCount -eq 1 -and $_.Ids[0].HexId -eq '7FF') { 1 } else { $_.Duration }) $($_.Count)" }
            """));
    }

    [Fact]
    public void A_silence_of_a_thousand_intervals_is_passed_over()
    {
        var times = shell.Run<string>("'(0.0) a 001#', '(900000.0) a 001#', '(0.0) a 001#' | ForEach-Object { [Caneth.CanFrame]$_ } | Measure-CanFrame -Every 1 | ForEach-Object { $_.Timestamp.Seconds }");
        Assert.Equal(["0", "900000", "0"], times);
    }

    [Fact]
    public void What_a_device_receives_is_measured_from_now_on()
    {
        shell.Connect(gateway, "-Name car -Database car.dbc");
        using var sending = new Timer(_ => gateway.Send([CanFrame.Parse("0C0#0010000300000000"), CanFrame.Parse("123#01")]), null, 0, 10);
        var output = shell.Try("Measure-CanFrame -Count 20 -BitRate 500000").Output;
        Assert.Equal(["EngineData", "", "car"], output.Select(one => $"{one.Properties["Message"]?.Value ?? (one.BaseObject as BusStatistics)?.Device}"));
        Assert.Equal([10L, 10L, 20L], output.Select(one => one.Properties["Count"].Value));
        output = shell.Try("Measure-CanFrame 0x0C0 -Every 0.05 -Duration 0.12").Output;
        Assert.InRange(output.Sum(one => ((BusStatistics)one.BaseObject).Duration), 0.11, 60);
        Assert.Contains("No frame matching 0x7FF came, so nothing was measured.", Assert.Single(shell.Try("Get-CanDevice car | Measure-CanFrame 7FF -Duration 0.05").Warnings), StringComparison.Ordinal);
        shell.Run("Disconnect-CanDevice car");
    }

    [Fact]
    public void Eighty_columns_show_how_often_an_id_comes()
    {
        shell.Host.Width = 80;
        var table = shell.Show($"{Frames} Measure-CanFrame -BitRate 500000");
        Assert.Matches(@"Device +Id Message +Count +Rate/s Period ms +Min +Max Jitter", table);
        Assert.Matches(@"can0 +123 +5 +2\.00 +20\.000 +10\.000 50\.000 17\.321", table);
        Assert.Matches(@"Device +: can0\s+Duration +: 2\.5\s+IdCount +: 3\s+Count +: 7\s+Rate +: 2\.8\s+Load +: 0\.03", table);
        Assert.Matches(@"\d\d:\d\d:\d\d\.000 can0 +2\.500 +3 +7 +2\.8 +0\.03 %", shell.Show($"{Frames} Where-Object Device -eq can0 | Measure-CanFrame -Every 10 -BitRate 500000"));
    }

    [Fact]
    public void What_cannot_be_measured_says_so()
    {
        Assert.Equal("DataBitRateAlone", shell.Try($"{Frames} Measure-CanFrame -DataBitRate 2000000").ErrorId);
        Assert.Equal("IntervalTooShort", shell.Try($"{Frames} Measure-CanFrame -Every 0").ErrorId);
        Assert.Equal("NotAFrame", shell.Try("42 | Measure-CanFrame").ErrorId);
        Assert.Equal("No frame came down the pipeline, so nothing was measured.", Assert.Single(shell.Try("@() | Measure-CanFrame").Warnings));
        Assert.Equal("NoDevice", shell.Try("Measure-CanFrame").ErrorId);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    /// <summary>A shell in a folder that has the database.</summary>
    public sealed class Prompt : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Prompt() => Messages.CarLog.Write(folder, Shell);

        public Shell Shell { get; } = new();

        public void Dispose()
        {
            Shell.Dispose();
            folder.Dispose();
        }
    }
}
