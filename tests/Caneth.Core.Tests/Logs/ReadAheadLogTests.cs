using Caneth.Flow;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>A log as a source of frames.</summary>
public sealed class ReadAheadLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2048)]
    [InlineData(10_000)]
    public async Task All_frames_come_in_order_and_its_completion_says_that_it_is_at_its_end(int count)
    {
        var path = folder.Write("drive.log.gz", Numbered(0, count));
        using var log = await ReadAheadLog.OpenAsync(path, cancellationToken: Ending);
        var frames = await ReadToEndAsync(log);
        Assert.Equal(Enumerable.Range(0, count), NumbersOf(frames));
        Assert.True(log.Completion.IsCompletedSuccessfully);
        Assert.Equal((path, "drive.log.gz", (long)count), (log.Path, log.Name, log.FramesRead));
        Assert.Equal(count == 0 ? null : 100, log.Percent);
        Assert.True(log.Take().IsEmpty);
        Assert.False(await log.WaitToReadAsync(Ending));
    }

    [Fact]
    public async Task A_log_goes_to_any_sink()
    {
        using var log = await ReadAheadLog.OpenAsync(folder.Write("drive.log", Numbered(0, 5000)), cancellationToken: Ending);
        await using var copy = CanLog.Create(folder.Of("copy.asc"));
        Assert.Equal(5000, await FramePump.RunAsync(log, copy, Ending));
        Assert.Equal(Enumerable.Range(0, 5000), NumbersOf(folder.Read("copy.asc")));
    }

    [Fact]
    public async Task What_was_taken_stays_as_it_is_while_the_next_is_read()
    {
        using var log = await ReadAheadLog.OpenAsync(folder.Write("drive.log", Numbered(0, 5000)), cancellationToken: Ending);
        Assert.True(await log.WaitToReadAsync(Ending));
        var first = log.Take();
        Assert.True(await log.WaitToReadAsync(Ending));
        Assert.Equal(Enumerable.Range(0, first.Length), NumbersOf(first.ToArray()));
    }

    [Fact]
    public async Task A_file_that_is_of_another_format_altogether_faults_it_and_nobody_has_to_ask()
    {
        var path = folder.Write("diary.log", "Dear diary,\nit rained.");
        using var log = await ReadAheadLog.OpenAsync(path, cancellationToken: Ending);
        Assert.False(await log.WaitToReadAsync(Ending));
        Assert.True(log.Take().IsEmpty);
        await Assert.ThrowsAsync<InvalidDataException>(() => log.Completion);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_when_it_is_opened()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAheadLog.OpenAsync(folder.Of("nowhere.log"), cancellationToken: Ending));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAheadLog.OpenAsync(folder.Of("drive.mp3"), cancellationToken: Ending));
    }

    [Fact]
    public async Task What_lies_before_the_moment_asked_for_is_passed_over()
    {
        var frames = Drive.Make(200_000);
        var wanted = TimeSpan.FromSeconds(200);
        using var log = await ReadAheadLog.OpenAsync(folder.Write("drive.log", frames), skipTo: first => first + wanted, cancellationToken: Ending);
        var read = await ReadToEndAsync(log);
        Assert.True(log.BytesPassedOver > 0);
        Assert.InRange(read.Count, 1, frames.Length - 1);
        var from = frames[0].Timestamp + wanted;
        Assert.Equal(frames.Count(frame => frame.Timestamp >= from), read.Count(frame => frame.Timestamp >= from));
    }

    [Fact]
    public async Task It_can_be_left_in_the_middle_and_lets_the_file_go()
    {
        var path = folder.Write("drive.log", Numbered(0, 50_000));
        var log = await ReadAheadLog.OpenAsync(path, cancellationToken: Ending);
        Assert.True(await log.WaitToReadAsync(Ending));
        log.Dispose();
        Assert.True(log.Completion.IsCompleted);
        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private static async Task<List<CanFrame>> ReadToEndAsync(ReadAheadLog source)
    {
        var frames = new List<CanFrame>();
        while (await source.WaitToReadAsync(Ending))
        {
            frames.AddRange(source.Take().Span);
        }

        return frames;
    }
}
