using System.Diagnostics;
using System.Management.Automation;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>A handler that is slower than the bus leaves the user's script at least half of the time, and the keyboard alive.</summary>
public sealed class HandlerTurnTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private readonly Shell shell = new();
    private readonly Timer bus;

    public HandlerTurnTests()
    {
        shell.Connect(simulator, "-Name here");
        var batch = Enumerable.Repeat(new CanFrame(0x123, [1]), 100).ToArray();
        bus = new(_ => simulator.Send(batch), null, 0, 10);
    }

    [Theory]
    [InlineData(2, "Start-Sleep -Milliseconds 100")]
    [InlineData(20, "Start-Sleep -Milliseconds 100")]
    [InlineData(20, "$null = Wait-CanFrame 0x7FF -Timeout 0.1 -ErrorAction Ignore")]
    [InlineData(20, "$clock = [Diagnostics.Stopwatch]::StartNew(); while ($clock.ElapsedMilliseconds -lt 100) { }")]
    [InlineData(2, "Receive-CanFrame -Duration 0.1 | Out-Null")]
    public void Steps_of_a_script_go_on_beside_it(int milliseconds, string step)
    {
        Register(milliseconds);
        shell.Run("$null = Wait-CanFrame 0x123 -Timeout 60");
        var took = int.MaxValue;
        for (var attempt = 0; attempt < 3 && took > 2000; attempt++)
        {
            // A machine that does something else makes it slower, and nothing makes it faster than it is.
            took = shell.Run<int>($$"""
                $all = [Diagnostics.Stopwatch]::StartNew()
                foreach ($number in 1..6) { {{step}} }
                $all.ElapsedMilliseconds
                """)[0];
        }

        Assert.InRange(took, 500, 2000);
        Assert.InRange(shell.Run<long>("(Get-CanHandler).Invocations")[0], 1, long.MaxValue);
    }

    [Theory]
    [InlineData("while ($true) { }")]
    [InlineData("Wait-CanFrame 0x7FF -Timeout 60")]
    [InlineData("Receive-CanFrame | Out-Null")]
    public async Task A_stop_acts_at_once_beside_it(string script)
    {
        Register(milliseconds: 20);
        var handler = shell.Run<PSObject>("Get-CanHandler")[0];
        using var running = shell.Pipeline(script);
        var end = running.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => (long)handler.Properties["Invocations"].Value >= 3, Patience));
        var clock = Stopwatch.StartNew();
        await running.StopAsync(null, null).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(end.IsCompleted);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.25));
    }

    [Fact]
    public void A_second_handler_gets_its_turn_beside_a_slow_one()
    {
        Register(milliseconds: 20);
        shell.Run("$global:second = 0; $null = Register-CanHandler 0x123 -Name second { $global:second++ }");
        Assert.True(SpinWait.SpinUntil(() => shell.Run<int>("$second")[0] > 100, Patience));
    }

    [Fact]
    public void Many_handlers_at_a_busy_prompt_share_what_is_kept_and_count_what_is_not()
    {
        bus.Change(Timeout.Infinite, Timeout.Infinite);
        const int Frames = 3000;
        shell.Run("$global:all = foreach ($number in 1..300) { Register-CanHandler 0x124 { } }");
        var all = shell.Run<PSObject>("$all");
        var device = shell.Run<CanSession>("Get-CanDevice")[0];
        var before = device.FramesReceived;
        using var free = new ManualResetEventSlim();
        using var busy = shell.Pipeline("$args[0].Wait(); $all[1..298] | Unregister-CanHandler", free);
        var end = busy.BeginInvoke();
        simulator.Send(Enumerable.Repeat(new CanFrame(0x124), Frames).ToArray());
        Assert.True(SpinWait.SpinUntil(() => device.FramesReceived >= before + Frames, Patience));

        // Each keeps its share, 1,024 frames at least, and counts the others: of 900,000 frames two thirds are kept.
        IEnumerable<long> Kept() => all.Select(handler => Frames - Account(handler)[1]);
        Assert.True(SpinWait.SpinUntil(() => Kept().Sum() < 600_000, Patience), $"{Kept().Sum()} frames are kept.");
        Assert.Equal(Frames, Kept().First());
        Assert.All(Kept(), frames => Assert.InRange(frames, 1024, Frames));
        free.Set();
        busy.EndInvoke(end);
        Assert.True(SpinWait.SpinUntil(() => Account(all[0]).Sum() == Frames && Account(all[^1]).Sum() == Frames, Patience), string.Join(' ', Account(all[^1])));
        Assert.Equal([Frames, 0], Account(all[0]));
        Assert.InRange(Account(all[^1])[1], 1, Frames - 1024);
    }

    public async ValueTask DisposeAsync()
    {
        await bus.DisposeAsync();
        shell.Dispose();
        await simulator.DisposeAsync();
    }

    private static long[] Account(PSObject handler) =>
        [(long)handler.Properties["Invocations"].Value, (long)handler.Properties["FramesDropped"].Value];

    private void Register(int milliseconds) =>
        shell.Run($"$null = Register-CanHandler 0x123 -Name slow {{ [Threading.Thread]::Sleep({milliseconds}) }}");
}
