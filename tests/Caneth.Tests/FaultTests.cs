using System.Collections.Concurrent;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>What a user sees when a gateway misbehaves.</summary>
public sealed class FaultTests : IAsyncDisposable
{
    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private readonly Shell shell = new();

    [Fact]
    public void A_gateway_at_its_client_limit_gives_an_error_that_says_what_to_do_and_leaves_nothing()
    {
        simulator.Faults.Set(SimulatorFault.RefuseClients);
        var result = shell.Try("Connect-CanDevice 127.0.0.1 -Port $args[0]", simulator.Port);
        for (var round = 0; result.Errors.Count == 0 && round < 5; round++)
        {
            // On a busy machine the gateway took so long to refuse that the device was taken for connected.
            shell.Run("Disconnect-CanDevice -Force");
            result = shell.Try("Connect-CanDevice 127.0.0.1 -Port $args[0]", simulator.Port);
        }

        Assert.Equal("ClientLimit", result.ErrorId);
        Assert.Contains("Sorry,Limited", result.Error.ToString());
        Assert.DoesNotContain("Close another client", result.Error.ToString());
        Assert.Contains("Close another client", result.Error.ErrorDetails.RecommendedAction);
        Assert.Empty(shell.Run<object>("Get-CanDevice"));
    }

    [Fact]
    public async Task A_reader_that_was_too_slow_is_told_how_many_frames_it_lost()
    {
        Connect("");
        var gate = new Lock();
        var begun = false;
        Action flood = () =>
        {
            lock (gate)
            {
                begun = true;
            }

            simulator.SendAsync(Enumerable.Repeat(new CanFrame(0x100), 200_000).ToArray()).AsTask().Wait(TimeSpan.FromSeconds(20));
        };
        using var pipeline = shell.Pipeline("""
            $flood, $sent = $args
            Receive-CanFrame -Timeout 2 | ForEach-Object {
                if (-not $begun) { $begun = $true; $flood.Invoke(); while ((Get-CanDevice).FramesReceived -lt $sent.Invoke()) { } }
                if ($_.Id -eq 0x100) { $n++ }
            }
            $n
            (Get-CanDevice).FramesDropped
            """, flood, (Func<long>)(() => simulator.Statistics.FramesSent));
        var running = pipeline.InvokeAsync();
        using var now = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!running.IsCompleted && await now.WaitForNextTickAsync(TestContext.Current.CancellationToken))
        {
            lock (gate)
            {
                // The command may not listen yet; the first frame that it sees begins the flood, and none comes within it.
                if (begun)
                {
                    break;
                }

                simulator.Send(new CanFrame(1));
            }
        }

        var output = await running;
        var (seen, dropped) = (Convert.ToInt64(output[0].BaseObject), Convert.ToInt64(output[1].BaseObject));
        Assert.True(dropped > 0);
        Assert.Contains(pipeline.Streams.Warning, warning => warning.Message == $"here: Receive-CanFrame was too slow and lost {dropped:N0} frames.");
        Assert.Equal(200_000, seen + dropped);
    }

    [Fact]
    public void A_lost_connection_is_a_warning_of_the_cmdlet_that_runs_and_the_rest_is_verbose()
    {
        Connect("-ReconnectDelay 0.05");
        simulator.DisconnectClients(reset: true);
        var result = shell.Try("while ((Get-CanDevice).Reconnects -eq 0) { }; Wait-CanFrame 1 -Timeout 0 -Verbose -ErrorAction Ignore");
        Assert.Contains(result.Warnings, warning => warning.Contains("broke", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, text => text.Contains("Next attempt in", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, text => text.Contains("Connected to", StringComparison.Ordinal));

        // Told once, and kept for who asks.
        Assert.Empty(shell.Try("Wait-CanFrame 1 -Timeout 0 -ErrorAction Ignore").Warnings);
        var kinds = shell.Run<SessionEvent>("Get-CanDevice -Event").Select(happened => happened.Kind);
        Assert.Equal([SessionEventKind.Connected, SessionEventKind.Lost, SessionEventKind.Retry, SessionEventKind.Connected], kinds);
    }

    [Fact]
    public void Without_reconnecting_a_lost_connection_ends_reception_with_an_error()
    {
        Connect("-NoReconnect");
        simulator.DisconnectClients(reset: true);
        var result = shell.Try("Receive-CanFrame -WarningAction Ignore");
        Assert.Equal("ConnectionLost", result.ErrorId);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void What_happened_to_a_device_that_has_ended_is_shown_when_it_is_disconnected()
    {
        Connect("-NoReconnect");
        simulator.DisconnectClients(reset: true);
        shell.Run("while ($null -eq ($closed = Get-CanDevice | Where-Object State -eq Closed)) { }");
        Assert.Contains(shell.Try("$closed | Disconnect-CanDevice").Warnings, warning => warning.Contains("broke", StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_are_changed_while_the_simulator_runs()
    {
        shell.Run("$null = Start-CanSimulator -Name car -Traffic None -Fault Garbage=5/10, Split | Connect-CanDevice");
        Assert.Equal(["Garbage=5/10, Split=20"], shell.Run<string>("(Get-CanSimulator car).Faults.ToString()"));
        Assert.Equal(["HalfOpen=0"], shell.Run<string>("(Set-CanSimulator car -Fault HalfOpen -PassThru).Faults.ToString()"));
        Assert.Equal([""], shell.Run<string>("(Set-CanSimulator car -Fault @() -PassThru).Faults.ToString()"));
        Assert.Equal("ParameterArgumentTransformationError", shell.Try("Set-CanSimulator car -Fault Nonsense").ErrorId);
    }

    [Fact]
    public void Garbage_is_skipped_counted_and_told()
    {
        Connect("");
        simulator.Faults.Set(SimulatorFault.Garbage, 5, 10);
        shell.Run("$ids = [Collections.Generic.List[int]]::new(); $null = Register-CanHandler -Action { $ids.Add($_.Id) }");
        simulator.Send([.. Enumerable.Range(0, 50).Select(number => new CanFrame((uint)(0x100 + number), [(byte)number, 1, 2, 3, 4, 5, 6, 7]))]);
        shell.Run("$end = [datetime]::Now.AddSeconds(20); while ($ids.Count -lt 50 -and [datetime]::Now -lt $end) { }");
        Assert.Equal(Enumerable.Range(0x100, 50), shell.Run<int>("$ids"));
        Assert.NotEmpty(shell.Run<SessionEvent>("Get-CanDevice -Event | Where Kind -eq Resynchronised"));
        Assert.Equal([20L], shell.Run<long>("(Get-CanDevice).BytesSkipped"));
    }

    [Fact]
    public async Task A_wait_that_a_lossless_reader_starves_names_the_reader()
    {
        Connect("");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var flooding = Task.Run(
            async () =>
            {
                var frames = Enumerable.Repeat(new CanFrame(0x100), 1000).ToArray();
                while (true)
                {
                    await simulator.SendAsync(frames, end.Token);
                }
            },
            end.Token);
        var result = shell.Try("Receive-CanFrame -Lossless -Count 1 | ForEach-Object { "
            + "while (-not (Get-CanDevice).HeldBackBy) { [Threading.Thread]::Sleep(1) }; Wait-CanFrame 0x7FF -Timeout 0.1 }");
        await end.CancelAsync();
        Assert.Equal("WaitTimeout", result.ErrorId);
        Assert.Contains("held back by Receive-CanFrame", result.Error.ToString());
        shell.Run("Disconnect-CanDevice -Force");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flooding);
    }

    [Fact]
    public void Queued_frames_are_cleared_and_counted()
    {
        Connect("-ReconnectDelay 5");
        simulator.StopListening();
        simulator.DisconnectClients(reset: true);
        shell.Run("while ((Get-CanDevice).State -ne 'Reconnecting') { }; 1..10 | ForEach-Object { Send-CanFrame $_ -NoWait }");
        Assert.Equal([10], shell.Run<int>("(Get-CanDevice).FramesPending"));
        Assert.Equal([10], shell.Run<int>("Clear-CanSendBuffer -WarningAction Ignore"));
        shell.Run("1..3 | ForEach-Object { Send-CanFrame $_ -NoWait }");
        var result = shell.Try("Disconnect-CanDevice -Force");
        Assert.Contains(result.Warnings, warning => warning.Contains("3 frame", StringComparison.Ordinal));
    }

    [Fact]
    public void An_atomic_batch_is_limited_to_one_segment()
    {
        Connect("");
        Assert.Equal("InvalidFrame", shell.Try("1..113 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic").ErrorId);
        shell.Run("1..112 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic; Disconnect-CanDevice");
        Assert.Equal(112, simulator.Statistics.FramesReceived);
    }

    [Fact]
    public async Task An_atomic_batch_that_nobody_waits_for_is_sent_whole()
    {
        using var recording = simulator.Capture();
        Connect("");
        shell.Run("1..112 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic -NoWait");
        var frames = await recording.WaitForAsync(112, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, 112), frames.Select(frame => (int)frame.Id));
    }

    [Theory]
    [InlineData("Fail", "SendBufferFull")]
    [InlineData("Wait", "SendTimeout")]
    public void An_atomic_batch_that_finds_no_room_is_an_error_even_where_nobody_waits_for_it(string policy, string error)
    {
        Connect($"-ReconnectDelay 5 -SendBuffer 3 -WhenSendBufferFull {policy}");
        simulator.StopListening();
        simulator.DisconnectClients(reset: true);
        shell.Run("while ((Get-CanDevice).State -ne 'Reconnecting') { }; 1..3 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic -NoWait");
        Assert.Equal(error, shell.Try("4..6 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic -NoWait -Timeout 0.1").ErrorId);
        Assert.Equal([3], shell.Run<int>("(Get-CanDevice).FramesPending"));
    }

    [Fact]
    public void What_becomes_of_an_atomic_batch_that_nobody_waits_for_is_no_unobserved_exception()
    {
        var unobserved = new ConcurrentQueue<string>();
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            Connect("-ReconnectDelay 5");
            simulator.StopListening();
            simulator.DisconnectClients(reset: true);
            shell.Run("while ((Get-CanDevice).State -ne 'Reconnecting') { }; 0x6A1..0x6A3 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic -NoWait");
            Assert.Equal([3], shell.Run<int>("Clear-CanSendBuffer -WarningAction Ignore"));
            shell.Run("Disconnect-CanDevice -Force");
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.DoesNotContain(unobserved, failure => failure.Contains("6A1", StringComparison.Ordinal));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        void Note(object? sender, UnobservedTaskExceptionEventArgs happened) => unobserved.Enqueue(happened.Exception.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await simulator.DisposeAsync();
    }

    private string Connect(string options)
    {
        shell.Connect(simulator, $"-Name here {options}");
        return "here";
    }
}
