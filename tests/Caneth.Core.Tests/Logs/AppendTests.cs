using System.IO.Compression;
using System.Text;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>Files that do not end whole, of another format, or damaged, and what appending makes of them.</summary>
public sealed class AppendTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, bool> Targets =>
        [.. from format in LogFormats.All from compressed in (bool[])[false, true] where format.CanWrite && (format != LogFormats.Blf || !compressed)
            select (format.Name, compressed)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Wherever_a_recorder_is_killed_all_that_was_readable_and_all_that_is_appended_can_be_read(string format, bool compressed)
    {
        var carrier = LogFrames.Carriers.Single(carrier => carrier.Format.Name == format);
        var refused = 0;
        var cuts = 0;
        Gen.Select(carrier.Recording.Array[3], Gen.Double[0, 1]).Sample((recordings, share) =>
        {
            // One after another, as they were recorded: not all formats have times before the start of the file.
            CanFrame[][] parts = [.. recordings.OrderBy(recording => recording[0].Timestamp)];
            var (earlier, killed, later) = (parts[0], parts[1], parts[2]);
            var path = folder.Of(Path.GetRandomFileName() + (compressed ? ".gz" : ""));
            var floor = Killed(path, carrier.Format, earlier, killed, cut: share);
            var torn = File.ReadAllBytes(path);
            var before = TryRead(path, carrier.Format);
            Interlocked.Increment(ref cuts);
            try
            {
                Append(path, carrier.Format, later);
            }
            catch (InvalidDataException refusal)
            {
                Interlocked.Increment(ref refused);
                Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
                Assert.Equal(torn, File.ReadAllBytes(path));
                return;
            }

            AssertSame([.. before ?? [], .. later], TryRead(path, carrier.Format));
            Assert.True(before is null || before.Length >= floor, "What was flushed before cannot be read.");
            File.Delete(path);
        }, iter: 200, threads: 1);

        // Only where nothing but a part of a header is there, nobody knows what the file is.
        Assert.InRange(refused, 0, cuts / 5);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_file_that_ends_inside_of_a_line_or_a_container_is_repaired_and_says_so(string format, bool compressed)
    {
        var known = LogFormats.ByName(format);
        var path = folder.Of(compressed ? "drive.gz" : "drive");
        var frames = Drive.Make(400);
        using (var writer = CanLog.Create(path, LogText.WriteUtc with { Format = known }))
        {
            writer.Write(frames.AsSpan(0, 200));
            writer.Flush();
            writer.Write(frames.AsSpan(200, 100));
            writer.Flush();
            writer.Write(frames.AsSpan(300, 50));
        }

        var content = File.ReadAllBytes(path);
        var length = content.Length - content.Length / 20;
        var isText = !content.Contains((byte)0);
        length = compressed ? length : isText ? content.AsSpan(0, length).LastIndexOf((byte)'\n') + 10 : length | 1;
        File.WriteAllBytes(path, content[..length]);
        var before = TryRead(path, known)!;
        Assert.InRange(before.Length, 200, 349);
        using (var writer = CanLog.Create(path, LogText.WriteUtc with { Format = known, ExistingFile = ExistingFile.Append }))
        {
            Assert.NotNull(writer.Repair);
            writer.Write(frames.AsSpan(350));
        }

        AssertSame([.. before, .. frames[350..]], LogText.ReadFile(path, LogText.Utc with { Format = known }));
        using var again = CanLog.Create(path, LogText.WriteUtc with { Format = known, ExistingFile = ExistingFile.Append });
        Assert.Null(again.Repair);
    }

    [Theory]
    [InlineData("candump", "(1605793322.823716) can0 123#1122334455667788\n(1605793322.923716) can0 124#11223344", 1)]
    [InlineData("candump", "(1605793322.823716) can0 123#1122334455667788\n(1605793322.923716) can0 124#", 1)]
    [InlineData("candump", "(1605793322.823716) can0 123#1122334455667788\n(1605793322.923716) can0 124#1122334455667788", 1)]
    [InlineData("asc", "date Sun Mar 1 10:00:00.000 am 2026\nbase hex  timestamps absolute\n   0.1 1 123 Rx d 2 11 2", 0)]
    [InlineData("asc", "   0.1 1 123 Rx d 2 11 22\n   0.2 1  1", 1)]
    [InlineData("asc", "   0.1 1 123 Rx d 2 11 22\n   0.2 CANFD 1 Rx 123 0 0 8 8 11 22 33 44 55 66 77 88 130000 130 1", 1)]
    [InlineData("trc", "1) 1.0 0100 1 00\n2) 2.0 0100 2 00 0", 1)]
    [InlineData("csv", "Id,Data\n291,01 02\n292,01", 1)]
    [InlineData("csv", "\"Id\",\"Extended\",\"Data\",\"Dlc\"\n\"1\",\"False\",\"\",\"0\"\n\"2\"", 1)]
    [InlineData("gvret", "Time Stamp,ID,Extended,Dir,Bus,LEN,D1\n1,00000001,false,Rx,0,1,01,\n2,00000002,false,Rx,0,1,0", 1)]
    [InlineData("jsonl", "{\"Id\":1}\n{\"Id\":2", 1)]
    public void A_last_line_that_is_cut_off_is_no_frame_and_is_told(string format, string content, int frames)
    {
        var malformed = new List<MalformedEntry>();
        var options = LogText.Utc with { OnMalformed = malformed.Add };
        Assert.Equal(frames, LogText.Read(LogFormats.ByName(format), Encoding.UTF8.GetBytes(content), options).Length);
        Assert.Contains("ends inside this line", Assert.Single(malformed).Reason, StringComparison.Ordinal);
        Assert.Equal(content[(content.LastIndexOf('\n') + 1)..], malformed[0].Text);
    }

    [Theory]
    [InlineData("candump", " (1605793322.823716)  can0  123   [3]  23 41 42")]
    [InlineData("asc", "   0.1 1 123 Rx d 2 11 22")]
    [InlineData("trc", "1) 1.0 0100 1 00")]
    [InlineData("gvret", "Time Stamp,ID,Extended,Dir,Bus,LEN,D1\n1,00000001,false,Rx,0,1,01,")]
    [InlineData("csv", "\"Id\",\"Data\"\n\"291\",\"01 02\"")]
    [InlineData("jsonl", "{\"Id\":1}")]
    public void A_last_line_without_an_end_that_cannot_be_another_frame_is_one(string format, string content)
    {
        var malformed = 0;
        var options = LogText.Utc with { OnMalformed = _ => malformed++ };
        Assert.Single(LogText.Read(LogFormats.ByName(format), Encoding.UTF8.GetBytes(content), options));
        Assert.Equal(0, malformed);
    }

    public static TheoryData<string, string, string> Strangers => new()
    {
        { "csv", "Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2\n1,00000001,false,Rx,0,1,01,\n", "Time Stamp" },
        { "csv", "Timestamp;Device;Id;Data\n2024-01-01T00:00:00Z;can0;0x123;01\n", "Timestamp;Device" },
        { "csv", "Timestamp\tDevice\tId\tData\n2024-01-01T00:00:00Z\tcan0\t0x123\t01\n", "columns" },
        { "csv", "Id,Data\n291,01\n", "Id,Data" },
        { "csv", "\"Timestamp\",\"Device\",\"Id\",\"Extended\",\"Remote\",\"Dlc\",\"Data\",\"Error\",\"Fd\",\"BitRateSwitch\",\"ErrorState\",\"Transmitted\"\n"
            + "\"2023-11-14T22:13:20.000000Z\",\"can0\",\"1A0\",\"False\",\"False\",\"1\",\"01\",\"False\",\"False\",\"False\",\"False\",\"False\"\n", "hexadecimal" },
        { "gvret", "Id,Data\n291,01\n", "Id,Data" },
        { "candump", "date Sun Mar 1 10:00:00.000 am 2026\n   0.1 1 123 Rx d 2 11 22\n", "asc" },
        { "asc", "1) 1.0 0100 1 00\n", "trc" },
        { "jsonl", "(1.0) can0 123#01\n", "candump" },
        { "trc", "{\"Id\":1}\n", "jsonl" },
        { "candump", "hello", "not such a log" },
        { "trc1.1", ";$FILEVERSION=2.1\n;$STARTTIME=43000.5\n;$COLUMNS=N,O,T,B,I,d,R,L,D\n1 1.0 DT 1 0100 Rx - 1 00\n", "2.1" },
        { "trc", ";$FILEVERSION=2.1\n;$STARTTIME=soon\n;$COLUMNS=N,O,T,B,I,d,R,L,D\n1 1.0 DT 1 0100 Rx - 1 00\n", "when its times begin" },
        { "asc", "base dec  timestamps absolute\n   0.1 1 123 Rx d 2 11 22\n", "decimal" },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public void A_file_of_another_format_or_layout_is_refused_and_unchanged(string format, string content, string named)
    {
        foreach (var compressed in (bool[])[false, true])
        {
            var path = folder.Of("stranger");
            File.WriteAllBytes(path, compressed ? Pack(content) : Encoding.UTF8.GetBytes(content));
            var before = File.ReadAllBytes(path);
            var refusal = Assert.Throws<InvalidDataException>(() => Append(path, LogFormats.ByName(format), Drive.Make(3)));
            Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing was changed", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(path));
        }
    }

    [Fact]
    public void Text_is_not_appended_to_a_BLF_nor_to_UTF_16()
    {
        var path = folder.Of("drive");
        using (var writer = CanLog.Create(path, LogText.WriteUtc with { Format = LogFormats.Blf }))
        {
            writer.Write(Drive.Make(500));
        }

        Assert.Contains("blf", Assert.Throws<InvalidDataException>(() => Append(path, LogFormats.Candump, Drive.Make(1))).Message, StringComparison.Ordinal);
        File.WriteAllText(path, "(1.0) can0 123#01\r\n", Encoding.Unicode);
        Assert.Contains("UTF-16", Assert.Throws<InvalidDataException>(() => Append(path, LogFormats.Candump, Drive.Make(1))).Message, StringComparison.Ordinal);
        Assert.Single(TryRead(path, LogFormats.Candump)!);
    }

    [Fact]
    public void What_is_appended_is_compressed_where_the_file_is_whatever_its_name()
    {
        foreach (var (name, compressed) in ((string, bool)[])[("a.log", true), ("b.log.gz", false)])
        {
            var path = folder.Of(name);
            const string Line = "(1.000000) can0 123#01\n";
            File.WriteAllBytes(path, compressed ? Pack(Line) : Encoding.UTF8.GetBytes(Line));
            Append(path, LogFormats.Candump, Drive.Make(5));
            Assert.Equal(6, LogText.ReadFile(path).Length);
        }
    }

    [Fact]
    public void A_damaged_compressed_file_is_refused_and_unchanged()
    {
        var content = Pack(string.Concat(Enumerable.Range(0, 300).Select(index => $"(1.{index:D6}) can0 123#{index:X4}\n")));
        var path = folder.Of("drive.log.gz");
        foreach (var damaged in (int[])[content.Length - 6, content.Length / 2])
        {
            byte[] bytes = [.. content];
            bytes[damaged] ^= 0xFF;
            File.WriteAllBytes(path, bytes);
            Assert.Throws<InvalidDataException>(() => Append(path, LogFormats.Candump, Drive.Make(1)));
            Assert.Equal(bytes, File.ReadAllBytes(path));
        }
    }

    /// <summary>A recording of several flushes that is killed in the middle of the last.</summary>
    /// <returns>How many frames were readable at the last flush before.</returns>
    private static int Killed(string path, LogFormat format, CanFrame[] earlier, CanFrame[] killed, double cut)
    {
        long length;
        var sure = 0;
        using (var writer = CanLog.Create(path, LogText.WriteUtc with { Format = format }))
        {
            writer.Write(earlier);
        }

        length = cut < 0.5 ? 0 : new FileInfo(path).Length;
        sure = cut < 0.5 ? 0 : earlier.Length;
        using (var writer = CanLog.Create(path, LogText.WriteUtc with { Format = format, ExistingFile = ExistingFile.Append }))
        {
            foreach (var part in killed.Chunk(7))
            {
                writer.Write(part);
                writer.Flush();
            }
        }

        var whole = new FileInfo(path).Length;
        using var file = File.OpenWrite(path);
        file.SetLength(length + (long)((whole - length) * cut));
        return sure;
    }

    private static CanFrame[]? TryRead(string path, LogFormat format)
    {
        try
        {
            using var reader = CanLog.Open(path, LogText.Utc with { Format = format });
            return [.. reader.ReadAll()];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Append(string path, LogFormat format, CanFrame[] frames)
    {
        using var writer = CanLog.Create(path, LogText.WriteUtc with { Format = format, ExistingFile = ExistingFile.Append });
        writer.Write(frames);
    }

    private static void AssertSame(CanFrame[] expected, CanFrame[]? actual)
    {
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Select(frame => frame.Timestamp), actual!.Select(frame => frame.Timestamp));
    }

    private static byte[] Pack(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
