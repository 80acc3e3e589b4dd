using System.Collections.Concurrent;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>Handlers: in order, on the user's runspace, at the prompt and while cmdlets wait; or beside it.</summary>
public sealed class HandlerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private readonly Shell shell = new();
    private readonly BlockingCollection<object?> seen = [];

    public HandlerTests()
    {
        shell.Connect(simulator, "-Name here");
        shell.Run("$global:see = $args[0]", (Action<object?>)seen.Add);
    }

    [Fact]
    public void At_an_idle_prompt_every_frame_reaches_the_action_in_order()
    {
        shell.Run("$null = Register-CanHandler 0x123 { $see.Invoke($_.Data[0] * 256 + $_.Data[1]) }");
        simulator.Send([.. Enumerable.Range(0, 5000).Select(Numbered)]);
        Assert.Equal(Enumerable.Range(0, 5000), Seen<int>(5000));
    }

    [Fact]
    public void While_a_cmdlet_waits_actions_run()
    {
        shell.Run("$null = Register-CanHandler 0x123 { $see.Invoke([int]$_.Data[1]); if ($_.Data[1] -eq 99) { Send-CanFrame 0x7FF } }");
        simulator.Send([.. Enumerable.Range(0, 100).Select(Numbered)]);
        shell.Try("Wait-CanFrame 0x555 -Timeout 0.5");
        Assert.Equal(Enumerable.Range(0, 100), Seen<int>(100));
    }

    [Fact]
    public void Between_the_statements_of_a_script_actions_run()
    {
        shell.Run("$null = Register-CanHandler 0x123 { $global:got = $_ }");
        simulator.Send(Numbered(7));
        Assert.Equal(7, Assert.Single(shell.Run<int>(
            "$end = [datetime]::Now.AddSeconds(10); while (-not $got -and [datetime]::Now -lt $end) { }; $got.Data[1]")));
    }

    [Fact]
    public void The_frame_is_the_first_argument_and_the_message_data_the_second()
    {
        shell.Run("$null = Register-CanHandler 0x123 { param($frame, $data) $see.Invoke(\"$($frame.Id) $data\") } -MessageData 'hello'");
        simulator.Send(Numbered(1));
        Assert.Equal(["291 hello"], Seen<string>(1));
    }

    [Fact]
    public void Two_handlers_on_one_id_and_one_on_every_frame_all_see_it()
    {
        shell.Run("""
            $null = Register-CanHandler 0x123 { $see.Invoke('one') }
            $null = Register-CanHandler 0x123 { $see.Invoke('two') }
            $null = Register-CanHandler -Action { $see.Invoke('all') }
            """);
        simulator.Send(Numbered(1));
        Assert.Equal(["all", "one", "two"], Seen<string>(3).Order());
    }

    [Theory]
    [InlineData("{ $see.Invoke('seen') }")]
    [InlineData("{ $see.Invoke('seen') } -Id 0x100-0x1FF")]
    [InlineData("-Action { $see.Invoke('seen') } 0x123")]
    [InlineData("-Id 0x123 { $see.Invoke('seen') }")]
    [InlineData("0x123, 0x124 { $see.Invoke('seen') }")]
    [InlineData("'0x123/0x7FF' -Action { $see.Invoke('seen') }")]
    [InlineData("-Device here { $see.Invoke('seen') } -Background:$false")]
    public void A_script_block_is_the_action_wherever_it_stands(string arguments)
    {
        shell.Run($"$null = Register-CanHandler {arguments}");
        simulator.Send(Numbered(1));
        Assert.Equal(["seen"], Seen<string>(1));
    }

    [Fact]
    public void What_is_neither_an_id_nor_an_action_is_refused_as_an_id() =>
        Assert.Contains("'nonsense' is not", shell.Try("Register-CanHandler nonsense").Error.ToString(), StringComparison.Ordinal);

    [Fact]
    public void An_error_is_counted_and_shown_and_changes_nothing_else()
    {
        shell.Run("$null = Register-CanHandler 0x123 -Name bad { if ($_.Data[1] -lt 2) { throw 'boom' }; $see.Invoke([int]$_.Data[1]) }");
        simulator.Send([.. Enumerable.Range(0, 4).Select(Numbered)]);
        Assert.Equal([2, 3], Seen<int>(2));
        Assert.Equal(["4 2 boom"], shell.Run<string>("Get-CanHandler bad | ForEach-Object { \"$($_.Invocations) $($_.Errors) $($_.LastError)\" }"));
        Assert.Contains("ERROR: Handler 'bad': boom", shell.Host.TakeText());
    }

    [Fact]
    public void What_an_action_emits_is_shown()
    {
        shell.Run("$null = Register-CanHandler 0x123 { \"got $($_.Data)\"; $see.Invoke(1) }");
        simulator.Send(Numbered(0x0102));
        Seen<int>(1);
        shell.Run("Get-CanHandler | Unregister-CanHandler");
        Assert.Contains("got 01 02", shell.Host.TakeText());
    }

    [Fact]
    public void Without_an_action_frames_are_shown()
    {
        shell.Run("$null = Register-CanHandler 0x123 -MaxTriggerCount 1; $null = Register-CanHandler 0x123 { $see.Invoke(1) }");
        simulator.Send(Numbered(0x0102));
        Seen<int>(1);
        Assert.Matches(@"here +123 data +2 01 02", shell.Host.TakeText());
    }

    [Fact]
    public void A_handler_ends_after_its_count_and_may_end_itself()
    {
        shell.Run("""
            $null = Register-CanHandler 0x123 -MaxTriggerCount 2 { $see.Invoke('counted') }
            $null = Register-CanHandler 0x123 -Name self { $see.Invoke('self'); Unregister-CanHandler self }
            $null = Register-CanHandler 0x123 -Name last { $see.Invoke('last') }
            """);
        simulator.Send([.. Enumerable.Range(0, 3).Select(Numbered)]);
        Assert.Equal(["counted", "counted", "last", "last", "last", "self"], Seen<string>(6).Order());
        Assert.Equal(["last"], shell.Run<string>("Get-CanHandler | ForEach-Object Name"));
    }

    [Fact]
    public void In_the_background_it_runs_while_the_prompt_is_busy_with_variables_brought_along()
    {
        shell.Run("$prefix = 'got'; $null = Register-CanHandler 0x123 -Background { ($using:see).Invoke(\"$using:prefix $($_.Data[1])\") }");
        using var busy = shell.Pipeline("while ($true) { }");
        var running = busy.BeginInvoke();
        simulator.Send([.. Enumerable.Range(0, 100).Select(Numbered)]);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"got {number}"), Seen<string>(100));
        Assert.False(running.IsCompleted);
        busy.Stop();
    }

    [Fact]
    public async Task It_sees_the_frames_after_a_reconnect_once_each()
    {
        shell.Connect(simulator, "-Name again -ReconnectDelay 0.05");
        shell.Run("$null = Register-CanHandler 0x123 -Device again { $see.Invoke([int]$_.Data[1]) }");
        simulator.Send(Numbered(1));
        Assert.Equal([1], Seen<int>(1));
        var state = shell.Run<Sessions.CanSession>("Get-CanDevice again")[0];
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        state.StateChanged += (_, now) => _ = now == Sessions.CanSessionState.Connected && back.TrySetResult();
        simulator.DisconnectClients(reset: true);
        await back.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await simulator.WaitForClientsAsync(1, TestContext.Current.CancellationToken);
        simulator.Send([Numbered(2), Numbered(3)]);
        Assert.Equal([2, 3], Seen<int>(2));
    }

    [Fact]
    public void It_ends_with_its_device()
    {
        shell.Run("""
            $null = Register-CanHandler 0x123 -Name front { }
            $null = Register-CanHandler 0x123 -Name back { } -Background
            Disconnect-CanDevice
            """);
        Assert.Equal([true], shell.Run<bool>(
            "$end = [datetime]::Now.AddSeconds(10); while ((Get-CanHandler) -and [datetime]::Now -lt $end) { }; $null -eq (Get-CanHandler)"));
    }

    [Fact]
    public void Its_names_are_completed_and_unknown_ones_refused()
    {
        shell.Run("$null = Register-CanHandler 0x123 -Name lamp { }");
        Assert.Equal(["lamp"], shell.Complete("Unregister-CanHandler l"));
        Assert.Equal("HandlerNotFound", shell.Try("Unregister-CanHandler nobody").ErrorId);
        Assert.Equal("HandlerNameTaken", shell.Try("Register-CanHandler 1 -Name lamp").ErrorId);
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await simulator.DisposeAsync();
    }

    internal static CanFrame Numbered(int number) => new(0x123, [(byte)(number >> 8), (byte)number]);

    private List<T> Seen<T>(int count)
    {
        var values = new List<T>();
        while (values.Count < count)
        {
            Assert.True(seen.TryTake(out var value, Patience), $"{values.Count} of {count} came.");
            values.Add((T)System.Management.Automation.LanguagePrimitives.ConvertTo<T>(value));
        }

        return values;
    }
}
