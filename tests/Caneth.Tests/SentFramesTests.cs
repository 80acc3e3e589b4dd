using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>What a device sends is in traces: in recordings by default, in what reads frames where it is asked for.</summary>
public sealed class SentFramesTests(SentFramesTests.Bench bench) : IClassFixture<SentFramesTests.Bench>
{
    private const string Show = "ForEach-Object { \"$($_.HexId) $($_.Transmitted)\" }";

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private Shell Shell => bench.Shell;

    [Theory]
    [InlineData($"Receive-CanFrame -IncludeSent -Count 2 | {Show}", "123 True", "321 False")]
    [InlineData($"Receive-CanFrame -Count 1 | {Show}", "321 False")]
    [InlineData($"Receive-CanFrame 0x123 -IncludeSent -Lossless -Count 1 | {Show}", "123 True")]
    [InlineData($"Wait-CanFrame -IncludeSent | {Show}", "123 True")]
    [InlineData($"Wait-CanFrame | {Show}", "321 False")]
    [InlineData("Receive-CanMessage -Database $database -IncludeSent -Count 2 | ForEach-Object { \"$($_.Message) $($_.Frame.Transmitted)\" }", "Asked True", "Told False")]
    [InlineData("Wait-CanMessage -Database $database -IncludeSent | ForEach-Object { \"$($_.Message) $($_.Frame.Transmitted)\" }", "Asked True")]
    [InlineData("Wait-CanSignal Question -Database $database -IncludeSent -EQ 1 | ForEach-Object { \"$($_.Value)\" }", "1")]
    public void What_a_device_sends_is_read_where_it_is_asked_for(string command, params string[] expected) =>
        Assert.Equal(expected, While(command, () => bench.Session.SendAsync(new CanFrame(0x123, [1]), Ending).AsTask().Wait(Ending)));

    [Theory]
    [InlineData("", "321 False")]
    [InlineData("-IncludeSent", "123 True,321 False")]
    [InlineData("-IncludeSent -Background", "123 True,321 False")]
    public void A_handler_sees_what_its_device_sends_where_it_is_asked_for(string options, string expected)
    {
        Shell.Run($"$global:seen = [Collections.Concurrent.ConcurrentQueue[string]]::new(); $null = Register-CanHandler {options} -Name both -MessageData $seen "
            + "{ $args[1].Enqueue(\"$($_.HexId) $($_.Transmitted)\") }");
        var count = expected.Split(',').Length;
        Shell.Run("Send-CanFrame 0x123 1");
        bench.Gateway.Send(new CanFrame(0x321, [2]));
        Shell.Run("param($count) $end = [datetime]::UtcNow.AddSeconds(20); "
            + "while ($seen.Count -lt $count -and [datetime]::UtcNow -lt $end) { $null = Wait-CanFrame 0x7FF -Timeout 0.02 -ErrorAction Ignore }", count);
        Assert.Equal([expected], Shell.Run<string>("$seen -join ','; Unregister-CanHandler both"));
    }

    [Theory]
    [InlineData("a.log")]
    [InlineData("a.asc")]
    [InlineData("a.trc")]
    [InlineData("a.blf")]
    [InlineData("a.csv")]
    [InlineData("a.jsonl")]
    public async Task A_recording_has_both_sides_in_order_and_counts_both(string file)
    {
        Shell.Run("$global:recording = Start-CanRecording $args[0]", bench.Folder.Of(file));
        Shell.Run("$null = Send-CanFrame 0x123 1; 1..3 | ForEach-Object { New-CanFrame 0x124 @($_) } | Send-CanFrame -Atomic");
        bench.Gateway.Send(new CanFrame(0x321, [2]));
        await Waiting.Until(() => bench.Recorded() == 5);
        var frames = Shell.Run<CanFrame>("Stop-CanRecording; Import-CanLog $args[0]", bench.Folder.Of(file));
        Assert.Equal([(0x123u, true), (0x124u, true), (0x124u, true), (0x124u, true), (0x321u, false)], frames.Select(frame => (frame.Id, frame.Transmitted)));
        Assert.Equal([5L], Shell.Run<long>("$recording.FramesWritten"));
    }

    [Theory]
    [InlineData("Send-CanFrame 0x123 '01 02' -PassThru", 1)]
    [InlineData("1..200 | ForEach-Object { New-CanFrame 0x124 @($_) } | Send-CanFrame -PassThru", 200)]
    [InlineData("1..50 | ForEach-Object { New-CanFrame 0x124 @($_) } | Send-CanFrame -Atomic -PassThru", 50)]
    [InlineData("(Send-CanMessage Asked @{ Question = 3 } -Database $database -PassThru).Frame", 1)]
    public void PassThru_emits_what_left_as_the_trace_shows_it(string command, int count)
    {
        using var trace = bench.Session.Subscribe(new() { IncludeSent = true });
        var sent = Shell.Run<CanFrame>(command);
        Assert.Equal(count, sent.Count);
        Assert.All(sent, frame => Assert.True(frame is { Transmitted: true, Device: "bench" } && frame.Timestamp != default));
        Assert.Equal(trace.Take().ToArray(), sent);
    }

    [Fact]
    public void PassThru_hands_a_frame_on_before_the_next_comes()
    {
        var steps = Shell.Run<string>("1..3 | ForEach-Object { \"made $_\" | Write-Information 6>&1; New-CanFrame 0x124 @($_) } | "
            + "ForEach-Object { if ($_ -is [Caneth.CanFrame]) { $_ } else { $script:order += ,\"$_\" } } | Send-CanFrame -PassThru | "
            + "ForEach-Object { $script:order += ,\"left $($_.Data)\" }; $order");
        Assert.Equal(["made 1", "left 01", "made 2", "left 02", "made 3", "left 03"], steps);
    }

    [Fact]
    public void Frames_that_are_not_waited_for_are_handed_on_as_they_were_posted() =>
        Assert.Equal(["bench False"], Shell.Run<string>("Send-CanFrame 0x123 1 -NoWait -PassThru | ForEach-Object { \"$($_.Device) $($_.Transmitted)\" }"));

    [Fact]
    public void Replies_and_logs_that_are_sent_are_shown()
    {
        using var trace = bench.Session.Subscribe(new() { IncludeSent = true });
        Shell.Run("$null = Register-CanReply -Id 0x321 -Data 2 -ReplyId 0x322 -ReplyData 3");
        bench.Gateway.Send(new CanFrame(0x321, [2]));
        Assert.Equal(["321 False", "322 True"], Read(2));
        Shell.Run("Unregister-CanReply *; $null = New-CanFrame 0x125 | Send-CanLog");
        Assert.Equal(["125 True"], Read(1));

        IEnumerable<string> Read(int count)
        {
            var frames = new List<CanFrame>();
            Assert.True(SpinWait.SpinUntil(
                () =>
                {
                    frames.AddRange(trace.Take().Span);
                    return frames.Count >= count;
                }, TimeSpan.FromSeconds(20)));
            return frames.Select(frame => $"{frame.HexId} {frame.Transmitted}");
        }
    }

    [Fact]
    public void A_request_is_not_its_own_reply() =>
        Assert.Equal("NoReply", Shell.Try("Request-CanFrame 0x123 1 -ReplyId 0x123 -Timeout 0.05").ErrorId);

    [Fact]
    public void The_table_tells_both_sides_apart() =>
        Assert.Matches(@" 123 Tx +1 01\r?\n(.*\n)*.* 321 data +1 02", string.Concat(
            Shell.Show("Send-CanFrame 0x123 1 -PassThru; New-CanFrame 0x321 2")));

    private IEnumerable<string> While(string command, Action send)
    {
        var readers = bench.Session.ReaderCount;
        using var pipeline = Shell.Pipeline(command);
        var running = Task.Run(() => Shell.Result.Of(pipeline, pipeline.Invoke), Ending);
        SpinWait.SpinUntil(() => bench.Session.ReaderCount > readers || running.IsCompleted, TimeSpan.FromSeconds(20));
        send();
        bench.Gateway.Send(new CanFrame(0x321, [2]));
        var result = running.GetAwaiter().GetResult();
        Assert.Empty(result.Errors.Select(error => $"{error}"));
        return result.Output.Select(value => $"{value}");
    }

    /// <summary>A shell with a device on a quiet bus.</summary>
    public sealed class Bench : IDisposable
    {
        public Bench()
        {
            File.WriteAllText(Folder.Of("bench.dbc"), """
                VERSION ""
                BU_: A
                BO_ 291 Asked: 1 A
                 SG_ Question : 0|8@1+ (1,0) [0|255] "" A
                BO_ 801 Told: 1 A
                 SG_ Answer : 0|8@1+ (1,0) [0|255] "" A
                """);
            Shell.Run("$global:database = $args[0]", Folder.Of("bench.dbc"));
            Shell.Connect(Gateway, "-Name bench");
            Session = Shell.Run<CanSession>("Get-CanDevice bench").Single();
        }

        public Shell Shell { get; } = new();

        public TemporaryFolder Folder { get; } = new();

        public GatewaySimulator Gateway { get; } = GatewaySimulator.Start();

        public CanSession Session { get; }

        public long Recorded() => Shell.Run<long>("$recording.FramesWritten").Single();

        public void Dispose()
        {
            Shell.Dispose();
            Gateway.DisposeAsync().AsTask().Wait(Ending);
            Folder.Dispose();
        }
    }
}
