using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;
using Caneth.Flow;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests.Logs;

public sealed class SendCanLogTests : LogSendingTests
{
    [Fact]
    public async Task A_log_is_sent_whole_and_in_order_as_fast_as_the_gateway_takes_it()
    {
        var frames = Drive.Make(20_000);
        Shell.Run("Send-CanLog $args[0] -Speed 0", Folder.Write("drive.log.gz", frames));
        Assert.All(frames.Zip(await SentAsync(frames.Length)), pair => Assert.True(pair.First.HasSameContent(pair.Second)));
    }

    [Fact]
    public async Task Frames_leave_at_the_times_at_which_they_were_recorded()
    {
        // 1.1 s of log, in 0.55 s. Frames can only be late, each on its own, so that the time between two of them may be shorter.
        var path = Folder.Write("drive.log", Drive.Make(1001));
        var begin = Stopwatch.GetTimestamp();
        var result = Shell.Try("Send-CanLog $args[0] -Speed 2 -Verbose", path);
        await SentAsync(1001);
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
        Assert.Empty(result.Errors);
        Assert.Contains("1,001 frames were sent; 99 % of them at most ", result.Verbose[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_selected_and_changed()
    {
        CanFrame[] frames = [new(0x100, [1]), new(0x200, [2]), new(0x18DA10F1, [3]), CanFrame.CreateRemote(0x101, 4, extended: true), new(0x102)];
        Shell.Run("Send-CanLog $args[0] -Speed 0 -Id 0x100-0x101, 0x102, 0x18DA10F1 -IdMap @{ 0x100 = '18DA10F1'; 0x18DA10F1 = 0x7E0; 0x101 = 0x103 }",
            Folder.Write("drive.log", frames));
        CanFrame[] expected = [new(0x18DA10F1, [1]), new(0x7E0, [3]), CanFrame.CreateRemote(0x103, 4, extended: true), new(0x102)];
        Assert.Equal(expected.Select(frame => $"{frame.ToShortString()} {frame.Extended}"), (await SentAsync(4)).Select(frame => $"{frame.ToShortString()} {frame.Extended}"));
    }

    [Fact]
    public async Task Channels_go_to_the_devices_that_they_are_mapped_to_and_the_others_are_counted()
    {
        await using var second = GatewaySimulator.Start();
        using var sentToSecond = second.Capture();
        Shell.Connect(second, "-Name second");
        var path = Folder.Write("drive.log", "(1.0) can0 100#00\n(1.0) can1 101#01\n(1.0) can2 102#02\n(1.0) can0 103#03\n".Replace("1.0", "1.000000", StringComparison.Ordinal));

        var result = Shell.Try("Send-CanLog $args[0] -DeviceMap @{ can0 = 'bench'; can1 = (Get-CanDevice second) }", path);
        Assert.Empty(result.Errors);
        Assert.Equal("1 frame(s) were not sent: the channel 'can2' is not in -DeviceMap, and no -Device is given.", Assert.Single(result.Warnings));
        Assert.Equal([0x100u, 0x103u], (await SentAsync(2)).Select(frame => frame.Id));
        Assert.Equal([0x101u], (await sentToSecond.WaitForAsync(1, Ending)).Select(frame => frame.Id));

        Shell.Run("Send-CanLog $args[0] -DeviceMap @{ can1 = 'second' } -Device bench", path);
        Assert.Equal([0x100u, 0x103u, 0x100u, 0x102u, 0x103u], (await SentAsync(5)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task What_the_wire_cannot_carry_is_left_out_and_counted()
    {
        var path = Folder.Write("drive.log", """
            (1.000000) can0 123#00
            (1.000000) can0 123##100
            (1.000000) can0 20000004#0000000000000000
            (1.000000) can0 123#0011223344556677_9

            """);
        var result = Shell.Try("Send-CanLog $args[0]", path);
        Assert.Empty(result.Errors);
        Assert.Equal(3, result.Warnings.Count);
        Assert.All(result.Warnings, warning => Assert.StartsWith("1 frame(s) were not sent: ", warning, StringComparison.Ordinal));
        Assert.Single(await SentAsync(1));
    }

    [Fact]
    public async Task Several_files_follow_each_other_again_and_again_until_the_pipeline_is_stopped()
    {
        var frames = Drive.Make(2);
        Folder.Write("a.log", frames[..1]);
        Folder.Write("b.log", frames[1..]);
        using var pipeline = Shell.Pipeline("Send-CanLog $args[0] -Loop -Speed 1000", Folder.Of("*.log"));
        var running = pipeline.BeginInvoke();
        var received = await SentAsync(6);
        Assert.Equal([0x100u, 0x101u, 0x100u, 0x101u, 0x100u, 0x101u], received[..6].Select(frame => frame.Id));
        await pipeline.StopAsync(null, null);
        Assert.True(running.IsCompleted);
    }

    [Fact]
    public void What_is_counted_through_years_of_rounds_is_counted_with_64_bits()
    {
        // Nobody waits for 2,147,483,648 rounds, so that the fields are looked at.
        var command = Assert.Single(Shell.Run<CmdletInfo>("Get-Command Send-CanLog")).ImplementingType;
        Type[] loops = [command, command.Assembly.GetType("Caneth.Commands.LogPlayer", throwOnError: true)!, typeof(FrameReplay), typeof(FramePacer), typeof(LatenessHistogram), typeof(LogPlayback)];
        var fields = loops.SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)).ToList();
        Assert.Contains(fields, field => field.Name == "round" && field.FieldType == typeof(long));
        Assert.Empty(fields.Where(field => field.FieldType == typeof(int) || field.FieldType == typeof(uint)).Select(field => $"{field.DeclaringType}: {field}"));
    }

    [Fact]
    public async Task Rotated_files_are_sent_with_the_time_that_lay_between_them()
    {
        var frames = Drive.Make(3);
        Folder.Write("a.log", frames[..2]);
        Folder.Write("b.log", [frames[2] with { Timestamp = frames[1].Timestamp + TimeSpan.FromSeconds(0.6) }]);
        var begin = Stopwatch.GetTimestamp();
        Shell.Run("Send-CanLog $args[0]", Folder.Of("*.log"));
        await SentAsync(3);
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.FromSeconds(0.6), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Numbered_files_are_sent_in_the_order_of_their_numbers()
    {
        var frames = Drive.Make(3);
        Folder.Write("ring_100000_x.log", frames[2..]);
        Folder.Write("ring_99999_x.log", frames[1..2]);
        Folder.Write("ring_00007_x.log", frames[..1]);
        Shell.Run("Send-CanLog $args[0]", Folder.Of("ring_*.log"));
        Assert.Equal(frames.Select(frame => frame.Id), (await SentAsync(3)).Select(frame => frame.Id));
    }

    [Fact]
    public async Task Where_the_times_of_a_log_leap_the_rhythm_goes_on_and_it_is_said()
    {
        var frames = Drive.Make(200);
        for (var index = 100; index < 200; index++)
        {
            frames[index] = frames[index] with { Timestamp = frames[index].Timestamp - TimeSpan.FromHours(1) };
        }

        frames[20] = frames[20] with { Timestamp = frames[20].Timestamp + TimeSpan.FromMinutes(5) };
        var path = Folder.Write("drive.log", frames);
        var begin = Stopwatch.GetTimestamp();
        var result = Shell.Try("Send-CanLog $args[0] -Speed 0.2", path);
        await SentAsync(200);

        // The frames before the leap take half a second, and those after it another half.
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Warnings.Count(warning => warning.Contains("went back once", StringComparison.Ordinal)
            || warning.StartsWith("1 frame had a time", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_gap_of_a_day_is_shortened_where_that_is_asked_for_and_told_where_it_is_not()
    {
        var frames = Drive.Make(2);
        frames[1] = frames[1] with { Timestamp = frames[0].Timestamp + TimeSpan.FromDays(1) };
        var path = Folder.Write("drive.log", frames);
        var result = Shell.Try("Send-CanLog $args[0] -MaxGap 0.05", path);

        // A machine that is busy with others may be too late for the last frame, which is another warning.
        Assert.Contains("-MaxGap once", Assert.Single(result.Warnings, told => !told.StartsWith("The timing", StringComparison.Ordinal)), StringComparison.Ordinal);
        await SentAsync(2);

        using var pipeline = Shell.Pipeline("Send-CanLog $args[0]", path);
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Streams.Warning.DataAdded += (warnings, added) => told.TrySetResult(((PSDataCollection<WarningRecord>)warnings!)[added.Index].Message);
        _ = pipeline.BeginInvoke();
        Assert.Contains("-MaxGap", await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Ending), StringComparison.Ordinal);
        await pipeline.StopAsync(null, null);
    }

    [Theory]
    [InlineData("Hold", 300, "paused for ")]
    [InlineData("Drop", 100, "not connected when they were due")]
    [InlineData("CatchUp", 300, null)]
    public async Task While_the_device_is_not_connected_the_replay_does_as_it_is_told(string policy, int least, string? warning)
    {
        var session = Assert.Single(Shell.Run<CanSession>("Get-CanDevice bench"));
        var frames = Drive.Make(300);
        using var pipeline = Shell.Pipeline("Send-CanLog $args[0] -WhenLinkLost $args[1] -Speed 0.3", Folder.Write("drive.log", frames), policy);
        var running = pipeline.InvokeAsync();
        await SentAsync(20);
        Simulator.StopListening();
        Simulator.DisconnectClients();
        await Waiting.Until(() => session.State != CanSessionState.Connected);
        await Task.Delay(100, Ending);
        Simulator.Resume();
        await running.WaitAsync(TimeSpan.FromSeconds(60), Ending);
        Assert.Empty(pipeline.Streams.Error);
        var warnings = string.Join('\n', pipeline.Streams.Warning);
        Assert.Equal(warning is not null, warnings.Contains(warning ?? "paused", StringComparison.Ordinal));
        Assert.InRange(Sent.Count, least, policy == "Drop" ? 299 : 320);
        if (policy == "Hold")
        {
            // What was due while it paused is not sent all at once.
            var received = await SentAsync(least);
            var pauses = received.Zip(received.Skip(1), (one, next) => (next.Timestamp - one.Timestamp).TotalMilliseconds).ToList();
            Assert.True(received[^1].Timestamp - received[0].Timestamp > TimeSpan.FromSeconds(1.05), $"{string.Join(' ', pauses)}");
        }
    }

    [Fact]
    public async Task What_takes_long_shows_how_far_it_is()
    {
        using var pipeline = Shell.Pipeline("Send-CanLog $args[0] -Loop -Speed 0.1", Folder.Write("drive.log", Drive.Make(2)));
        var shown = new TaskCompletionSource<ProgressRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Streams.Progress.DataAdded += (bar, added) => shown.TrySetResult(((PSDataCollection<ProgressRecord>)bar!)[added.Index]);
        _ = pipeline.BeginInvoke();
        var progress = await shown.Task.WaitAsync(TimeSpan.FromSeconds(30), Ending);
        await pipeline.StopAsync(null, null);
        Assert.Equal("Send-CanLog", progress.Activity);
        Assert.Matches("^drive.log, round [0-9,]+: [0-9,]+ frames sent$", progress.StatusDescription);
        Assert.InRange(progress.PercentComplete, 0, 100);
    }

    [Fact]
    public async Task It_stops_at_once_and_nothing_is_sent_afterwards()
    {
        var frames = Drive.Make(2);
        frames[1] = frames[1] with { Timestamp = frames[0].Timestamp + TimeSpan.FromHours(1) };
        using var pipeline = Shell.Pipeline("Send-CanLog $args[0]", Folder.Write("drive.log", frames));
        _ = pipeline.BeginInvoke();
        await SentAsync(1);
        await pipeline.StopAsync(null, null).WaitAsync(TimeSpan.FromSeconds(5), Ending);
        Shell.Run("Send-CanFrame 0x7FF");
        Assert.Equal([0x100u, 0x7FFu], (await SentAsync(2)).Select(frame => frame.Id));
        File.Delete(Folder.Of("drive.log"));
    }

    [Fact]
    public async Task A_device_that_is_disconnected_ends_it_however_long_the_pause_before_the_next_frame()
    {
        var frames = Drive.Make(2);
        frames[1] = frames[1] with { Timestamp = frames[0].Timestamp + TimeSpan.FromHours(1) };
        using var pipeline = Shell.Pipeline("Send-CanLog $args[0]", Folder.Write("drive.log", frames));
        var session = Assert.Single(Shell.Run<CanSession>("Get-CanDevice bench"));
        var running = pipeline.InvokeAsync();
        await SentAsync(1);
        await session.CloseAsync(Ending);
        await running.WaitAsync(TimeSpan.FromSeconds(20), Ending);
        var failure = Assert.Single(pipeline.Streams.Error);
        Assert.Equal("SessionClosed,Caneth.Commands.SendCanLogCommand", failure.FullyQualifiedErrorId);
        Assert.Equal("The device 'bench' was disconnected.", failure.ToString());
    }

    [Fact]
    public void A_gateway_that_is_gone_ends_it_after_the_timeout_and_what_waited_is_taken_back()
    {
        var session = Assert.Single(Shell.Run<CanSession>("Get-CanDevice bench"));
        Simulator.StopListening();
        Simulator.DisconnectClients();
        SpinWait.SpinUntil(() => session.State != CanSessionState.Connected, TimeSpan.FromSeconds(10));
        var result = Shell.Try("Send-CanLog $args[0] -Timeout 0.1", Folder.Write("drive.log", Drive.Make(5)));
        Assert.Equal("SendTimeout", result.Errors[^1].FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.OperationTimeout, result.Errors[^1].CategoryInfo.Category);
        Assert.Equal(0, session.FramesPending);
    }

    [Theory]
    [InlineData("Send-CanLog drive.log -Speed 0.01", "SpeedOutOfRange", "0.01")]
    [InlineData("Send-CanLog drive.log -Speed 1001", "SpeedOutOfRange", "1001")]
    [InlineData("Send-CanLog drive.log -Speed -1", "SpeedOutOfRange", "-1")]
    [InlineData("Send-CanLog drive.log -Speed ([double]::NaN)", "SpeedOutOfRange", "NaN")]
    [InlineData("Send-CanLog drive.log -IdMap 5", "ParameterArgumentTransformationError", "@{0x100")]
    [InlineData("Send-CanLog drive.log -IdMap @{ 1 = 0x20000000 }", "ParameterArgumentTransformationError", "0x20000000")]
    [InlineData("Send-CanLog drive.log -Device nobody", "DeviceNotFound", "nobody")]
    [InlineData("Send-CanLog drive.log -DeviceMap @{ can0 = 'nobody' }", "DeviceNotFound", "nobody")]
    [InlineData("Send-CanLog nowhere.log", "LogNotFound", "nowhere.log")]
    [InlineData("Send-CanLog diary.log", "LogNotReadable", "is not a log of the format candump")]
    public void What_cannot_be_sent_is_said_and_nothing_is_sent(string script, string id, string message)
    {
        Shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", Folder.Path);
        Folder.Write("drive.log", Drive.Make(1));
        Folder.Write("diary.log", "Dear diary,\nit rained.\n");
        var result = Shell.Try(script);
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(message, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Sent.Count);
    }

    [Fact]
    public void Nothing_is_sent_with_WhatIf()
    {
        var path = Folder.Write("drive.log", Drive.Make(5));
        Shell.Run("Send-CanLog $args[0] -WhatIf", path);
        Shell.Run("Import-CanLog $args[0] | Send-CanLog -WhatIf", path);
        Assert.Equal(0, Sent.Count);
    }
}
