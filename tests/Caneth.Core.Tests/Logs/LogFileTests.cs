using System.IO.Compression;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Tests.Logs;

public sealed class LogFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Formats => [.. LogFormats.All.Where(format => format.CanWrite).Select(format => format.Name)];

    [Theory]
    [InlineData("drive.log", "candump")]
    [InlineData("/somewhere/DRIVE.ASC", "asc")]
    [InlineData("drive.trc.gz", "trc")]
    [InlineData("drive.blf", "blf")]
    [InlineData("drive.csv", "csv")]
    [InlineData("drive.jsonl", "jsonl")]
    [InlineData("drive.ndjson.GZ", "jsonl")]
    [InlineData("drive.pcapng", "pcapng")]
    [InlineData("drive.pcap.gz", "pcap")]
    [InlineData("drive.MF4", "mf4")]
    public void The_extension_chooses_the_format(string path, string format) => Assert.Equal(format, LogFormats.ForPath(path).Name);

    [Fact]
    public void Unknown_formats_are_refused_with_those_there_are()
    {
        Assert.Contains(".log, .candump, .asc, .trc, .blf, .csv, .jsonl, .ndjson, .pcapng, .pcap, .mf4",
            Assert.Throws<ArgumentException>(() => CanLog.Open("drive.mp3")).Message, StringComparison.Ordinal);
        Assert.Contains("candump, asc, trc, trc1.1, blf, csv, gvret, jsonl, pcapng, pcap, mf4, sqlite",
            Assert.Throws<ArgumentException>(() => LogFormats.ByName("mp3")).Message, StringComparison.Ordinal);
        Assert.Null(LogFormats.TryForPath("drive"));
        Assert.Same(LogFormats.Blf, LogFormats.ByName("BLF"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Compressed_files_are_told_by_their_content(string format)
    {
        var known = LogFormats.ByName(format);
        var frames = Drive.Make(1000);
        Write("drive.gz", known, frames);
        var content = File.ReadAllBytes(folder.Of("drive.gz"));

        Assert.Equal([0x1F, 0x8B], content[..2]);
        File.Move(folder.Of("drive.gz"), folder.Of("drive.plain"));
        Assert.Equal(frames, Read("drive.plain", known));
        Assert.Equal(frames, LogText.Read(known, content));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_log_may_begin_in_the_midst_of_a_stream(string format)
    {
        var known = LogFormats.ByName(format);
        var frames = Drive.Make(30_000);
        var before = new byte[100_000];
        before.AsSpan().Fill(0xAA);
        using var stream = new MemoryStream();
        stream.Write(before);
        var writer = CanLog.Create(stream, known, LogText.WriteUtc);
        writer.Write(frames);
        writer.Flush();
        Assert.Equal(stream.Length - before.Length, writer.Length);
        Assert.Equal(before, stream.ToArray()[..before.Length]);

        stream.Position = before.Length;
        using var reader = CanLog.Open(stream, known, LogText.Utc);
        Assert.Equal(frames[..10], reader.ReadAll().Take(10));
        Assert.True(reader.SkipTo(frames[^100].Timestamp) > 0);
        Assert.Equal(frames[^100..], reader.ReadAll().Where(frame => frame.Timestamp >= frames[^100].Timestamp));
        Assert.Equal(reader.BytesTotal, reader.BytesRead);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_is_gone_on_with(string format)
    {
        var known = LogFormats.ByName(format);
        var frames = Drive.Make(900);
        Write("drive", known, frames[..300]);
        Write("drive", known, frames[300..301], ExistingFile.Append);
        Write("drive", known, [], ExistingFile.Append);
        Write("drive", known, frames[301..], ExistingFile.Append);
        Assert.Equal(frames, Read("drive", known));

        Write("new", known, frames, ExistingFile.Append);
        Assert.Equal(frames, Read("new", known));
        Write("new", known, frames[..2]);
        Assert.Equal(frames[..2], Read("new", known));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_compressed_file_is_gone_on_with_or_refused(string format)
    {
        var known = LogFormats.ByName(format);
        var frames = Drive.Make(20);
        Write("drive.gz", known, frames[..10]);
        if (known == LogFormats.Blf)
        {
            Assert.Throws<InvalidDataException>(() => Write("drive.gz", known, frames[10..], ExistingFile.Append));
            Assert.Equal(frames[..10], Read("drive.gz", known));
        }
        else
        {
            Write("drive.gz", known, frames[10..], ExistingFile.Append);
            Assert.Equal(frames, Read("drive.gz", known));
        }
    }

    [Fact]
    public void A_file_that_is_there_can_be_kept_from_harm()
    {
        Write("drive", LogFormats.Candump, Drive.Make(1));
        Assert.Throws<IOException>(() => Write("drive", LogFormats.Candump, Drive.Make(2), ExistingFile.Refuse));
        Assert.Single(Read("drive", LogFormats.Candump));
    }

    [Fact]
    public void Files_that_cannot_be_gone_on_with_are_refused()
    {
        File.WriteAllText(folder.Of("asc"), "base dec  timestamps absolute\n");
        File.WriteAllText(folder.Of("trc"), ";$FILEVERSION=1.1\n");
        Write("blf", LogFormats.Blf, Drive.Make(100));
        var damaged = File.ReadAllBytes(folder.Of("blf"));
        damaged[144] = (byte)'l';
        File.WriteAllBytes(folder.Of("blf"), damaged);
        foreach (var format in (string[])["asc", "trc", "blf"])
        {
            var content = File.ReadAllBytes(folder.Of(format));
            var error = Assert.Throws<InvalidDataException>(() => Write(format, LogFormats.ByName(format), Drive.Make(1), ExistingFile.Append));
            Assert.Contains(folder.Of(format), error.Message, StringComparison.Ordinal);
            Assert.Equal(content, File.ReadAllBytes(folder.Of(format)));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_flushed_can_be_read_while_the_file_is_being_written(string format)
    {
        var known = LogFormats.ByName(format);
        var frames = Drive.Make(50);
        foreach (var file in (string[])["drive", "drive.gz"])
        {
            using var writer = CanLog.Create(folder.Of(file), LogText.WriteUtc with { Format = known });
            writer.Write(frames.AsSpan(0, 20));
            Assert.Equal((20, 0), (writer.FramesWritten, writer.FramesFlushed));
            writer.Flush();
            Assert.Equal(20, writer.FramesFlushed);
            writer.Write(frames.AsSpan(20));

            using var reader = CanLog.Open(folder.Of(file), LogText.Utc with { Format = known });
            Assert.Equal(frames[..20], reader.ReadAll());
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Progress_runs_from_the_beginning_to_the_end(string format)
    {
        var known = LogFormats.ByName(format);
        Write("drive", known, Drive.Make(30_000));
        using var reader = CanLog.Open(folder.Of("drive"), LogText.Utc with { Format = known });
        var room = new CanFrame[1000];
        var before = 0L;
        var steps = 0;
        while (reader.Read(room) > 0)
        {
            Assert.InRange(reader.BytesRead, before, reader.BytesTotal!.Value);
            steps += reader.BytesRead > before ? 1 : 0;
            before = reader.BytesRead;
        }

        Assert.Equal(new FileInfo(folder.Of("drive")).Length, reader.BytesTotal);
        Assert.Equal(reader.BytesTotal, reader.BytesRead);
        Assert.True(steps > 1, "The file was read at once.");

        // Who shows it may ask just when the file is closed.
        reader.Dispose();
        Assert.Equal(before, reader.BytesTotal);
    }

    [Fact]
    public void The_length_tells_a_recorder_when_to_begin_a_new_file()
    {
        using var writer = CanLog.Create(folder.Of("drive"), new LogWriteOptions { Format = LogFormats.Candump });
        writer.Write(Drive.Make(1000));
        var length = writer.Length;
        writer.Flush();
        Assert.Equal(length, writer.Length);
        Assert.Equal(length, new FileInfo(folder.Of("drive")).Length);
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_or_damaged_is_read_as_far_as_it_goes()
    {
        var frames = Drive.Make(20_000);
        Write("drive.log.gz", LogFormats.Candump, frames);
        var content = File.ReadAllBytes(folder.Of("drive.log.gz"));
        File.WriteAllBytes(folder.Of("cut.log.gz"), content[..(content.Length / 2)]);
        content.AsSpan(content.Length / 2, 1000).Fill(0xA5);
        File.WriteAllBytes(folder.Of("damaged.log.gz"), content);

        foreach (var file in (string[])["cut.log.gz", "damaged.log.gz"])
        {
            var malformed = new List<MalformedEntry>();
            using var reader = CanLog.Open(folder.Of(file), new LogReadOptions { OnMalformed = malformed.Add });
            var read = reader.ReadAll().ToArray();

            // Where it ends, a line or two may be cut or garbled.
            Assert.InRange(read.Length, 5_000, 15_000);
            Assert.Equal(frames[..(read.Length - 20)], read[..^20]);
            Assert.Equal(file == "damaged.log.gz", malformed.Any(entry => entry.Reason.Contains("damaged", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read_and_written()
    {
        var frames = Drive.Make(3000);
        foreach (var format in LogFormats.All.Where(format => format.CanWrite))
        {
            using var packed = new MemoryStream();
            using (var writer = CanLog.Create(new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true), format, LogText.WriteUtc))
            {
                writer.Write(frames);
            }

            packed.Position = 0;
            using var reader = CanLog.Open(new GZipStream(packed, CompressionMode.Decompress), format, LogText.Utc);
            Assert.Null(reader.BytesTotal);
            Assert.Equal(frames, reader.ReadAll());
        }
    }

    [Fact]
    public void What_is_to_survive_a_power_failure_is_handed_to_the_disk_itself()
    {
        using var file = new CountedFlushes(folder.Of("drive"));
        using var log = new LogFileStream(file, folder.Of("drive"), LogStorage.Disk, right: null);
        log.Write([1]);
        log.Commit(durable: false);
        Assert.Equal(0, file.ToDisk);
        log.Write([2]);
        log.Commit(durable: true);
        log.Commit(durable: true);
        Assert.Equal(1, file.ToDisk);
    }

    [Fact]
    public void A_failed_write_leaves_a_count_of_what_may_be_missing()
    {
        var full = new FullDisk(room: 300_000);
        using var writer = CanLog.Create(full, LogFormats.Candump);
        var frames = Drive.Make(1000);
        Assert.Throws<IOException>(() =>
        {
            for (var round = 0; round < 1000; round++)
            {
                writer.Write(frames);
                writer.Flush();
            }
        });
        Assert.InRange(writer.FramesWritten - writer.FramesFlushed, 1, 1000);
        full.Room = long.MaxValue;
        writer.Write(frames);
        writer.Flush();
    }

    private void Write(string file, LogFormat format, CanFrame[] frames, ExistingFile existing = ExistingFile.Replace) =>
        folder.Write(file, frames, LogText.WriteUtc with { Format = format, ExistingFile = existing });

    private CanFrame[] Read(string file, LogFormat format) => folder.Read(file, LogText.Utc with { Format = format });

    /// <summary>A stream with so much room and no more.</summary>
    private sealed class FullDisk(long room) : MemoryStream
    {
        public long Room { get; set; } = room;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > Room)
            {
                throw new IOException("No space left on device.");
            }

            base.Write(buffer);
        }
    }

    private sealed class CountedFlushes(string path) : FileStream(path, FileMode.Create, FileAccess.ReadWrite)
    {
        public int ToDisk { get; private set; }

        public override void Flush(bool flushToDisk)
        {
            ToDisk += flushToDisk ? 1 : 0;
            base.Flush(flushToDisk);
        }
    }
}
