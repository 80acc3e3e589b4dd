using System.Management.Automation;
using Caneth.Recording;
using Caneth.Simulation;

namespace Caneth.Tests.Logs;

public sealed class CanRecordingCommandTests : IAsyncDisposable
{
    private readonly Shell shell = new();
    private readonly TemporaryFolder folder = new();
    private readonly GatewaySimulator simulator = GatewaySimulator.Start();

    public CanRecordingCommandTests() =>
        shell.Connect(simulator, "-Name bench");

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await simulator.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_the_bus_says_is_recorded_while_the_prompt_does_something_else()
    {
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0]", folder.Of("drive.log.gz")));
        Assert.Equal(("Recording1", RecordingState.Recording), (recording.Name, recording.State));
        Assert.Equal(["bench"], recording.Devices);
        var frames = Drive.Make(3000);
        await simulator.SendAsync(frames, Ending);
        shell.Run("$null = Receive-CanFrame -Count 3000 -Timeout 0.2");
        await Waiting.Until(() => recording.FramesWritten == 3000);
        Assert.Same(recording, Assert.Single(shell.Run<CanRecording>("Get-CanRecording Rec*")));

        Assert.Same(recording, Assert.Single(shell.Run<CanRecording>("Stop-CanRecording -PassThru")));
        Assert.Equal(RecordingState.Stopped, recording.State);
        shell.Run("Get-CanRecording");
        Assert.All(frames.Zip(folder.Read("drive.log.gz")), pair => Assert.True(pair.First.HasSameContent(pair.Second)));
    }

    [Fact]
    public async Task A_device_comes_by_pipeline_and_a_recording_is_imported_while_it_runs()
    {
        shell.Run("Get-CanDevice | Start-CanRecording $args[0] -Id 0x101 -MaxSize 1MB -MaxFiles 3 -Name long | ForEach-Object { $script:long = $_ }",
            folder.Of("drive.csv"));
        var recording = Assert.Single(shell.Run<CanRecording>("$long"));
        await simulator.SendAsync(Drive.Make(400), Ending);
        await Waiting.Until(() => recording.FramesWritten == 2);
        Assert.Equal([0x101u, 0x101u], shell.Run<CanFrame>("Get-CanRecording long | Import-CanLog").Select(frame => frame.Id));
        Assert.Matches(@"long\s+Recording\s+bench\s+2\s+0\s+1\s+\d+\s", shell.Show("$long"));
    }

    [Theory]
    [InlineData("Start-CanRecording there.log", "LogExists", ErrorCategory.ResourceExists)]
    [InlineData("Start-CanRecording busy.log -Append", "LogIsBeingWritten", ErrorCategory.ResourceBusy)]
    [InlineData("Start-CanRecording busy.log -Force", "LogIsBeingWritten", ErrorCategory.ResourceBusy)]
    [InlineData("New-CanFrame 1 | Export-CanLog busy.log", "LogIsBeingWritten", ErrorCategory.ResourceBusy)]
    [InlineData("New-CanFrame 1 | Export-CanLog ./x/../busy.log -Append", "LogIsBeingWritten", ErrorCategory.ResourceBusy)]
    [InlineData("Start-CanRecording x.log -Append -Before 5", "AppendToRing", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -TriggerId 1", "TriggerWithoutTime", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -TriggerOnLinkLost", "TriggerWithoutTime", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -Before 5 -TriggerSignal EngineSpeed", "TriggerCondition", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -Before 5 -GT 5", "TriggerCondition", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -Before 5 -TriggerSignal EngineSpeed -GT 5 -Changed", "TriggerCondition", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -Before 5 -TriggerSignal Nothing -GT 5", "NoDatabase", ErrorCategory.ObjectNotFound)]
    [InlineData("Test-CanRecording nowhere.log", "LogNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-CanRecording x.log -Before 0 -After 0", "OptionOutOfRange", ErrorCategory.InvalidArgument)]
    [InlineData("Save-CanRecording busy", "NoTrigger", ErrorCategory.InvalidOperation)]
    [InlineData("Split-CanRecording busy", "NotNumbered", ErrorCategory.InvalidOperation)]
    [InlineData("Split-CanRecording nobody", "RecordingNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-CanRecording 'x_{number}.log' -Append", "AppendToRing", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording 'x_{date}.log'", "OptionOutOfRange", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -MaxAge 5", "OptionOutOfRange", ErrorCategory.InvalidArgument)]
    [InlineData("Save-CanRecording nobody", "RecordingNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-CanRecording x.log -Append -MaxSize 1MB", "AppendToRing", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -Name BUSY", "RecordingNameTaken", ErrorCategory.ResourceExists)]
    [InlineData("Start-CanRecording nowhere/x.log", "LogNotWritable", ErrorCategory.WriteError)]
    [InlineData("Start-CanRecording x.mp3", "UnknownLogFormat", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording .", "NotAFile", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -MaxFiles 3", "OptionOutOfRange", ErrorCategory.InvalidArgument)]
    [InlineData("Start-CanRecording x.log -Device nobody", "DeviceNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-CanRecording nobody", "RecordingNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Stop-CanRecording nobody", "RecordingNotFound", ErrorCategory.ObjectNotFound)]
    public void What_cannot_be_recorded_is_said_and_nothing_is_left(string script, string id, ErrorCategory category)
    {
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
        shell.Run("$null = Start-CanRecording busy.log -Name busy");
        folder.Write("there.log", "(1.000000) can0 123#00\n");
        var result = shell.Try(script);
        Assert.Equal((id, category), (result.ErrorId, result.Error.CategoryInfo.Category));
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
        Assert.Single(shell.Run<CanRecording>("Get-CanRecording"));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Single(folder.Read("there.log"));
    }

    [Fact]
    public void Nothing_is_recorded_with_WhatIf()
    {
        shell.Run("Start-CanRecording $args[0] -WhatIf", folder.Of("drive.log"));
        shell.Run("Get-CanRecording");
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task What_surrounds_a_frame_a_lost_link_or_a_call_is_kept_and_nothing_else()
    {
        var recording = Assert.Single(shell.Run<CanRecording>(
            "Start-CanRecording $args[0] -Before 60 -After 60 -TriggerId 0x7F0 -TriggerData '?? 02' -TriggerOnLinkLost", folder.Of("event.log")));
        Assert.Equal(RecordingState.Waiting, recording.State);
        using var seen = shell.Run<Caneth.Sessions.CanSession>("Get-CanDevice bench").Single().Subscribe();
        await simulator.SendAsync(new CanFrame[] { new(0x100, [1]), new(0x7F0, [2, 1]) }, Ending);
        for (var count = 0; count < 2; count += seen.Take().Length)
        {
            Assert.True(await seen.WaitToReadAsync(Ending));
        }

        Assert.Equal(0, recording.Triggers);
        shell.Run("Save-CanRecording -WhatIf");
        await simulator.SendAsync(new CanFrame[] { new(0x7F0, [2, 2]) }, Ending);
        await Waiting.Until(() => recording.FramesWritten == 3);
        Assert.Same(recording, Assert.Single(shell.Run<CanRecording>("Save-CanRecording $args[0].Name -Reason 'a look' -PassThru", recording)));
        simulator.DisconnectClients();
        await Waiting.Until(() => recording.Triggers == 3);
        shell.Run("Stop-CanRecording");
        Assert.Equal([0x100u, 0x7F0u, 0x7F0u], folder.Read(Path.GetFileName(Assert.Single(Directory.GetFiles(folder.Path)))).Select(frame => frame.Id));
        Assert.Equal(["Triggered", "7F0#0202"], [$"{recording.EventsAfter()[0].Kind}", recording.EventsAfter()[0].Message.Split(' ')[2]]);
    }

    [Theory]
    [InlineData("-GT 3000", new[] { 800, 3001, 3500, 900, 3000, 4000 }, 2)]
    [InlineData("-EQ 900", new[] { 800, 900, 900, 900 }, 1)]
    [InlineData("-Changed", new[] { 800, 800, 900, 1000, 1000 }, 2)]
    [InlineData("-LE 800 -TriggerId 0x7F0", new[] { 900, 801 }, 1)]
    public async Task A_signal_triggers_each_time_that_a_condition_on_it_comes_true(string condition, int[] speeds, int triggers)
    {
        var database = folder.Write("car.dbc", """
            BU_: Engine
            BO_ 192 EngineData: 8 Engine
             SG_ EngineSpeed : 0|16@1+ (1,0) [0|65535] "rpm" Engine
            """);
        Assert.Equal("SignalNotFound", shell.Try("Start-CanRecording $args[0] -Before 60 -TriggerSignal Speed -GT 5 -Database $args[1]", folder.Of("event.log"), database).ErrorId);
        var recording = Assert.Single(shell.Run<CanRecording>(
            $"Start-CanRecording $args[0] -Before 60 -TriggerSignal EngineSpeed {condition} -Database $args[1]", folder.Of("event.log"), database));
        await simulator.SendAsync(speeds.Select(speed => new CanFrame(192, BitConverter.GetBytes((long)speed))).Append(new(0x7F0)).ToArray(), Ending);
        await Waiting.Until(() => recording.Triggers >= triggers);
        shell.Run("Stop-CanRecording");
        Assert.Equal(triggers, recording.Triggers);
        Assert.NotEmpty(Directory.GetFiles(folder.Path, "event_*.log"));
    }

    [Fact]
    public async Task A_script_runs_for_each_file_that_is_complete_and_for_the_last_before_the_recording_is_stopped()
    {
        shell.Run("$script:seen = [Collections.Concurrent.ConcurrentQueue[object]]::new(); $script:word = 'got'");
        var recording = Assert.Single(shell.Run<CanRecording>("""
            Start-CanRecording $args[0] -OnFile {
                param($file)
                ($using:seen).Enqueue("$($using:word) $($_.Name) $($file.Frames) $((Get-CanDevice).Name)")
                if ($file.Frames -eq 2) { throw 'no room' }
            }
            """, folder.Of("part_{number}.log")));
        foreach (var count in (int[])[2, 3])
        {
            var before = recording.FramesWritten;
            await simulator.SendAsync(Drive.Make(count), Ending);
            await Waiting.Until(() => recording.FramesWritten == before + count);
            shell.Run("Split-CanRecording");
        }

        shell.Run("Stop-CanRecording");
        Assert.Equal(["got part_00001.log 2 bench", "got part_00002.log 3 bench"], shell.Run<string>("$seen.ToArray()"));
        Assert.Equal(["part_00001.log", "part_00002.log"], folder.Files);
    }

    [Fact]
    public async Task A_script_that_stops_its_own_recording_does_not_wait_for_itself()
    {
        var recording = Assert.Single(shell.Run<CanRecording>(
            "Start-CanRecording $args[0] -OnFile { Stop-CanRecording }", folder.Of("part_{number}.log")));
        await simulator.SendAsync(Drive.Make(2), Ending);
        await Waiting.Until(() => recording.FramesWritten == 2);
        shell.Run("Split-CanRecording");
        await recording.Completion.WaitAsync(Ending);
        await Waiting.Until(() => shell.Run<CanRecording>("Get-CanRecording").Count == 0);
    }

    [Fact]
    public async Task Files_with_summaries_are_left_closed_where_they_lie_outside_a_time_and_can_be_tested()
    {
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0] -Summary", folder.Of("part_{number}.log")));
        await simulator.SendAsync(Drive.Make(4), Ending);
        await Waiting.Until(() => recording.FramesWritten == 4);
        shell.Run("Split-CanRecording");
        await simulator.SendAsync(Drive.Make(3), Ending);
        await Waiting.Until(() => recording.FramesWritten == 7);
        shell.Run("Stop-CanRecording");
        Assert.Equal(["part_00001.log", "part_00001.log.summary.json", "part_00002.log", "part_00002.log.summary.json"], folder.Files);

        var parts = folder.Of("part_*");
        Assert.Equal(7, shell.Run<CanFrame>("Import-CanLog $args[0]", parts).Count);
        var late = shell.Run<string>("Import-CanLog $args[0] -After 3600 -Verbose 4>&1 | ForEach-Object Message", parts);
        Assert.Equal(2, late.Count(line => line.Contains("not opened", StringComparison.Ordinal)));

        Assert.Equal(["Intact", "Intact"], shell.Run<RecordingCheck>("Test-CanRecording $args[0]", parts).Select(check => $"{check.Verdict}"));
        File.AppendAllText(folder.Of("part_00002.log"), "(1.0) can0 1");
        Assert.Matches(@"Intact\s+part_00001\.log\s+4", shell.Show("Test-CanRecording $args[0]", parts));
        Assert.Equal(["Damaged"], shell.Run<string>("Test-CanRecording $args[0] | Where-Object Verdict -GE Suspect | ForEach-Object { \"$($_.Verdict)\" }", parts));
    }

    [Fact]
    public async Task A_recording_begins_its_next_file_when_it_is_told_to()
    {
        var recording = Assert.Single(shell.Run<CanRecording>(
            "Start-CanRecording $args[0] -SplitAt Midnight -MaxAge (New-TimeSpan -Days 30)", folder.Of("{device}_{number}.log")));
        await simulator.SendAsync(Drive.Make(5), Ending);
        await Waiting.Until(() => recording.FramesWritten == 5);
        shell.Run("Split-CanRecording -WhatIf");
        Assert.Same(recording, Assert.Single(shell.Run<CanRecording>("$args[0] | Split-CanRecording -PassThru", recording)));
        Assert.Equal(5, folder.Read("bench_00001.log").Length);
        await simulator.SendAsync(Drive.Make(2), Ending);
        await Waiting.Until(() => recording.FramesWritten == 7);
        shell.Run("Stop-CanRecording");
        Assert.Equal(["bench_00001.log", "bench_00002.log"], folder.Files);
    }

    [Fact]
    public async Task What_the_format_cannot_carry_is_a_warning_when_it_ends()
    {
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0]", folder.Of("drive.asc")));
        await simulator.SendAsync(Drive.Make(5), Ending);
        await Waiting.Until(() => recording.FramesWritten == 5);
        Assert.Contains("5 x the channel's name 'bench'", Assert.Single(shell.Try("Stop-CanRecording").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_is_complete_when_the_shell_ends()
    {
        using var other = new Shell();
        other.Connect(simulator, "-Name bench");
        var recording = Assert.Single(other.Run<CanRecording>("Start-CanRecording $args[0]", folder.Of("drive.log.gz")));
        await simulator.SendAsync(Drive.Make(10), Ending);
        other.Run("$null = Wait-CanFrame -Timeout 0.01 -ErrorAction Ignore");
        other.Dispose();
        Assert.Equal(RecordingState.Stopped, recording.State);
        Assert.Equal(recording.FramesWritten, folder.Read("drive.log.gz").Length);
    }

    [Fact]
    public async Task What_happened_is_emitted_as_events()
    {
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0] -Name ring -MaxSize 100 -MaxFiles 1", folder.Of("drive.log")));
        await simulator.SendAsync(Drive.Make(200), Ending);
        await Waiting.Until(() => recording.FramesWritten == 200);
        var events = shell.Run<RecordingEvent>("Get-CanRecording -Event");
        Assert.Equal(recording.EventsAfter(), events);
        Assert.All(events, happened => Assert.Equal(("ring", RecordingEventKind.FileRemoved), (happened.Recording, happened.Kind)));
        Assert.Matches(@"ring\s+Information\s+FileRemoved\s+1\s", shell.Show("Get-CanRecording -Event | Select-Object -First 1"));
    }

    [Fact]
    public async Task A_file_that_another_program_removes_is_an_error_that_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody change or delete a file that is being written.");
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0]", folder.Of("drive.log")));
        await simulator.SendAsync(Drive.Make(5), Ending);
        await Waiting.Until(() => recording.FramesWritten == 5);
        File.Delete(folder.Of("drive.log"));
        await Waiting.Until(() => recording.EventCount > 0);
        var error = Assert.Single(shell.Try("Get-CanRecording").Errors);
        Assert.StartsWith("RecordingFileLost,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("5 frames", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_cmdlet_of_the_shell_voices_trouble_of_a_recording_once()
    {
        await LoseAFileAsync();
        var result = shell.Try("New-CanFrame 1; Get-CanSimulator; Get-CanDevice");
        Assert.Empty(result.Errors);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("Recording1", warning, StringComparison.Ordinal);
        Assert.Contains("5 frames", warning, StringComparison.Ordinal);
        result = shell.Try("New-CanFrame 1; Get-CanRecording; Stop-CanRecording");
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task Trouble_of_a_recording_that_is_silenced_is_kept_as_an_event()
    {
        await LoseAFileAsync();
        Assert.Empty(shell.Try("New-CanFrame 1 -WarningAction SilentlyContinue; New-CanFrame 1").Warnings);
        var told = shell.Try("Get-CanRecording -Event");
        Assert.Empty(told.Errors);
        Assert.Equal(RecordingEventKind.FileLost, Assert.IsType<RecordingEvent>(Assert.Single(told.Output).BaseObject).Kind);
    }

    [Fact]
    public async Task Events_that_are_emitted_are_not_voiced_by_the_same_cmdlet()
    {
        await LoseAFileAsync();
        var told = shell.Try("Get-CanRecording -Event");
        Assert.Empty(told.Errors);
        Assert.Empty(told.Warnings);
        Assert.Single(told.Output);
    }

    [Fact]
    public async Task A_cmdlet_reports_trouble_of_a_recording_while_it_waits()
    {
        using var waiting = shell.Pipeline("Wait-CanFrame 0x7FF -Timeout 20");
        var voiced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Streams.Warning.DataAdded += (_, _) => voiced.TrySetResult();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody change or delete a file that is being written.");
        var recording = await RecordFiveAsync();
        var wait = waiting.BeginInvoke();
        File.Delete(folder.Of("drive.log"));
        await voiced.Task.WaitAsync(Ending);
        Assert.Contains(recording.Name, Assert.Single(waiting.Streams.Warning).Message, StringComparison.Ordinal);
        await simulator.SendAsync(new[] { new CanFrame(0x7FF) }, Ending);
        Assert.Single(waiting.EndInvoke(wait));
    }

    [Fact]
    public async Task A_recording_that_ended_with_its_device_is_a_warning_of_the_next_cmdlet()
    {
        await using var other = GatewaySimulator.Start();
        shell.Connect(other, "-Name short -NoReconnect");
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0] -Device short", folder.Of("drive.log")));
        await other.DisposeAsync();
        await recording.Completion.WaitAsync(Ending);
        Assert.Contains("has ended because its device is closed",
            Assert.Single(shell.Try("$null = Get-CanSimulator; $null = Get-CanSimulator").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void That_a_log_was_repaired_is_said_by_the_recording_that_appends_to_it()
    {
        File.WriteAllText(folder.Of("drive.log"), "(1.000000) can0 123#01\n(2.000000) can0 123#0");
        Assert.Contains("drive.log", Assert.Single(shell.Try("$null = Start-CanRecording $args[0] -Append", folder.Of("drive.log")).Warnings),
            StringComparison.Ordinal);
        Assert.Empty(shell.Try("Stop-CanRecording").Warnings);
    }

    [Fact]
    public void Names_complete()
    {
        shell.Run("$null = Start-CanRecording $args[0] -Name night", folder.Of("drive.log"));
        Assert.Equal(["night"], shell.Complete("Stop-CanRecording n"));
        Assert.Equal(["bench"], shell.Complete("Start-CanRecording x.log -Device "));
    }

    private async Task<CanRecording> RecordFiveAsync()
    {
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0]", folder.Of("drive.log")));
        await simulator.SendAsync(Drive.Make(5), Ending);
        await Waiting.Until(() => recording.FramesWritten == 5);
        return recording;
    }

    private async Task LoseAFileAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody change or delete a file that is being written.");
        var recording = await RecordFiveAsync();
        File.Delete(folder.Of("drive.log"));
        await Waiting.Until(() => recording.EventCount > 0);
    }
}
