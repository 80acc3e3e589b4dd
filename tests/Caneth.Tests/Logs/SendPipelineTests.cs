using System.Diagnostics;
using Caneth.Sessions;

namespace Caneth.Tests.Logs;

/// <summary>Frames of the pipeline, sent at their times.</summary>
public sealed class SendPipelineTests : LogSendingTests
{
    [Fact]
    public async Task Frames_of_the_pipeline_are_sent_whole_and_in_order()
    {
        var frames = Drive.Make(10_000);
        Shell.Run("Import-CanLog $args[0] | Where-Object Id -ne 0x105 | Send-CanLog -Device bench -Speed 0", Folder.Write("drive.log", frames));
        var expected = frames.Where(frame => frame.Id != 0x105).ToList();
        Assert.Equal(expected.Select(frame => $"{frame.Id:X} {frame.Data}"),
            (await SentAsync(expected.Count)).Select(frame => $"{frame.Id:X} {frame.Data}"));
    }

    [Fact]
    public async Task They_leave_at_their_times()
    {
        // 1.1 s of log, in 0.55 s.
        var path = Folder.Write("drive.log", Drive.Make(1001));
        var begin = Stopwatch.GetTimestamp();
        var result = Shell.Try("Import-CanLog $args[0] | Send-CanLog -Speed 2 -Verbose", path);
        await SentAsync(1001);
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
        Assert.Empty(result.Errors);
        Assert.Contains("1,001 frames were sent; 99 % of them at most ", result.Verbose[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_selects_frames_and_where_they_go_is_as_for_files()
    {
        var path = Folder.Write("drive.log", """
            (1.000000) can0 100#00
            (1.000000) can1 101#01
            (1.000000) can0 123##100
            (1.000000) can0 102#02
            (1.000000) can0 1FF#03
            """);
        var result = Shell.Try("Import-CanLog $args[0] | Send-CanLog -Id 0x100-0x17F -IdMap @{ 0x102 = 0x202 } -DeviceMap @{ can0 = 'bench' }", path);
        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Warnings.Count(warning => warning.StartsWith("1 frame(s) were not sent: ", StringComparison.Ordinal)));
        Assert.Equal([0x100u, 0x202u], (await SentAsync(2)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task A_frame_whose_channel_is_the_name_of_no_device_goes_to_the_device_asked_for()
    {
        Shell.Run("New-CanFrame 0x111 | ForEach-Object { $_ } | Send-CanLog");
        Shell.Run("Import-CanLog $args[0] | Send-CanLog", Folder.Write("drive.log", "(1.000000) can7 222#00"));
        Assert.Equal([0x111u, 0x222u], (await SentAsync(2)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task A_pipeline_that_is_cut_off_in_front_sends_what_came_and_one_that_is_empty_sends_nothing()
    {
        var path = Folder.Write("drive.log", Drive.Make(50_000));
        Shell.Run("Import-CanLog $args[0] | Select-Object -First 5 | Send-CanLog", path);
        Assert.Equal(5, (await SentAsync(5)).Length);
        Assert.Empty(Shell.Try("Import-CanLog $args[0] | Where-Object Id -eq 0x7FF | Send-CanLog; 'done' | Select-Object -First 1", path).Errors);
        Shell.Run("Send-CanFrame 0x7FE");
        Assert.Equal(6, (await SentAsync(6)).Length);
    }

    [Fact]
    public async Task It_stops_at_once_though_the_pipeline_is_held_up_and_nothing_is_sent_afterwards()
    {
        // The second frame is an hour away, and more wait for it than there is room for.
        var frames = Drive.Make(20_000);
        for (var index = 1; index < frames.Length; index++)
        {
            frames[index] = frames[index] with { Timestamp = frames[index].Timestamp + TimeSpan.FromHours(1) };
        }

        using var pipeline = Shell.Pipeline("Import-CanLog $args[0] | Send-CanLog", Folder.Write("drive.log", frames));
        _ = pipeline.BeginInvoke();
        await SentAsync(1);
        await pipeline.StopAsync(null, null).WaitAsync(TimeSpan.FromSeconds(5), Ending);
        Shell.Run("Send-CanFrame 0x7FF");
        Assert.Equal([0x100u, 0x7FFu], (await SentAsync(2)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task It_stops_at_once_though_the_command_in_front_is_at_work()
    {
        var session = Assert.Single(CanSessionOf("bench"));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        using var pipeline = Shell.Pipeline(
            "$frames, $block = $args; & { $frames; $block.Invoke() } | Send-CanLog -Speed 0.1",
            Drive.Make(10_000)[..2000],
            (Action)(() =>
            {
                entered.TrySetResult();
                release.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            }));
        _ = pipeline.BeginInvoke();
        await entered.Task.WaitAsync(Ending);
        await SentAsync(1);

        // The block cannot be stopped, and yet nothing leaves any more.
        var stopping = pipeline.StopAsync(null, null);
        await Task.Delay(50, Ending);
        var before = session.FramesSent;
        await Task.Delay(100, Ending);
        Assert.Equal(before, session.FramesSent);
        release.Set();
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), Ending);
    }

    [Fact]
    public async Task A_device_that_is_disconnected_ends_the_pipeline_with_an_error()
    {
        var frames = Drive.Make(20_000);
        frames[^1] = frames[^1] with { Timestamp = frames[0].Timestamp + TimeSpan.FromHours(1) };
        var session = Assert.Single(CanSessionOf("bench"));
        using var pipeline = Shell.Pipeline("Import-CanLog $args[0] | Send-CanLog", Folder.Write("drive.log", frames));
        var running = pipeline.InvokeAsync();
        await SentAsync(1);
        await session.CloseAsync(Ending);
        await running.WaitAsync(TimeSpan.FromSeconds(20), Ending);
        Assert.Equal("SessionClosed,Caneth.Commands.SendCanLogCommand", Assert.Single(pipeline.Streams.Error).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Import-CanLog drive.log | Send-CanLog -Device nobody", "DeviceNotFound")]
    [InlineData("Import-CanLog drive.log | Send-CanLog -Speed 0.01", "SpeedOutOfRange")]
    [InlineData("Import-CanLog drive.log | Send-CanLog -Loop", "OnlyForFiles")]
    [InlineData("Import-CanLog drive.log | Send-CanLog -Format candump", "OnlyForFiles")]
    public void What_cannot_be_sent_is_said_and_nothing_is_sent(string script, string id)
    {
        Shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", Folder.Path);
        Folder.Write("drive.log", Drive.Make(1));
        Assert.Equal(id, Shell.Try(script).ErrorId);
        Assert.Equal(0, Sent.Count);
    }

    [Fact]
    public async Task Paths_in_the_pipeline_are_paths_as_before()
    {
        Folder.Write("a.log", Drive.Make(2));
        Shell.Run("Get-ChildItem $args[0] | Send-CanLog; $args[0] | Send-CanLog", Folder.Of("a.log"));
        Assert.Equal(4, (await SentAsync(4)).Length);
    }

    private IReadOnlyList<CanSession> CanSessionOf(string device) => Shell.Run<CanSession>("Get-CanDevice $args[0]", device);
}
