using System.Globalization;
using System.Text.RegularExpressions;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>What was not sent in time is never sent later, whichever cmdlet wanted it sent, and all of it is accounted for.</summary>
public sealed partial class SendTimeoutTests : IAsyncDisposable
{
    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private readonly Shell shell = new();

    [Fact]
    public void Frames_that_nobody_waits_for_are_not_sent_after_their_time()
    {
        var session = Connect("");
        LoseLink();
        string[] sends =
        [
            "1..500 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -NoWait -Timeout 0.2",
            "1..20 | ForEach-Object { Send-CanFrame $_ -NoWait -Timeout 0.2 }",
            "1..20 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -NoWait -Atomic -Timeout 0.2",
        ];
        var results = sends.Select(send => shell.Try(send)).ToList();
        Wait("(Get-CanDevice).FramesPending -eq 0");
        Assert.Equal([540], shell.Run<int>("(Get-CanDevice).Statistics.FramesWithdrawn"));
        Assert.Equal(540, session.EventsAfter().Where(told => told.Kind == SessionEventKind.FramesWithdrawn).Sum(told => told.Frames.Count));
        results.Add(shell.Try("Send-CanFrame 1 -NoWait -Timeout 20"));
        Assert.All(results, result => Assert.Empty(result.Errors));
        Assert.Contains(results.SelectMany(result => result.Warnings), warning => warning.Contains("taken back, and will not be sent later", StringComparison.Ordinal));
        AssertThatNothingIsSentAfter(frames: 1);
    }

    [Fact]
    public void A_pipeline_that_nobody_waits_for_goes_on_when_some_of_it_was_too_old()
    {
        Connect("");
        LoseLink();
        shell.Run("1..5 | ForEach-Object { [Threading.Thread]::Sleep(80); New-CanFrame $_ } | Send-CanFrame -NoWait -Timeout 0.1 -WarningAction Ignore");
        Wait("(Get-CanDevice).Statistics.FramesWithdrawn -eq 5");
        AssertThatNothingIsSentAfter(frames: 0);
    }

    [Fact]
    public void The_greatest_age_of_a_device_holds_for_every_frame()
    {
        Connect("-MaxSendAge 0.2");
        LoseLink();
        Assert.Equal("SendTimeout", shell.Try("Send-CanFrame 1 -Timeout 60").ErrorId);
        shell.Run("Send-CanFrame 2 -NoWait -Timeout 60");
        Wait("(Get-CanDevice).Statistics.FramesWithdrawn -eq 2");
        AssertThatNothingIsSentAfter(frames: 0);
    }

    [Fact]
    public void A_slow_pipeline_is_not_late_for_the_frames_that_waited_while_it_was_slow()
    {
        // No cmdlet waits while the next frame is made, and the frames before grow old all the same.
        Connect("");
        LoseLink();
        var result = shell.Try("1..3 | ForEach-Object { New-CanFrame $_; [Threading.Thread]::Sleep(250) } | Send-CanFrame -Timeout 0.2");
        Assert.Equal("SendTimeout", result.ErrorId);
        AssertThatNothingIsSentAfter(frames: 0);
    }

    [Fact]
    public async Task A_pipeline_that_times_out_accounts_for_all_of_it()
    {
        var session = Connect("-SendBuffer 100 -MaxFrameRate 5000");
        using var pipeline = shell.Pipeline("1..60000 | ForEach-Object { New-CanFrame 0x100 } | Send-CanFrame -Timeout 1.5");
        var sending = pipeline.InvokeAsync();
        Assert.True(SpinWait.SpinUntil(() => session.FramesSent > 500, TimeSpan.FromSeconds(30)));
        simulator.StopListening();
        simulator.DisconnectClients();
        await sending;
        var failed = Assert.Single(pipeline.Streams.Error);
        Assert.StartsWith("SendTimeout,", failed.FullyQualifiedErrorId, StringComparison.Ordinal);
        var text = failed.ToString();
        Assert.Contains("none that came after them was sent", text);
        var numbers = Numbers().Match(text);
        var counted = session.Statistics;
        Assert.Equal((counted.FramesSent - counted.FramesResent, counted.FramesWithdrawn), (NumberOf(numbers.Groups[1]), NumberOf(numbers.Groups[2])));
        Assert.Equal(0, counted.FramesPending);
    }

    [Fact]
    public void A_request_that_timed_out_is_never_sent_later()
    {
        Connect("");
        LoseLink();
        Assert.Equal("SendTimeout", shell.Try("Request-CanFrame 0x7E0 '01' -ReplyId 0x7E8 -Timeout 0.1").ErrorId);
        AssertThatNothingIsSentAfter(frames: 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-NoWait")]
    [InlineData("-Atomic")]
    public async Task A_pipeline_that_is_stopped_while_its_frames_are_made_sends_none_of_them_later(string how)
    {
        var session = Connect("");
        LoseLink();
        using var pipeline = shell.Pipeline($"& {{ New-CanFrame 1; New-CanFrame 2; while ($true) {{ [Threading.Thread]::Sleep(10) }} }} | Send-CanFrame {how}");
        var sending = pipeline.InvokeAsync();
        Assert.True(SpinWait.SpinUntil(() => how == "-Atomic" || session.FramesPending == 2, TimeSpan.FromSeconds(30)));
        await pipeline.StopAsync(null, null);
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        AssertThatNothingIsSentAfter(frames: 0);
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await simulator.DisposeAsync();
    }

    [GeneratedRegex(@"([\d,]+) of its frames left, ([\d,]+) that waited were taken back")]
    private static partial Regex Numbers();

    private static long NumberOf(Group group) => long.Parse(group.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private CanSession Connect(string options)
    {
        shell.Connect(simulator, $"-Name here -ReconnectDelay 0.05 -ReconnectDelayMax 0.05 {options}");
        return shell.Run<CanSession>("Get-CanDevice")[0];
    }

    private void LoseLink()
    {
        simulator.StopListening();
        simulator.DisconnectClients(reset: true);
        Wait("(Get-CanDevice).State -eq 'Reconnecting'");
    }

    private void Wait(string condition) =>
        Assert.Equal([true], shell.Run<bool>($"$end = [datetime]::Now.AddSeconds(20); while (-not ({condition}) -and [datetime]::Now -lt $end) {{ }}; {condition}"));

    private void AssertThatNothingIsSentAfter(int frames)
    {
        simulator.Resume();
        shell.Run("Send-CanFrame 0x7FF; Disconnect-CanDevice");
        Assert.True(SpinWait.SpinUntil(() => simulator.Statistics.FramesReceived >= frames + 1, TimeSpan.FromSeconds(30)));
        Assert.Equal(frames + 1, simulator.Statistics.FramesReceived);
    }
}
