using System.Management.Automation;

namespace Caneth.Tests;

/// <summary>What takes more than a second shows what it waits for, and how long it can still take.</summary>
public sealed class ProgressTests
{
    [Theory]
    [InlineData("Wait-CanFrame 0x123 -D0 1 -Timeout 3", "No frame matching 0x123 with data 01 yet")]
    [InlineData("Request-CanFrame 0x123 -ReplyId 0x7E8 -Timeout 3", "No reply matching 0x7E8 yet")]
    [InlineData("Send-CanFrame 0x123 -Device gone -Timeout 3", "2 frames wait for 'gone', which is reconnecting")]
    [InlineData("Disconnect-CanDevice gone -Timeout 3", "1 frame waits for 'gone', which is reconnecting")]
    [InlineData("Connect-CanDevice 127.0.0.1 -Port $unanswered -Timeout 3", "Connecting to 127.0.0.1:")]
    public async Task Whoever_waits_long_shows_for_what(string command, string status)
    {
        await using var room = await BlockedDevices.OpenAsync(command);
        var progress = ProgressOf(room.Shell, command);
        Assert.True(progress.Count >= 2);
        Assert.All(progress, bar => Assert.Equal(command.Split(' ')[0], bar.Activity));

        // The last but one may come at the very end, when what waited is being given up.
        Assert.StartsWith(status, progress[0].StatusDescription, StringComparison.Ordinal);
        Assert.All(progress.SkipLast(2), bar => Assert.StartsWith(status, bar.StatusDescription, StringComparison.Ordinal));
        Assert.Equal(ProgressRecordType.Completed, progress[^1].RecordType);
        Assert.Single(progress.Select(bar => bar.ActivityId).Distinct());
    }

    [Fact]
    public async Task A_wait_for_frames_counts_down()
    {
        await using var room = await BlockedDevices.OpenAsync("Wait-CanFrame");
        Assert.All(ProgressOf(room.Shell, "Wait-CanFrame 0x123 -Timeout 3").SkipLast(1), bar => Assert.InRange(bar.SecondsRemaining, 0, 2));
    }

    [Fact]
    public async Task Frames_that_are_shown_as_they_come_need_no_bar()
    {
        await using var room = await BlockedDevices.OpenAsync("Receive-CanFrame");
        Assert.Empty(ProgressOf(room.Shell, "Receive-CanFrame -Duration 1.5"));
    }

    private static List<ProgressRecord> ProgressOf(Shell shell, string command)
    {
        using var pipeline = shell.Pipeline(command);
        pipeline.Invoke();
        return [.. pipeline.Streams.Progress];
    }
}
