using System.Diagnostics;
using Caneth.Logs;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>The uses that the module is judged by.</summary>
public sealed class MainJobTests : IDisposable
{
    private readonly Shell shell = new();

    [Fact]
    public void Connect_wait_and_filter_as_written()
    {
        shell.Run("Start-CanSimulator -Name Car | ForEach-Object { $script:car = $_ }");
        shell.Run("$null = Connect-CanDevice $car.HostName -Port $car.Port");

        var waited = Assert.Single(shell.Run<CanFrame>("Wait-CanFrame -Id 0x123 -D0 1 -Timeout 10"));
        Assert.Equal(0x123u, waited.Id);
        Assert.Equal(1, waited.Data[0]);

        // Ten a second, for as long as the machine lets it take.
        var clock = Stopwatch.StartNew();
        var filtered = shell.Run<CanFrame>("Receive-CanFrame -Duration 0.5 | Where Id -eq 0x123");
        Assert.InRange(filtered.Count, 2, 3 + clock.Elapsed.TotalSeconds * 10);
        Assert.All(filtered, frame => Assert.Equal(0x123u, frame.Id));
    }

    [Fact]
    public void A_simulator_is_connected_to_by_pipeline_and_the_car_answers()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        var reply = Assert.Single(shell.Run<CanFrame>("Request-CanFrame 7DF '02 01 0C' -ReplyId 7E8"));
        Assert.Equal(0x7E8u, reply.Id);
        Assert.Equal("41 0C", HexBytes.Format([reply.Data[1], reply.Data[2]]));
        Assert.Equal("car", reply.Device);
    }

    [Fact]
    public void A_reply_that_comes_at_once_is_never_missed()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice");
        Assert.Equal([10_000], shell.Run<int>("""
            $ask = New-CanFrame 7DF '02 01 0C'
            $replies = 0
            for ($n = 0; $n -lt 10000; $n++) { $replies += @(Request-CanFrame -InputObject $ask -ReplyId 7E8 -Timeout 10).Count }
            $replies
            """));
    }

    [Fact]
    public void Several_control_units_answer_one_request()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice");
        Assert.Equal([0x7E8, 0x7E9], shell.Run<int>("Request-CanFrame 7DF '02 01 00' -ReplyId 7E8-7EF -Count 2 | ForEach-Object Id").Order());
        Assert.Equal([0x7E8, 0x7E9], shell.Run<int>("Request-CanFrame 7DF '02 01 00' -ReplyId 7E8-7EF -Duration 1 | ForEach-Object Id").Order());
        Assert.Contains("sent 3 times", shell.Try("Request-CanFrame 700 -ReplyId 708 -Timeout 0.02 -Retry 2").Error.ToString());
    }

    [Fact]
    public void A_recorded_drive_arrives_whole_and_in_order()
    {
        var path = SharedData.Find("logs/thinkcity.log");
        using var log = CanLog.Open(path);
        var expected = log.ReadAll().ToList();
        Assert.Equal(12974, expected.Count);

        var received = shell.Run<CanFrame>("""
            param($path)
            Start-CanSimulator -Path $path -Speed 0 | ForEach-Object { $script:simulator = $_ }
            $null = $simulator | Connect-CanDevice
            Receive-CanFrame -Count 12974 -Lossless -Timeout 10
            """, path);
        Assert.Equal(expected.Count, received.Count);
        Assert.All(expected.Zip(received), pair => Assert.True(pair.First.HasSameContent(pair.Second), $"{pair.First} {pair.Second}"));
    }

    [Fact]
    public async Task What_is_sent_arrives_in_order()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        shell.Connect(simulator);
        shell.Run("0..999 | ForEach-Object { New-CanFrame (0x100 + $_ % 0x100) ('{0:X4}' -f $_) } | Send-CanFrame");
        shell.Run("Disconnect-CanDevice");

        var frames = await recording.WaitForAsync(1000, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 1000).Select(number => number.ToString("X4")),
            frames.Select(frame => Convert.ToHexString(frame.Data)));
    }

    [Fact]
    public void A_device_remembers_what_happened_to_it()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        var session = Assert.Single(shell.Run<CanSession>("Get-CanDevice car"));
        Assert.Equal(CanSessionState.Connected, session.State);
        var happened = shell.Run<SessionEvent>("Get-CanDevice car -Event");
        Assert.Equal(SessionEventKind.Connected, happened[0].Kind);
    }

    public void Dispose() => shell.Dispose();
}
