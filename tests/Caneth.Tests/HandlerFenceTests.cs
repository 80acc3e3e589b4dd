using System.Diagnostics;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>An action is fenced as the body of a function is: what it does ends its own invocation, and nothing of the user's.</summary>
public sealed class HandlerFenceTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private readonly Shell shell = Shell.WithItsOwnViews();

    public HandlerFenceTests()
    {
        shell.Connect(simulator, "-Name here");
        shell.Run("$global:seen = [System.Collections.Concurrent.ConcurrentQueue[object]]::new()");
    }

    public static TheoryData<string, bool> Escapes
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var escape in (string[])
            [
                "break", "continue", "return", "break outer", "continue outer", "& { break }", "& { continue outer }", ". { break }",
                "1 | ForEach-Object { continue }", "switch (1) { 1 { break outer } }", "foreach ($i in 1, 2) { continue }; break",
                "function leave { break outer }; leave", "try { break } finally { $null = 1 }", "do { continue outer } while ($true)",
            ])
            {
                all.Add(escape, false);
                all.Add(escape, true);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public void Words_of_flow_end_their_own_invocation(string escape, bool background)
    {
        Register($"$seen.Enqueue([int]$_.Data[1]); {escape}", background);
        simulator.Send([.. Enumerable.Range(0, 50).Select(HandlerTests.Numbered)]);
        Assert.Equal(Enumerable.Range(0, 50), Seen(50));
        Assert.Equal(["50 0 0"], Account());
    }

    [Theory]
    [InlineData("exit 3", false)]
    [InlineData("exit 3", true)]
    [InlineData("& { exit }", false)]
    [InlineData("switch (1) { 1 { exit } }", true)]
    [InlineData("function leave { exit 1 }; leave", false)]
    [InlineData("throw 'boom'", true)]
    [InlineData("throw [System.Management.Automation.PipelineStoppedException]::new()", false)]
    [InlineData("throw [System.Management.Automation.PipelineStoppedException]::new()", true)]
    [InlineData("[int]'no number'", false)]
    public void What_fails_is_an_error_of_the_handler(string failing, bool background)
    {
        Register($"$seen.Enqueue([int]$_.Data[1]); {failing}", background);
        simulator.Send([.. Enumerable.Range(0, 50).Select(HandlerTests.Numbered)]);
        Assert.Equal(Enumerable.Range(0, 50), Seen(50));
        Assert.Equal(["50 50 0"], Account());
        Assert.Equal(0, shell.Host.ExitsAsked);
    }

    [Theory]
    [InlineData("break")]
    [InlineData("continue")]
    [InlineData("break outer")]
    [InlineData("continue outer")]
    [InlineData("exit 1")]
    [InlineData("throw 'boom'")]
    public void The_users_loop_and_script_go_on(string escape)
    {
        Register($"$seen.Enqueue(1); {escape}");
        simulator.Send([.. Enumerable.Range(0, 20).Select(HandlerTests.Numbered)]);
        Assert.Equal(["0", "1", "2", "end"], shell.Run<string>("""
            :outer foreach ($step in 0..2) { Wait-CanFrame 0x7FF -Timeout 0.1 -ErrorAction Ignore; $end = [datetime]::Now.AddMilliseconds(50); while ([datetime]::Now -lt $end) { }; "$step" }
            'end'
            """));
        Assert.Equal(20, Seen(20).Count);
    }

    [Theory]
    [InlineData("break")]
    [InlineData("continue outer")]
    [InlineData("exit")]
    public void The_action_of_a_wait_leaves_the_users_loop_alone(string escape)
    {
        using var sending = new Timer(_ => simulator.Send(HandlerTests.Numbered(1)), null, 0, 20);
        var result = shell.Try($$""":outer foreach ($step in 0..2) { $null = Wait-CanFrame 0x123 -Timeout 10 -Action { 'shown'; {{escape}} }; $step }; 'end'""");
        Assert.Equal(["0", "1", "2", "end"], result.Output.Select(value => $"{value}"));
        Assert.Contains("shown", shell.Host.TakeText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_in_the_midst_of_a_batch_keeps_the_rest()
    {
        shell.Run("$global:gate = $args[0]; $global:inside = $args[1]", new ManualResetEventSlim(), new ManualResetEventSlim());
        var inside = shell.Run<ManualResetEventSlim>("$inside")[0];
        Register("$seen.Enqueue([int]$_.Data[1]); if ($_.Data[1] -eq 3) { $inside.Set(); while (-not $gate.IsSet) { } }");
        using var waiting = shell.Pipeline("Wait-CanFrame 0x7FF -Timeout 60");
        var end = waiting.BeginInvoke();
        simulator.Send([.. Enumerable.Range(0, 50).Select(HandlerTests.Numbered)]);
        Assert.True(inside.Wait(Patience, TestContext.Current.CancellationToken));
        var clock = Stopwatch.StartNew();
        await waiting.StopAsync(null, null);
        Assert.True(end.IsCompleted);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
        Assert.Equal(Enumerable.Range(0, 50), Seen(50));
        Assert.Equal(["50 0 0"], Account());
    }

    [Fact]
    public void What_an_action_emitted_before_it_failed_is_shown_and_then_the_error()
    {
        Register("'first'; Write-Error 'second'; 'third'; throw 'fourth'");
        simulator.Send(HandlerTests.Numbered(1));
        Assert.True(SpinWait.SpinUntil(() => Account() is ["1 2 0"], Patience));
        Assert.Matches("(?s)first.*second.*third.*fourth", shell.Host.TakeText());
    }

    [Fact]
    public void Errors_of_a_background_handler_are_counted_as_they_come_and_shown_together()
    {
        Register("Write-Error 'boom'; $seen.Enqueue(1)", background: true);
        for (var batch = 0; batch < 20; batch++)
        {
            simulator.Send([.. Enumerable.Range(0, 100).Select(HandlerTests.Numbered)]);
        }

        Assert.True(SpinWait.SpinUntil(() => Account() is ["2000 2000 0"], Patience), $"{string.Join(' ', Account())}");
        shell.Run("Get-CanHandler | Unregister-CanHandler");
        var shown = shell.Host.TakeText();
        Assert.Contains("ERROR: Handler 'it': boom", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Split("ERROR:").Length - 1, 1, 12);
        Assert.Contains("more like it", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_handler_writes_lands_in_no_stream_of_the_command_that_waits()
    {
        Register("'out'; Write-Warning 'warned'; Write-Host 'hosted'; Write-Verbose 'told' -Verbose; Write-Error 'failed'; $seen.Enqueue(1)");
        using var sending = new Timer(_ => simulator.Send(HandlerTests.Numbered(1)), null, 50, Timeout.Infinite);
        var output = shell.Run<string>("Wait-CanFrame 0x7FF -Timeout 1 -ErrorAction Ignore *>&1 | ForEach-Object { \"$_\" }");
        Assert.Empty(output);
        Assert.Single(Seen(1));
        var shown = shell.Host.TakeText();
        Assert.All(["out", "warned", "hosted", "told", "failed"], text => Assert.Contains(text, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void A_transcript_has_what_a_handler_writes_and_how_it_failed()
    {
        var transcript = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            _ = shell.Run<object>("Start-Transcript -LiteralPath $args[0]", transcript);
            Register("'out of a handler'; Write-Warning 'warned by a handler'; $seen.Enqueue(1); throw 'failed in a handler'");
            simulator.Send(HandlerTests.Numbered(1));
            Assert.Single(Seen(1));
            Assert.True(SpinWait.SpinUntil(() => Account() is ["1 1 0"], Patience));
            _ = shell.Run<object>("Stop-Transcript");
            var written = File.ReadAllText(transcript);
            Assert.All(["out of a handler", "warned by a handler", "failed in a handler"],
                text => Assert.Contains(text, written, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(transcript);
        }
    }

    [Theory]
    [InlineData("WarningPreference", false)]
    [InlineData("WarningPreference", true)]
    [InlineData("InformationPreference", false)]
    [InlineData("VerbosePreference", false)]
    public void A_preference_that_stops_commands_does_not_stop_actions(string preference, bool background)
    {
        shell.Run($"$global:{preference} = 'Stop'");
        Register("Write-Warning 'warned'; Write-Information 'told'; Write-Verbose 'told'; $seen.Enqueue(1)", background);
        simulator.Send(HandlerTests.Numbered(1));
        Assert.Single(Seen(1));
        Assert.Equal(["1 0 0"], Account());
    }

    [Fact]
    public void An_action_of_a_module_sees_what_its_module_has()
    {
        shell.Run("""
            $null = New-Module { $mine = 'of the module'; function helper { $mine }; function Register-Mine { Register-CanHandler 0x123 { $global:seen.Enqueue("$(helper) $($_.Data[1])") } -Name it } } | Import-Module -PassThru
            $null = Register-Mine
            """);
        simulator.Send(HandlerTests.Numbered(7));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<int>("$seen.Count")[0] == 1, Patience));
        Assert.Equal(["of the module 7"], shell.Run<string>("$seen.ToArray()"));
    }

    [Fact]
    public void Each_invocation_has_variables_of_its_own()
    {
        Register("$number++; $seen.Enqueue($number)");
        simulator.Send([.. Enumerable.Range(0, 5).Select(HandlerTests.Numbered)]);
        Assert.Equal([1, 1, 1, 1, 1], Seen(5));
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await simulator.DisposeAsync();
    }

    private void Register(string action, bool background = false)
    {
        var where = background ? action.Replace("$seen", "($using:seen)", StringComparison.Ordinal) : action;
        shell.Run($"$null = Register-CanHandler 0x123 -Name it {(background ? "-Background" : "")} {{ {where} }}");
    }

    private IReadOnlyList<string> Account() =>
        shell.Run<string>("Get-CanHandler it | ForEach-Object { \"$($_.Invocations) $($_.Errors) $($_.FramesDropped)\" }");

    private List<int> Seen(int count)
    {
        if (!SpinWait.SpinUntil(() => shell.Run<int>("$seen.Count")[0] >= count, Patience))
        {
            Assert.Fail($"{shell.Run<int>("$seen.Count")[0]} of {count} came; {string.Join(' ', Account())}; {shell.Host.TakeText()}");
        }

        return [.. shell.Run<int>("$seen.ToArray()")];
    }
}
