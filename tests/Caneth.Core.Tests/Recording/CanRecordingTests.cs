using Caneth.Logs;
using Caneth.Recording;
using Caneth.Sessions;

namespace Caneth.Tests.Recording;

public sealed class CanRecordingTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("drive.log")]
    [InlineData("drive.log.gz")]
    [InlineData("drive.asc")]
    [InlineData("drive.blf")]
    [InlineData("drive.csv")]
    public async Task Frames_are_on_the_disk_while_it_records_and_complete_when_it_stops(string file)
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options(file));
        Assert.Equal((RecordingState.Recording, bench.Folder.Of(file)), (recording.State, recording.Path));

        await bench.SendAsync(recording, 0, 1000);
        Assert.Equal(Enumerable.Range(0, 1000), bench.Numbers(file));

        await bench.SendAsync(recording, 1000, 500);
        await recording.StopAsync(Ending);
        Assert.Equal(Enumerable.Range(0, 1500), bench.Numbers(file));
        Assert.Equal((RecordingState.Stopped, 1500, 0, 1), (recording.State, recording.FramesWritten, recording.FramesLost, recording.Files));
        Assert.Equal(new FileInfo(bench.Folder.Of(file)).Length, recording.BytesWritten);
    }

    [Fact]
    public async Task Stopping_writes_what_came_until_then()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.log"));
        using var seen = bench.Session.Subscribe();
        await bench.Simulator.SendAsync(Numbered(0, 10), Ending);
        for (var count = 0; count < 10; count += seen.Take().Length)
        {
            Assert.True(await seen.WaitToReadAsync(Ending));
        }

        await recording.StopAsync(Ending);
        Assert.Equal(Enumerable.Range(0, 10), bench.Numbers("drive.log"));
    }

    [Fact]
    public async Task It_tells_when_frames_came_and_when_all_of_them_were_written()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        await using var recording = bench.Start(bench.Options("drive.log") with { Storage = disk });
        Assert.Null(recording.FramesAt);
        await bench.SendAsync(recording, 0, 10);
        await bench.UntilAsync(() => recording.WrittenAt >= recording.FramesAt);
        var came = recording.FramesAt;
        await bench.UntilAsync(() => recording.WrittenAt - came >= TimeSpan.FromSeconds(2));
        Assert.Equal(came, recording.FramesAt);

        // With a disk that is away it is still active, and what came is not written.
        disk.IsAway = true;
        await bench.SendAsync(recording, 10, 10);
        await bench.UntilAsync(() => recording.FramesAt > came);
        var written = recording.WrittenAt;
        await bench.UntilAsync(() => recording.ActiveAt - written >= TimeSpan.FromSeconds(2));
        Assert.Equal(written, recording.WrittenAt);
        disk.IsAway = false;
        await bench.UntilAsync(() => recording.WrittenAt > written);
    }

    [Fact]
    public async Task It_ends_when_its_device_is_closed()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.log"));
        await bench.SendAsync(recording, 0, 10);
        await bench.Session.CloseAsync(Ending);
        await bench.UntilAsync(() => recording.Completion.IsCompleted);
        Assert.Equal(RecordingState.Stopped, recording.State);
        Assert.Equal(10, bench.Numbers("drive.log").Length);
    }

    [Fact]
    public async Task Only_frames_that_are_wanted_are_recorded()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        await using var recording = bench.Start(bench.Options("drive.log"), FrameFilter.ForId(0x100));
        await bench.Simulator.SendAsync(new CanFrame[] { new(0x101), new(0x102) }, Ending);
        await bench.SendAsync(recording, 7, 1);
        Assert.Equal([7], bench.Numbers("drive.log"));
    }

    [Fact]
    public async Task Several_devices_go_into_one_file_in_the_order_of_time()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        await using var other = await CanSession.ConnectAsync(
            new() { HostName = bench.Simulator.HostName, Port = bench.Simulator.Port, Name = "other" }, Ending);
        await bench.Simulator.WaitForClientsAsync(2, Ending);
        var recording = CanRecording.Start([RecordingFixture.Feed(bench.Session), RecordingFixture.Feed(other)], bench.Options("drive.log"));
        for (var number = 0; number < 20; number++)
        {
            await bench.Simulator.SendAsync(Numbered(number, 1), Ending);
            await bench.Simulator.FlushAsync(Ending);
        }

        await bench.UntilAsync(() => recording.FramesWritten == 40);
        await recording.StopAsync(Ending);
        using var log = CanLog.Open(bench.Folder.Of("drive.log"));
        var frames = log.ReadAll().ToList();
        foreach (var device in (string[])["bench", "other"])
        {
            Assert.Equal(Enumerable.Range(0, 20), frames.Where(frame => frame.Device == device).Select(NumberOf));
        }
    }

    [Fact]
    public async Task A_file_that_has_reached_its_size_is_ended_and_the_next_begun_without_a_gap()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.log") with { MaxSize = 20_000 });
        await bench.SendAsync(recording, 0, 5000);
        await recording.StopAsync(Ending);

        var files = bench.Folder.Files.ToList();
        Assert.InRange(files.Count, 5, 20);
        Assert.Equal(files.Count, recording.Files);
        Assert.StartsWith($"drive_00001_{bench.Clock.GetLocalNow():yyyy-MM-dd}_", files[0], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 5000), files.SelectMany(bench.Numbers));
        Assert.All(files, file => Assert.InRange(new FileInfo(bench.Folder.Of(file)).Length, 1, 25_000));
    }

    [Fact]
    public async Task A_file_that_is_old_enough_is_ended_and_a_quiet_bus_makes_no_empty_files()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.log.gz") with { MaxTime = TimeSpan.FromHours(1) });
        await bench.SendAsync(recording, 0, 10);
        for (var hour = 1; hour < 5; hour++)
        {
            bench.Clock.Advance(TimeSpan.FromHours(1.5));
        }

        await bench.SendAsync(recording, 10, 10);
        await recording.StopAsync(Ending);
        Assert.Equal(2, bench.Folder.Files.Count());
        Assert.Equal(Enumerable.Range(0, 20), bench.Folder.Files.SelectMany(bench.Numbers));
    }

    [Fact]
    public async Task The_oldest_files_are_removed_beyond_a_count_those_of_earlier_recordings_too()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        File.WriteAllText(bench.Folder.Of("drive_00041_2020-01-01_00-00-00.log"), "");
        File.WriteAllText(bench.Folder.Of("drive_00042_2020-01-02_00-00-00.log"), "");
        File.WriteAllText(bench.Folder.Of("drive_other.log"), "mine");
        var options = bench.Options("drive.log") with { MaxSize = 10_000, MaxFiles = 3 };
        var recording = bench.Start(options);
        Assert.Equal(["drive_00041", "drive_00042", "drive_00043", "drive_other"], bench.Folder.Files.Select(Stem));

        await bench.SendAsync(recording, 0, 5000);
        await recording.StopAsync(Ending);
        Assert.Equal(4, bench.Folder.Files.Count());
        Assert.Equal(recording.Files + 2 - 3, recording.FilesRemoved);
        Assert.Equal(4999, bench.Folder.Files.Where(file => file != "drive_other.log").SelectMany(bench.Numbers).Last());
        Assert.Equal("mine", File.ReadAllText(bench.Folder.Of("drive_other.log")));
        Assert.Equal(recording.FilesRemoved, recording.EventsAfter().Count);
    }

    [Fact]
    public async Task The_oldest_files_are_removed_beyond_a_total_size()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.log") with { MaxSize = 10_000, MaxTotalSize = 40_000 });
        await bench.SendAsync(recording, 0, 10_000);
        await recording.StopAsync(Ending);
        Assert.InRange(bench.Folder.Files.Sum(file => new FileInfo(bench.Folder.Of(file)).Length), 20_000, 40_000);
        Assert.True(recording.FilesRemoved > 0);
        Assert.True(recording.BytesWritten > 40_000);
    }

    [Fact]
    public async Task A_file_that_is_there_is_kept_unless_it_is_to_be_gone_on_with_or_replaced()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var options = bench.Options("drive.log");
        File.WriteAllText(bench.Folder.Of("drive.log"), "(1.000000) can0 100#63000000\n");
        Assert.Throws<IOException>(() => bench.Start(options));
        Assert.Equal([99], bench.Numbers("drive.log"));

        await using (var recording = bench.Start(options with { ExistingFile = ExistingFile.Append }))
        {
            await bench.SendAsync(recording, 0, 1);
        }

        Assert.Equal([99, 0], bench.Numbers("drive.log"));
        await bench.Start(options with { ExistingFile = ExistingFile.Replace }).DisposeAsync();
        Assert.Empty(bench.Numbers("drive.log"));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_at_once()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        Assert.ThrowsAny<IOException>(() => bench.Start(bench.Options("nowhere/drive.log")));
        Assert.ThrowsAny<IOException>(() => bench.Start(bench.Options("nowhere/drive.log") with { MaxSize = 1 }));
        Assert.Throws<ArgumentException>(() => bench.Start(bench.Options("drive.mp3")));
    }

    [Fact]
    public async Task A_full_disk_costs_nothing_as_long_as_frames_can_wait_and_the_recording_goes_on_when_there_is_room()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        var recording = bench.Start(bench.Options("drive.log") with { Storage = disk });
        await bench.SendAsync(recording, 0, 100);

        disk.Capacity = disk.Used + 100;
        await bench.SendAsync(recording, 100, 50);
        Assert.Equal((RecordingState.Interrupted, 100, 0, 50), Account(recording));
        Assert.Equal("No space left on device", recording.LastError?.Message);
        var failed = Assert.Single(recording.EventsAfter());
        Assert.Equal((RecordingEventKind.Interrupted, EventLevel.Error), (failed.Kind, failed.Level));

        // However long it takes, it neither tells the same again and again nor leaves empty files or torn lines behind.
        for (var second = 0; second < 5; second++)
        {
            await bench.SendAsync(recording, 150 + second, 1);
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(recording.EventsAfter());
        Assert.Equal(["drive.log"], bench.Folder.Files);
        Assert.Equal(Enumerable.Range(0, 100), bench.Numbers("drive.log"));
        Assert.Equal(CanSessionState.Connected, bench.Session.State);

        disk.Capacity = long.MaxValue;
        await bench.SendAsync(recording, 155, 100);
        await bench.UntilAsync(() => recording.FramesPending == 0);
        await recording.StopAsync(Ending);
        Assert.Equal((RecordingState.Stopped, 255, 0, 0), Account(recording));
        var wentOn = recording.EventsAfter(failed.Number)[0];
        Assert.Contains("no frame is missing", wentOn.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 255), bench.Folder.Files.SelectMany(bench.Numbers));

        // The number of a file is taken by one that holds a frame, not by each attempt.
        Assert.StartsWith("drive_00001", bench.Folder.Files.Last(), StringComparison.Ordinal);
        Assert.Equal(2, recording.Files);
    }

    [Fact]
    public async Task Beyond_what_can_wait_the_oldest_frames_are_lost_and_counted()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        var recording = bench.Start(bench.Options("drive.log") with { Storage = disk, BacklogCapacity = 100 });
        disk.IsAway = true;
        await bench.SendAsync(recording, 0, 155);
        Assert.Equal((RecordingState.Interrupted, 0, 55, 100), Account(recording));
        disk.IsAway = false;
        await bench.UntilAsync(() => recording.FramesPending == 0);
        Assert.Contains("55 frames, from ", recording.EventsAfter()[^1].Message, StringComparison.Ordinal);
        await recording.StopAsync(Ending);
        Assert.Equal(Enumerable.Range(55, 100), bench.Folder.Files.Skip(1).SelectMany(bench.Numbers));
    }

    [Fact]
    public async Task A_disk_that_stays_full_never_holds_up_the_session_nor_the_end()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        var recording = bench.Start(bench.Options("drive.blf") with { Storage = disk });
        disk.Fill();
        await bench.SendAsync(recording, 0, 20_000);
        await recording.StopAsync(Ending);
        Assert.Equal((RecordingState.Stopped, 0, 20_000, 0), Account(recording));
        Assert.Equal(0, bench.Session.FramesDropped);
        Assert.Contains("gap", recording.EventsAfter()[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ring_makes_room_on_a_full_disk_with_its_oldest_files()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        var recording = bench.Start(bench.Options("drive.log") with { Storage = disk, MaxSize = 10_000, MaxFiles = 100 });
        await bench.SendAsync(recording, 0, 2000);
        disk.Capacity = disk.Used + 1000;
        await bench.SendAsync(recording, 2000, 5000);
        Assert.Equal((RecordingState.Recording, 7000, 0, 0), Account(recording));
        Assert.True(recording.FilesRemoved > 5);
        await recording.StopAsync(Ending);
        var kept = bench.Folder.Files.SelectMany(bench.Numbers).ToList();
        Assert.Equal(Enumerable.Range(kept[0], kept.Count), kept);
        Assert.Equal(6999, kept[^1]);
    }

    [Fact]
    public async Task A_ring_keeps_as_much_of_the_disk_free_as_it_is_told()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        disk.Capacity = 100_000;
        var recording = bench.Start(bench.Options("drive.log") with { Storage = disk, MaxSize = 10_000, MinFree = 50_000 });
        for (var first = 0; first < 10_000; first += 200)
        {
            await bench.SendAsync(recording, first, 200);
        }

        Assert.Equal((RecordingState.Recording, 10_000, 0, 0), Account(recording));
        Assert.InRange(disk.Used, 25_000, 62_000);

        // Where it has no older file left to remove, it waits, with its own file whole.
        disk.Capacity = 0;
        await bench.SendAsync(recording, 10_000, 10);
        await bench.UntilAsync(() => recording.State == RecordingState.Interrupted);
        Assert.Contains("50,000 bytes", recording.LastError!.Message, StringComparison.Ordinal);
        await recording.StopAsync(Ending);
    }

    [Fact]
    public async Task A_file_that_cannot_be_removed_is_tried_again()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        var recording = bench.Start(bench.Options("drive.log") with { Storage = disk, MaxSize = 5000, MaxFiles = 3 });
        var first = disk.Sticky = recording.Path;
        await bench.SendAsync(recording, 0, 2000);
        Assert.True(File.Exists(first));
        Assert.Equal(3, bench.Folder.Files.Count());
        Assert.Single(recording.EventsAfter(), happened => happened.Kind == RecordingEventKind.FileNotRemoved);
        disk.Sticky = null;
        bench.Clock.Advance(TimeSpan.FromSeconds(11));
        await bench.SendAsync(recording, 2000, 500);
        Assert.False(File.Exists(first));
        await recording.StopAsync(Ending);
    }

    [Fact]
    public async Task A_file_that_is_deleted_is_noticed_and_a_new_one_begun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody change or delete a file that is being written.");
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.log"));
        await bench.SendAsync(recording, 0, 100);
        File.Delete(bench.Folder.Of("drive.log"));
        await bench.UntilAsync(() => recording.EventCount > 0);
        var lost = Assert.Single(recording.EventsAfter());
        Assert.Equal((RecordingEventKind.FileLost, EventLevel.Error), (lost.Kind, lost.Level));
        Assert.Contains("100 frames", lost.Message, StringComparison.Ordinal);
        await bench.SendAsync(recording, 100, 50);
        Assert.Equal((RecordingState.Recording, 50, 100, 0), Account(recording));
        await recording.StopAsync(Ending);
        Assert.Equal(Enumerable.Range(100, 50), bench.Numbers(Assert.Single(bench.Folder.Files)));
    }

    [Fact]
    public async Task A_file_that_a_log_rotator_empties_gets_no_hole_of_zeros()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody change or delete a file that is being written.");
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.log"));
        await bench.SendAsync(recording, 0, 100);
        File.Copy(bench.Folder.Of("drive.log"), bench.Folder.Of("drive.log.1"));
        using (var emptied = new FileStream(bench.Folder.Of("drive.log"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            emptied.SetLength(0);
        }

        await bench.SendAsync(recording, 100, 50);
        await recording.StopAsync(Ending);
        Assert.Equal((RecordingState.Stopped, 50, 100, 0), Account(recording));
        Assert.Empty(bench.Numbers("drive.log"));
        Assert.Equal(Enumerable.Range(100, 50), bench.Numbers(bench.Folder.Files.Single(file => file.StartsWith("drive_0", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_file_that_a_log_rotator_renames_keeps_its_frames()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nobody can tell where an open file has gone.");
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options("drive.csv"));
        await bench.SendAsync(recording, 0, 100);
        File.Move(bench.Folder.Of("drive.csv"), bench.Folder.Of("rotated.csv"));
        File.WriteAllText(bench.Folder.Of("drive.csv"), "");
        await bench.UntilAsync(() => recording.EventCount > 0);
        Assert.Contains("rotated.csv", recording.EventsAfter()[0].Message, StringComparison.Ordinal);
        await bench.SendAsync(recording, 100, 50);
        await recording.StopAsync(Ending);
        Assert.Equal((RecordingState.Stopped, 150, 0, 0), Account(recording));
        Assert.Equal(Enumerable.Range(0, 100), bench.Numbers("rotated.csv"));
    }

    [Fact]
    public async Task A_ring_does_not_go_on_under_the_mount_point_of_a_disk_that_is_gone()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        disk.Mount = "/media/stick";
        var recording = bench.Start(bench.Options("drive.log") with { Storage = disk, MaxSize = 1000, MaxFiles = 10 });
        await bench.SendAsync(recording, 0, 10);
        disk.Mount = "/";
        File.Delete(recording.Path);
        await bench.UntilAsync(() => recording.EventCount > 0);
        await bench.SendAsync(recording, 10, 10);
        await bench.UntilAsync(() => recording.LastError!.Message.Contains("/media/stick", StringComparison.Ordinal));
        Assert.Equal((RecordingState.Interrupted, 10, 0, 10), Account(recording));
        Assert.Empty(bench.Folder.Files);

        // Only when it is back one can tell whether the file is still on it.
        disk.Mount = "/media/stick";
        await bench.UntilAsync(() => recording.FramesPending == 0);
        Assert.Equal((RecordingState.Recording, 10, 10, 0), Account(recording));
        await recording.StopAsync(Ending);
        Assert.Equal(Enumerable.Range(10, 10), bench.Folder.Files.SelectMany(bench.Numbers));
    }

    [Theory]
    [InlineData("drive.blf")]
    [InlineData("drive.log")]
    [InlineData("drive.log.gz")]
    public async Task A_file_is_as_long_as_its_limit_in_every_format(string file)
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var recording = bench.Start(bench.Options(file) with { MaxSize = 50_000 });
        for (var first = 0; first < 60_000; first += 2000)
        {
            await bench.SendAsync(recording, first, 2000);
        }

        await recording.StopAsync(Ending);
        var lengths = bench.Folder.Files.SkipLast(1).Select(name => new FileInfo(bench.Folder.Of(name)).Length).ToList();
        Assert.NotEmpty(lengths);
        Assert.All(lengths, length => Assert.InRange(length, 50_000, 75_000));
    }

    [Fact]
    public async Task A_recording_says_that_it_ended_with_a_device_that_does_not_reconnect()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        await using var session = await CanSession.ConnectAsync(
            new() { HostName = bench.Simulator.HostName, Port = bench.Simulator.Port, Name = "once", Reconnect = false }, Ending);
        var recording = CanRecording.Start([RecordingFixture.Feed(session)], bench.Options("drive.log"));
        bench.Simulator.DisconnectClients();
        await bench.UntilAsync(() => recording.Completion.IsCompleted);
        var ended = Assert.Single(recording.EventsAfter());
        Assert.Equal((RecordingEventKind.Ended, EventLevel.Warning), (ended.Kind, ended.Level));
        Assert.Contains("once", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_without_end_do_not_push_out_an_error_and_are_told_together()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        var recording = bench.Start(bench.Options("drive.log") with { Storage = disk, MaxSize = 1, MaxFiles = 2 });
        await bench.SendAsync(recording, 0, 64);
        disk.IsAway = true;
        await bench.SendAsync(recording, 64, 64);
        disk.IsAway = false;
        await bench.UntilAsync(() => recording.FramesPending == 0);
        for (var first = 128; first < 12_928; first += 1280)
        {
            await bench.SendAsync(recording, first, 1280);
        }

        await recording.StopAsync(Ending);
        var events = recording.EventsAfter();
        Assert.Contains(events, happened => happened.Kind == RecordingEventKind.Interrupted);
        Assert.InRange(events.Count, 30, 60);
        Assert.Equal(recording.FilesRemoved, events.Where(happened => happened.Kind == RecordingEventKind.FileRemoved).Sum(happened => happened.Count));
        Assert.Equal(events.Select(happened => happened.Number).Order(), events.Select(happened => happened.Number));
    }

    [Fact]
    public async Task Digits_of_other_scripts_in_a_neighbours_name_are_no_numbers()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        File.WriteAllText(bench.Folder.Of("drive_٠٠٠٤١_2020-01-01_00-00-00.log"), "");
        await using var recording = bench.Start(bench.Options("drive.log") with { MaxSize = 1000, MaxFiles = 1 });
        Assert.Contains("drive_00001", recording.Path, StringComparison.Ordinal);
        Assert.Equal(2, bench.Folder.Files.Count());
    }

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task An_option_out_of_its_range_is_refused(string option, Func<RecordingOptions, RecordingOptions> change)
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var error = Assert.ThrowsAny<ArgumentException>(() => bench.Start(change(bench.Options("drive.log"))));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Folder.Files);
    }

    public static TheoryData<string, Func<RecordingOptions, RecordingOptions>> BadOptions => new()
    {
        { "MaxSize", options => options with { MaxSize = 0 } },
        { "MaxTime", options => options with { MaxTime = TimeSpan.Zero } },
        { "MaxFiles", options => options with { MaxSize = 1, MaxFiles = 0 } },
        { "MaxTotalSize", options => options with { MaxSize = 1, MaxTotalSize = 0 } },
        { "MaxFiles", options => options with { MaxFiles = 1 } },
        { "MaxTotalSize", options => options with { MaxTotalSize = 1 } },
        { "MinFree", options => options with { MinFree = 1 } },
        { "MinFree", options => options with { MaxSize = 1, MinFree = 0 } },
        { "MaxAge", options => options with { MaxAge = TimeSpan.FromDays(1) } },
        { "MaxAge", options => options with { MaxSize = 1, MaxAge = TimeSpan.Zero } },
        { "SplitAt", options => options with { SplitAt = (ClockMark)7 } },
        { "Path", options => options with { Path = "drive_{date}.log" } },
        { "Path", options => options with { Path = "{number}/drive_{number}.log" } },
        { "Path", options => options with { Path = "{device}/drive.log" } },
        { "ExistingFile", options => options with { Path = "drive_{number}.log", ExistingFile = ExistingFile.Append } },
        { "ExistingFile", options => options with { MaxSize = 1, ExistingFile = ExistingFile.Append } },
        { "Path", options => options with { Path = null! } },
        { "Name", options => options with { Name = null! } },
        { "TimeProvider", options => options with { TimeProvider = null! } },
    };

    private static (RecordingState State, long Written, long Lost, int Pending) Account(CanRecording recording) =>
        (recording.State, recording.FramesWritten, recording.FramesLost, recording.FramesPending);

    private static string Stem(string file) => file.Length > "drive_00041".Length ? file[..11] : file;
}
