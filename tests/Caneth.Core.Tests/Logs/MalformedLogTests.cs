using System.Text;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class MalformedLogTests
{
    public static TheoryData<string, string, string> Lines => new()
    {
        { "candump", "(1.0) can0 1#00", "3 or 8 hex digits" },
        { "candump", "(1.0) can0 FFF#00", "at most 7FF" },
        { "candump", "(1.0) can0 123#0", "0 to 8 bytes" },
        { "candump", "(1.0) can0 123#001122334455667788", "0 to 8 bytes" },
        { "candump", "(1.0) can0 123#0011_9", "0 to 8 bytes" },
        { "candump", "(1.0) can0 123##", "digit of flags" },
        { "candump", "(1.0) can0 123##0000102030405060708090A", "digit of flags" },
        { "candump", "(1.0) can0 123#R9", "0 to 8" },
        { "candump", "(99999999999999999999.0) can0 123#00", "time in seconds" },
        { "candump", "(1.0) 123#00", "interface" },
        { "candump", "hello", "this is not a line of candump" },
        { "asc", "hello", "neither an event" },
        { "asc", "date yesterday", "date cannot be read" },
        { "asc", "1.0 1 12G Rx d 1 00", "the id is not a number" },
        { "asc", "1.0 1 800 Rx d 1 00", "beyond its limit" },
        { "asc", "1.0 1 100 Rx d 2 00", "2 bytes were expected" },
        { "asc", "1.0 1 100 Rx x 2 00", "'d' or 'r'" },
        { "asc", "1.0 CANFD 1 Rx 100 0 0 9 11 00", "11 bytes were expected" },
        { "asc", "1.0 CANFD 1 Rx 100 0 0 9 1 00", "the DLC is 9, the length 1" },
        { "trc", "1) 1.0", "the id is not a hex number" },
        { "trc", "x) 1.0 0100 0", "begins with its number" },
        { "trc", "1) 1.0 0100 3 00 00", "3 bytes" },
        { "trc", "1) 1.0 0800 0", "beyond its limit" },
        { "csv", "\"2026-01-31T13:45:00Z\",\"1\",\"x\"", "column Id" },
        { "csv", "\"2026-01-31T13:45:00Z\",\"1\",\"1\",\"False\",\"False\",\"2\",\"01\"", "the DLC is 2, but there are 1 bytes" },
        { "csv", "\"yesterday\",\"1\",\"1\"", "column Timestamp" },
        { "csv", "\"2026-01-31T13:45:00Z", "quotation mark" },
        { "gvret", "1,00000001,false,Rx,0,9,00", "the length is not one of" },
        { "gvret", "1,00000001,false,Rx,0,2,00", "2 bytes" },
        { "gvret", "now,00000001,false,Rx,0,0", "microseconds" },
        { "jsonl", "{\"Id\":1", "is not a JSON object" },
        { "jsonl", "{\"Data\":\"00\"}", "the id is missing" },
        { "jsonl", "{\"Id\":1,\"Data\":\"0\"}", "property Data" },
        { "jsonl", "{\"Id\":1} {\"Id\":2}", "is not a JSON object" },
        { "jsonl", "[1,2]", "is not a JSON object" },
    };

    [Fact]
    public void A_remote_frame_of_CAN_FD_is_none()
    {
        var malformed = new List<MalformedEntry>();
        Assert.Empty(LogText.Read(LogFormats.ByName("trc1.1"), ";$FILEVERSION=1.1\n;$STARTTIME=43000.5\n1) 1.0 FD 0100 3 RTR\n",
            LogText.Utc with { OnMalformed = malformed.Add }));
        Assert.Equal("CAN FD has no remote frames", Assert.Single(malformed).Reason);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_malformed_line_is_reported_with_its_number_and_text_and_reading_goes_on(string format, string line, string reason)
    {
        var known = LogFormats.ByName(format);
        CanFrame[] frames = [new CanFrame(1, [1]) { Device = "1" }, new CanFrame(2, [2]) { Device = "1" }];
        var lines = LogText.Write(known, frames).ReplaceLineEndings("\n").Split('\n').ToList();
        var second = lines.FindLastIndex(text => text.Contains("02", StringComparison.Ordinal));
        if (format == "trc")
        {
            lines.RemoveAll(text => text.StartsWith(";$", StringComparison.Ordinal) || text.Length > 0 && text[0] == ' ');
            lines.InsertRange(lines.Count - 1, ["1) 0.0 0001 1 01", "2) 0.0 0002 1 02"]);
            second = lines.Count - 2;
        }

        lines.Insert(second, line);

        using var folder = new TemporaryFolder();
        var path = folder.Write("drive", string.Join('\n', lines));
        var malformed = new List<MalformedEntry>();
        using var reader = CanLog.Open(path, LogText.Utc with { Format = known, OnMalformed = malformed.Add });
        Assert.Equal([1u, 2u], reader.ReadAll().Select(frame => frame.Id));
        var entry = Assert.Single(malformed);
        Assert.Equal((path, second + 1, line, 1), (entry.Path, (int)entry.Line, entry.Text, (int)reader.MalformedCount));
        Assert.Contains(reason, entry.Reason, StringComparison.Ordinal);
        Assert.StartsWith($"{path}:{second + 1}: ", entry.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string> Formats => [.. LogFormats.All.Select(format => format.Name)];

    public static TheoryData<string> WrittenFormats => [.. LogFormats.All.Where(format => format.CanWrite).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_wrong_file_gives_one_clear_error(string format)
    {
        var malformed = 0;
        foreach (var content in (byte[][])
            [
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog.\n", 1000))),
                "<xml/>"u8.ToArray(),
                [.. Enumerable.Range(0, 100_000).Select(value => (byte)(value * 2654435761L >> 13))],
            ])
        {
            var error = Assert.Throws<InvalidDataException>(() =>
                LogText.Read(LogFormats.ByName(format), content, LogText.Utc with { OnMalformed = _ => malformed++ }));
            Assert.Contains($"is not a log of the format {format}", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, malformed);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_empty_file_has_no_frames(string format) => Assert.Empty(LogText.Read(LogFormats.ByName(format), ""));

    [Fact]
    public void A_line_without_end_is_reported_once_and_passed_over()
    {
        var malformed = new List<MalformedEntry>();
        var text = $"(1.0) can0 001#\n{new string('x', 1_000_000)}\n(2.0) can0 002#";
        var frames = LogText.Read(LogFormats.Candump, text, LogText.Utc with { OnMalformed = malformed.Add });

        Assert.Equal([1u, 2u], frames.Select(frame => frame.Id));
        Assert.Equal((2, 200), ((int)Assert.Single(malformed).Line, malformed[0].Text.Length));
    }

    [Theory]
    [MemberData(nameof(WrittenFormats))]
    public void Damaged_files_never_crash_hang_or_fill_the_memory_and_give_valid_frames_only(string format)
    {
        var carrier = LogFrames.Carriers.Single(carrier => carrier.Format.Name == format);
        Gen.Select(carrier.Recording, Gen.Int[0, int.MaxValue]).Sample((frames, seed) =>
            ReadDamaged(carrier.Format, LogText.WriteBytes(carrier.Format, frames), seed), iter: 500);
    }

    // What other tools write and the module does not, a file each.
    public static TheoryData<string, string> OtherTools => new()
    {
        {
            "candump", """
             (1443000166.064000)  can0  21A   [8]  FE 36 12 FE 69 05 07 AD   '.6..i...'
             (2015-09-23 09:22:46.064000)  can0  TX B E  12345678  [12]  00 01 02 03 04 05 06 07 08 09 0A 0B
              can0  RX - -  123   [3]  remote request
             (001.500000)  can0  20000004   [8]  00 04 00 00 00 00 00 00   ERRORFRAME
            	controller-problem{rx-error-warning}
              vcan1  123   {E}  01 02 03 04 05 06 07 08
            """
        },
        {
            "asc", """
            date Mit Okt 14 03:06:13.191 nachm. 2020
            base dec  timestamps relative
            // version 8.1.0
            Begin Triggerblock Mit Okt 14 03:06:13.191 2020
               0.000000 Start of measurement
               0.015991 1  291x Rx d 8 1 160 15 166 96 59 209 64  Length = 273910 BitCount = 141 ID = 291x
               0.000005 CANFD   2 Tx 768 Generic_Name 1 0 15 64 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 102203 133 303000 e0006659 46500250 4b140250 20011736 2001040d
               0.000100 2  ErrorFrame	ECC: 10100010
               0.000100 1  Statistic: D 4 R 0 XD 0 XR 0 E 0 O 0 B 0.04%
            End TriggerBlock
            """
        },
        {
            "trc", """
            ;   Start time: 18.12.2021 14:28:07.062
            ;   Message Number) Time Offset
                 1)     17535  00000100  8  00 00 00 00 00 00 00 00
                 2)     17700  FFFFFFFF  4  00 00 00 04 -- -- -- --    BUSHEAVY
                 3)     48937  0704  1  RTR
            """
        },
        {
            "trc", """
            ;$FILEVERSION=1.3
            ;$STARTTIME=44548.6028595139
                 1)     17535.437 1  Rx     00000100 -  8    00 00 00 00 00 00 00 00
                 2)     17700.286 1  Warng  FFFFFFFF -  4    00 00 00 04  BUSHEAVY
                 3)     48937.6   2  Error      0008 -  4    00 19 08 08
            """
        },
        {
            "trc", """
            ;$FILEVERSION=2.0
            ;$STARTTIME=44548.6028595139
            ;$COLUMNS=N,O,T,I,d,l,D
                 1      1059.900 DT     0300 Rx 7  00 00 00 00 04 00 00
                 2      1283.231 FB     0500 Tx 12 01 02 03 04 05 06 07 08 09 0A 0B 0C
                 3      1334.522 ER          Rx    04 00 02 00 00
                 4      1334.523 RR     0100 Rx 3
            """
        },
        {
            "csv", """
            Time;ID;Extended;Data
            1.5;0x123;false;01 02 03
            2.5;18EBFF00;true;"01,02"
            """
        },
        {
            "gvret", """
            Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8
            1000,0000021A,false,Rx,0,8,FE,36,12,FE,69,05,07,AD,
            2000,18EBFF00,true,Tx,1,2,01,02,
            """
        },
    };

    [Theory]
    [MemberData(nameof(OtherTools))]
    public void Damaged_files_of_other_tools_never_crash_hang_or_fill_the_memory_either(string format, string text)
    {
        var known = LogFormats.ByName(format);
        Assert.InRange(LogText.Read(known, text).Length, 2, 5);
        Gen.Int[0, int.MaxValue].Sample(seed => ReadDamaged(known, Encoding.UTF8.GetBytes(text), seed), iter: 2000);
    }

    private static void ReadDamaged(LogFormat format, byte[] content, int seed)
    {
        const long MostAllocated = 16 * 1024 * 1024;
        var damaged = Damage(content, new Random(seed));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var room = new CanFrame[64];
        var count = 0;
        try
        {
            using var reader = CanLog.Open(new MemoryStream(damaged), format, LogText.Utc);
            while (reader.Read(room) is var read and > 0)
            {
                count += read;
                foreach (var frame in room.AsSpan(0, read))
                {
                    var again = new CanFrame(frame.Id, frame.Data, frame.Dlc, LogFrames.FlagsOf(frame));
                    Assert.True(frame.HasSameContent(again), $"{frame} is no valid frame.");
                }
            }
        }
        catch (InvalidDataException)
        {
            // One clear error is the other way to end.
        }

        Assert.InRange(count, 0, damaged.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    // A few bytes changed, taken out, put in, doubled, and sometimes the second half cut off.
    private static byte[] Damage(byte[] content, Random random)
    {
        var bytes = content.ToList();
        for (var count = random.Next(1, 20); count > 0 && bytes.Count > 0; count--)
        {
            var place = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[place] = "0123456789ABCDEFRx#(). \n,\"{}["u8[random.Next(29)];
                    break;
                case 2:
                    bytes.RemoveAt(place);
                    break;
                case 3:
                    bytes.Insert(place, (byte)random.Next(256));
                    break;
                default:
                    bytes.InsertRange(place, bytes.GetRange(place, Math.Min(random.Next(40), bytes.Count - place)));
                    break;
            }
        }

        if (random.Next(4) == 0)
        {
            bytes.RemoveRange(bytes.Count / 2, bytes.Count - bytes.Count / 2);
        }

        return [.. bytes];
    }
}
