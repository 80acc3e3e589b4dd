using Caneth.Logs;
using Caneth.Recording;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Recording;

/// <summary>Whatever becomes of its files: what a recording counts as written is readable, and the rest is counted as lost.</summary>
public sealed class RecordingAccountTests : IDisposable
{
    private const int CutPoints = 200;

    private readonly TemporaryFolder root = new();
    private int rounds;

    private enum Fault
    {
        None, None2, None3, Full, NearlyFull, Room, Away, Back, Deleted, Emptied, Replaced, Second, Minute, Sealed,
    }

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("drive.log")]
    [InlineData("drive.log.gz")]
    [InlineData("drive.csv")]
    [InlineData("drive.blf")]
    public void A_recording_counts_what_is_readable_whatever_happens_to_its_file(string name) => Sample(name, ring: false);

    [Theory]
    [InlineData("ring.log")]
    [InlineData("ring.jsonl.gz")]
    [InlineData("ring.blf")]
    public void A_ring_counts_what_is_readable_whatever_happens_to_its_files(string name) => Sample(name, ring: true);

    [Fact]
    public void Frames_of_a_file_that_cannot_be_ended_are_not_written_twice() =>
        Run("ring.log", ring: true, [(Fault.None, 100), (Fault.Deleted, 700), (Fault.None, 700), (Fault.Deleted, 699)]);

    [Theory]
    [InlineData("drive.log", false)]
    [InlineData("drive.log.gz", false)]
    [InlineData("drive.blf", false)]
    [InlineData("ring.csv", true)]
    public void A_disk_that_is_away_for_ten_seconds_costs_nothing(string name, bool ring) => Assert.Equal(0, Run(name, ring,
        [(Fault.None, 300), (Fault.Away, 40), .. Enumerable.Repeat((Fault.None, 40), 39), (Fault.Back, 300)]));

    public static TheoryData<string, bool> Targets =>
        [.. from format in LogFormats.All from compressed in (bool[])[false, true] where format.CanWrite && (format != LogFormats.Blf || !compressed)
            select (format.Name, compressed)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_recording_that_appends_to_what_a_killed_one_left_loses_nothing_or_is_refused_and_changes_nothing(string format, bool compressed)
    {
        var known = LogFormats.ByName(format);
        var path = root.Of(compressed ? "cut.gz" : "cut");
        Record(path, known, ExistingFile.Replace, 0, 100);
        var whole = File.ReadAllBytes(path);
        var refused = 0;
        Gen.Int[1, whole.Length].Sample(length =>
        {
            File.WriteAllBytes(path, whole[..length]);
            var before = ReadCut(path, known);
            try
            {
                Record(path, known, ExistingFile.Append, 1000, 25);
            }
            catch (InvalidDataException)
            {
                refused++;
                Assert.Equal(whole[..length], File.ReadAllBytes(path));
                return;
            }

            Assert.Equal([.. before, .. Enumerable.Range(1000, 25)], Read(path, known));
        }, iter: CutPoints, threads: 1);

        // Only where nothing but a part of a header is there, nobody knows what the file is.
        Assert.InRange(refused, 0, CutPoints / 5);
    }

    private static void Record(string path, LogFormat format, ExistingFile existing, int first, int count)
    {
        var clock = new FakeTimeProvider();
        var output = new RecordingOutput(
            new() { Path = path, Format = format, ExistingFile = existing, TimeProvider = clock }, new("test", clock));
        for (var sent = 0; sent < count; sent += 25)
        {
            output.Write(Numbered(first + sent, 25));
        }

        output.End();
        Assert.Equal(count, output.Account.FramesWritten);
    }

    private static List<int> ReadCut(string path, LogFormat format)
    {
        try
        {
            using var log = CanLog.Open(path, new() { Format = format });
            return [.. log.ReadAll().Select(NumberOf)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    private void Sample(string name, bool ring) =>
        Gen.Select(Gen.Enum<Fault>(), Gen.Int[0, 700]).Array[1, 25].Sample(steps => Run(name, ring, steps), iter: 40, threads: 1, print: Print);

    private static string Print((Fault, int)[] steps) => string.Join(' ', steps.Select(step => $"{step.Item1}:{step.Item2}"));

    /// <returns>How many frames were lost.</returns>
    private long Run(string name, bool ring, (Fault Fault, int Frames)[] steps)
    {
        var folder = Directory.CreateDirectory(root.Of($"{rounds++}")).FullName;
        var clock = new FakeTimeProvider();
        var disk = new FaultyDisk(folder);
        var removed = 0L;
        disk.Deleting = path => removed += Read(path).Count;
        var options = new RecordingOptions
        {
            Path = Path.Combine(folder, name),
            TimeProvider = clock,
            Storage = disk,
            BacklogCapacity = 2000,
            MaxSize = ring ? 20_000 : null,
            MaxFiles = ring ? 4 : null,
        };
        var output = new RecordingOutput(options, new("test", clock));
        var sent = 0;
        foreach (var (fault, count) in steps)
        {
            Do(fault, disk, clock, output);
            output.Write(Numbered(sent, count));
            sent += count;
            Assert.Equal(sent, output.Account.FramesWritten + output.Account.FramesLost + output.FramesPending);
            clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        disk.IsAway = false;
        output.End();
        Assert.Equal(0, output.FramesPending);
        Assert.Equal(sent, output.Account.FramesWritten + output.Account.FramesLost);

        // In the order in which they were begun: the plain one first, then by number.
        var readable = new DirectoryInfo(folder).GetFiles().OrderBy(file => file.Name.Length).ThenBy(file => file.Name, StringComparer.Ordinal)
            .SelectMany(file => Read(file.FullName)).ToList();
        Assert.Equal(readable.Distinct().Order(), readable);
        Assert.Equal(output.Account.FramesWritten, readable.Count + removed);
        Directory.Delete(folder, recursive: true);
        return output.Account.FramesLost;
    }

    private static void Do(Fault fault, FaultyDisk disk, FakeTimeProvider clock, RecordingOutput output)
    {
        switch (fault)
        {
            case Fault.Full:
                disk.Fill();
                break;
            case Fault.NearlyFull:
                disk.Capacity = disk.Used + 5000;
                break;
            case Fault.Room:
                disk.Capacity = long.MaxValue;
                break;
            case Fault.Away:
                disk.IsAway = true;
                break;
            case Fault.Back:
                disk.IsAway = false;
                break;
            case Fault.Deleted:
                File.Delete(output.Path);
                break;
            case Fault.Emptied when File.Exists(output.Path):
                using (var file = new FileStream(output.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                {
                    file.SetLength(0);
                }

                break;
            case Fault.Replaced:
                File.Delete(output.Path);
                File.WriteAllText(output.Path, "");
                break;
            case Fault.Second:
                clock.Advance(TimeSpan.FromSeconds(1));
                break;
            case Fault.Minute:
                clock.Advance(TimeSpan.FromMinutes(1));
                break;
            case Fault.Sealed:
                output.Seal();
                break;
            default:
                break;
        }
    }

    private static List<int> Read(string path, LogFormat? format = null)
    {
        if (new FileInfo(path).Length == 0)
        {
            return [];
        }

        using var log = CanLog.Open(path, new() { Format = format });
        var numbers = log.ReadAll().Select(NumberOf).ToList();
        Assert.Equal(0, log.MalformedCount);
        return numbers;
    }
}
