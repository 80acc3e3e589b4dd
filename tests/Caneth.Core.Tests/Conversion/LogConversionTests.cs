using System.Globalization;
using Caneth.Conversion;
using Caneth.Logs;
using Caneth.Tests.Logs;

namespace Caneth.Tests.Conversion;

/// <summary>Logs become other logs: all of what is wanted, in order, and whole files or none.</summary>
public sealed class LogConversionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Formats => [.. LogFrames.Carriers.Select(carrier => carrier.Format.Name)];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_format_becomes_every_other(string from)
    {
        var frames = Drive.Make(2500);
        var reading = new LogReadOptions { Format = LogFormats.ByName(from) };
        var log = folder.Write("drive.any", frames, new() { Format = reading.Format });
        foreach (var to in LogFrames.Carriers.Select(carrier => carrier.Format))
        {
            var conversion = await LogConversion.RunAsync(
                new() { Inputs = [log], Output = folder.Of($"copy.{to}"), Reading = reading, Writing = new() { Format = to } }, Ending);
            Assert.Equal((2500, 2500, 100), (conversion.FramesRead, conversion.FramesWritten, conversion.Percent));
            Assert.Equal([folder.Of($"copy.{to}")], conversion.Files);
            var copy = folder.Read($"copy.{to}", new() { Format = to });
            Assert.Equal(frames.Select(frame => frame.Timestamp), copy.Select(frame => frame.Timestamp));
            Assert.All(frames.Zip(copy), pair => Assert.True(pair.First.HasSameContent(pair.Second), $"{pair.First} {pair.Second}"));
        }
    }

    [Fact]
    public async Task One_log_follows_the_other_whatever_their_times_are()
    {
        var frames = Drive.Make(6000);
        string[] logs = [folder.Write("b.log", frames[4000..]), folder.Write("empty.log", []), folder.Write("a.log.gz", frames[..4000])];
        await ConvertAsync("all.log", logs);
        CanFrame[] expected = [.. frames[4000..], .. frames[..4000]];
        Assert.Equal(expected, folder.Read("all.log"));
    }

    [Fact]
    public async Task Merged_logs_are_in_the_order_of_time()
    {
        var frames = Drive.Make(9000);
        string[] logs = [.. Enumerable.Range(0, 3).Select(log => folder.Write($"{log}.blf", frames.Where((_, index) => index * 7 % 3 == log)))];
        var conversion = await ConvertAsync("all.jsonl", logs, options => options with { Merge = true });
        Assert.Equal(frames, folder.Read("all.jsonl"));
        Assert.Equal(logs, conversion.Inputs.Select(log => log.Path));
        Assert.Equal([3000, 3000, 3000], conversion.Inputs.Select(log => log.FramesRead));
    }

    [Fact]
    public async Task Only_what_is_wanted_is_written_and_seconds_count_from_the_first_frame_of_each_log()
    {
        var frames = Drive.Make(4000);
        string[] logs = [folder.Write("a.log", frames[..2000]), folder.Write("b.log", frames[2000..])];
        await ConvertAsync("some.log", logs, options => options with
        {
            Filter = FrameFilter.ForId(0x105),
            After = static first => first + TimeSpan.FromSeconds(0.5),
            Before = static first => first + TimeSpan.FromSeconds(1.5),
        });

        CanFrame[] expected = [.. Wanted(frames[..2000]), .. Wanted(frames[2000..])];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, folder.Read("some.log"));

        static IEnumerable<CanFrame> Wanted(CanFrame[] log) => log.Where(frame => frame.Id == 0x105
            && frame.Timestamp - log[0].Timestamp >= TimeSpan.FromSeconds(0.5) && frame.Timestamp - log[0].Timestamp < TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task A_file_for_each_stretch_of_time_is_named_by_the_time_in_the_log()
    {
        var frames = Drive.Make(5000);
        var time = TimeSpan.FromSeconds(1.5);
        var conversion = await ConvertAsync("part.blf", [folder.Write("drive.log", frames)], options => options with { MaxTime = time });
        var parts = conversion.Files.Select(file => folder.Read(file)).ToList();
        Assert.Equal(4, parts.Count);
        Assert.Equal(frames, parts.SelectMany(part => part));
        Assert.All(parts, part => Assert.True(part[^1].Timestamp - part[0].Timestamp < time));
        Assert.All(parts.Zip(parts.Skip(1)), pair => Assert.True(pair.Second[0].Timestamp - pair.First[0].Timestamp >= time));
        var names = parts.Select((part, index) => string.Create(CultureInfo.InvariantCulture, $"part_{index + 1:D5}_{part[0].Timestamp.ToLocalTime():yyyy-MM-dd_HH-mm-ss}.blf"));
        Assert.Equal(names, conversion.Files.Select(Path.GetFileName));
        Assert.Equal(5000, conversion.FramesWritten);
    }

    [Theory]
    [InlineData(".log")]
    [InlineData(".log.gz")]
    [InlineData(".blf")]
    public async Task Files_of_a_size_are_numbered_and_the_numbers_continue(string extension)
    {
        var frames = Drive.Make(30_000);
        string[] logs = [folder.Write("drive.log", frames)];
        var first = await ConvertAsync("part" + extension, logs, options => options with { MaxSize = 150_000 });
        var second = await ConvertAsync("part" + extension, logs, options => options with { MaxSize = 150_000 });
        foreach (var conversion in (LogConversion[])[first, second])
        {
            Assert.True(conversion.Files.Count > 1);
            Assert.Equal(frames, conversion.Files.SelectMany(file => folder.Read(file)));
            Assert.All(conversion.Files, file => Assert.InRange(new FileInfo(file).Length, 1, 2 * 150_000));
        }

        Assert.Equal(first.Files.Concat(second.Files), first.Files.Concat(second.Files).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_there_is_kept_or_replaced_or_appended_to()
    {
        var frames = Drive.Make(10);
        string[] logs = [folder.Write("drive.log", frames)];
        var path = folder.Write("there.csv", frames[..1]);
        await Assert.ThrowsAsync<IOException>(() => ConvertAsync("there.csv", logs, WithExisting(ExistingFile.Refuse)));
        Assert.Equal(frames[..1], folder.Read("there.csv"));
        await ConvertAsync("there.csv", logs, WithExisting(ExistingFile.Append));
        CanFrame[] appended = [frames[0], .. frames];
        Assert.Equal(appended, folder.Read("there.csv"));
        await ConvertAsync("there.csv", logs, WithExisting(ExistingFile.Replace));
        Assert.Equal(frames, folder.Read("there.csv"));
        await ConvertAsync("new.csv", logs, WithExisting(ExistingFile.Append));
        Assert.Equal(frames, folder.Read("new.csv"));

        using var busy = CanLog.Create(path, new() { ExistingFile = ExistingFile.Append });
        await Assert.ThrowsAsync<LogInUseException>(() => ConvertAsync("there.csv", logs, WithExisting(ExistingFile.Replace)));
        await Assert.ThrowsAsync<LogInUseException>(() => ConvertAsync("there.csv", logs, WithExisting(ExistingFile.Append)));
        Assert.Equal(["drive.log", "new.csv", "there.csv"], folder.Files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_a_log_cannot_be_read_no_file_is_made_and_what_was_there_stays(bool merge)
    {
        var frames = Drive.Make(5000);
        folder.Write("all.log", frames[..1]);
        string[] logs = [folder.Write("drive.log", frames), folder.Write("diary.log", "Dear diary,\nit rained.")];
        var conversion = new LogConversion(new() { Inputs = logs, Output = folder.Of("all.log"), Merge = merge });
        await Assert.ThrowsAsync<InvalidDataException>(() => conversion.RunAsync(Ending));
        Assert.Equal(logs[1], conversion.FailedInput);
        Assert.Empty(conversion.Files);
        Assert.Equal(frames[..1], folder.Read("all.log"));
        Assert.Equal(["all.log", "diary.log", "drive.log"], folder.Files);
    }

    [Fact]
    public async Task Whoever_ends_it_in_the_middle_finds_no_half_file()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var log = folder.Write("drive.log", string.Concat(Enumerable.Range(0, 60_000).Select(index =>
            index == 20_000 ? "not a line\n" : $"({index}.000000) can0 123#{index:X8}\n")));
        var conversion = new LogConversion(new()
        {
            Inputs = [log],
            Output = folder.Of("copy.blf"),
            Reading = new() { OnMalformed = _ => end.Cancel() },
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => conversion.RunAsync(end.Token));
        Assert.Equal(["drive.log"], folder.Files);
        Assert.Null(conversion.FailedInput);
    }

    [Fact]
    public async Task A_log_is_not_written_over_while_it_is_read()
    {
        var log = folder.Write("drive.log", Drive.Make(3));
        await Assert.ThrowsAsync<ArgumentException>(() => ConvertAsync("drive.log", [log]));
        await Assert.ThrowsAsync<ArgumentException>(() => ConvertAsync("drive.log", [log], WithExisting(ExistingFile.Append)));
        Assert.Equal(3, folder.Read("drive.log").Length);
    }

    [Fact]
    public async Task What_is_lost_on_either_side_is_told()
    {
        var log = folder.Write("drive.log", "(1.000000) can0 123#01\nnot a line\nDROPCOUNT: dropped 7 CAN frames on 'can0' socket (total drops 7)\n(2.000000) can0 20000004#\n");
        var lines = new List<MalformedEntry>();
        var conversion = await ConvertAsync("drive.trc", [log], options => options with
        {
            Reading = new() { OnMalformed = lines.Add },
            Writing = new() { Format = LogFormats.Gvret },
        });
        Assert.Equal(2, Assert.Single(lines).Line);
        var read = Assert.Single(conversion.Inputs);
        Assert.Equal((log, 2, 1), (read.Path, read.FramesRead, read.MalformedCount));
        Assert.Equal(7, Assert.Single(read.Losses).Count);
        Assert.Equal(1, conversion.FramesWritten);
        Assert.Contains(conversion.Losses, loss => loss.What == "error frames, left out" && loss.Count == 1);
    }

    [Fact]
    public async Task No_frames_make_an_empty_file()
    {
        string[] logs = [folder.Write("empty.log", [])];
        await ConvertAsync("empty.blf", logs);
        Assert.Empty(folder.Read("empty.blf"));
        var conversion = await ConvertAsync("parts.blf", logs, options => options with { MaxSize = 1000 });
        Assert.Empty(conversion.Files);
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused_before_anything_is_read()
    {
        var options = new LogConversionOptions { Inputs = [folder.Of("no.log")], Output = folder.Of("a.log") };
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogConversion(options with { Inputs = [] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogConversion(options with { MaxSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogConversion(options with { MaxTime = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogConversion(options with { MaxSize = 1, Writing = new() { ExistingFile = ExistingFile.Append } }));
        var conversion = new LogConversion(options);
        await Assert.ThrowsAsync<FileNotFoundException>(() => conversion.RunAsync(Ending));
        Assert.Equal(folder.Of("no.log"), conversion.FailedInput);
        await Assert.ThrowsAsync<InvalidOperationException>(() => conversion.RunAsync(Ending));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new LogConversion(options with { Output = null }).RunAsync(Ending));
        Assert.Empty(folder.Files);
    }

    private static Func<LogConversionOptions, LogConversionOptions> WithExisting(ExistingFile existing) =>
        options => options with { Writing = new() { ExistingFile = existing } };

    private Task<LogConversion> ConvertAsync(string file, string[] logs, Func<LogConversionOptions, LogConversionOptions>? change = null)
    {
        var options = new LogConversionOptions { Inputs = logs, Output = folder.Of(file) };
        return LogConversion.RunAsync(change?.Invoke(options) ?? options, Ending);
    }
}
