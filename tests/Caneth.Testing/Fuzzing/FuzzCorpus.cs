using System.IO.Compression;
using System.Text;
using Caneth.Logs;

namespace Caneth.Testing.Fuzzing;

/// <summary>A well-formed input that is damaged again and again.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Format">How it is read, where it is a log.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Read">What reads it, where it is no log.</param>
public sealed record FuzzInput(string Name, LogFormat? Format, byte[] Content, Action<byte[], Random>? Read = null);

/// <summary>Small samples of everything that the readers and the wire take.</summary>
public static class FuzzCorpus
{
    private static readonly (LogFormat Format, string Text)[] Texts =
    [
        (LogFormats.Candump, " (1605793322.823716)  can0  TX B E  123  [12]  00 01 02 03 04 05 06 07 08 09 0A 0B   '.#..'\n"
            + " (2024-07-06 09:31:30.572475)  can0  57E   [5]  C7 35 06 18 00\nDROPCOUNT: dropped 1 CAN frame on 'can0' socket\n can0  123   {E}  01 02 03 04 05 06 07 08\n"),
        (LogFormats.Candump, "(2024-07-06 09:31:30.572475) can0 562#122DF953813CA2\n(1.0) can0 123#R8_9\n(1.0) vcan1 12345678##30011223344 T\n(1.0) x 123#11.22\n"),
        (LogFormats.Asc, "date Mit Okt 14 03:06:13.191 pm 2020\nbase dec  timestamps relative\nBegin Triggerblock Mit Okt 14 03:06:13.191 2020\n"
            + "   0.015991 1  291x Rx d 8 1 160 15 166 96 59 209 64  Length = 273910\n   0.000005 CANFD   2 Tx 768 Name 1 0 9 12 1 2 3 4 5 6 7 8 9 10 11 12 102203 133 303000 e0006659\nEnd TriggerBlock\n"),
        (LogFormats.Asc, "date Thu Jan 23 10:00:00.000 am 2025\nbase hex  timestamps absolute\n   0.1 CANXL   1 Rx   FBFF   984438   4656       123   9 12 11 22 33 44 55 66 77 88 99 aa bb cc 8 123123 00003000 00000000\n"
            + "   0.2 1  ErrorFrame\n   0.3 1  123 Rx r 8\n   0.4 CAN 1 Status:chip status error active\n   0.5 1 Statistic: D 0 R 0\n"),
        (LogFormats.Trc, ";   Start time: 18.12.2021 14:28:07.062\n     1)        24   0101 8  00 01 02 03 04 05 06 07\n     2)1000001000 0400 2 RTR\n"),
        (LogFormats.Trc, ";$FILEVERSION=2.0\n;$STARTTIME=44548.6028595139\n;$COLUMNS=N,O,T,I,d,l,D\n      5      1334.416 FD     0500 Tx 12 01 02 03 04 05 06 07 08 09 0A 0B 0C\n"
            + "      6      1334.522 ER          Rx    04 00 02 00 00\n      7 1 ST 1 - Rx 4 00\n"),
        (LogFormats.Csv, "Timestamp;Device;Id;Extended;Data\r\n2024-01-01 00:00:00,5;can0;0x123;FALSCH;\"01 02\"\r\n01.02.2024 03:04:05;\"a\"\"b\";1A0;WAHR;01\r\n"),
        (LogFormats.Gvret, "Time Stamp,ID,Extended,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n-1769872318259854,00000141,false,0,8,1A,29,6E,68,4F,82,00,05,\n"),
        (LogFormats.Csv, "timestamp,arbitration_id,extended,remote,error,dlc,data\n1459520202.0,0x123,0,0,0,2,ESI=\n1e-05,0x123,1,1,0,8,\n3,0x80,0,0,1,0,\n1.5,0x100,0,0,0,12,AAECAwQFBgcICQoL\n"),
        (LogFormats.Csv, "Time,Bus,ID,Data Bytes\n1.5,1,00000123,11 22 \n2,2,4f5,ff 34\n"),
        (LogFormats.Candump, "***BUSMASTER Ver 2.4.0***\n***START DATE AND TIME 8:9:2014 23:59:58:65***\n***HEX***\n***SYSTEM MODE***\n23:59:58:9420 Rx 1 0x023 s 1 40\n"
            + "00:00:00:0001 Tx 1 0x18DB33F1 xr 4\n00:00:01:0 Rx 2 0x100 s-fd 12 00 01 02 03 04 05 06 07 08 09 0A 0B\n***RELATIVE MODE***\n***DEC***\n00:00:02:0000 Rx 1 0 ERR Stuff\n"),
        (LogFormats.Trc, "Time     ID        DLC       Data                    Comment\n11,201   0F1      4           34 01 00 40             \n100.500 00004000 2 36 47 x\n101.0 123 2 RTR\n"),
        (LogFormats.JsonLines, "{\"Timestamp\":1.7e9,\"Id\":\"1A0\",\"Data\":[1,2,255],\"Other\":{\"a\":[null,true]}}\n{\"id\":291,\"data\":\"0102\",\"remote\":false,\"device\":\"\\u00e4\"}\n"),
    ];

    /// <summary>The samples, with those of a folder where one is given.</summary>
    /// <param name="folder">Logs of other tools; null for none.</param>
    public static FuzzInput[] Make(string? folder = null)
    {
        var inputs = new List<FuzzInput>();
        foreach (var format in LogFormats.All.Where(format => format.CanWrite))
        {
            Add(inputs, format.Name, format, Write(format, Frames()));
        }

        foreach (var (format, text) in Texts)
        {
            Add(inputs, $"{format.Name} of others", format, Encoding.UTF8.GetBytes(text));
        }

        foreach (var (name, content) in FuzzCaptures.Make())
        {
            Add(inputs, name, LogFormats.Pcapng, content);
        }

        foreach (var (name, content) in FuzzMeasurements.Make())
        {
            Add(inputs, name, LogFormats.Mf4, content);
        }

        inputs.Add(new("candump in UTF-16", LogFormats.Candump, Encoding.Unicode.GetBytes("\uFEFF(1.0) can0 123#0102\r\n(1.1) can0 124#\r\n")));
        inputs.Add(new("wire", null, FuzzWire.Make(), FuzzWire.Decode));
        inputs.Add(new("wire with oddities", null, FuzzWire.MakeMixed(), FuzzWire.Decode));
        inputs.Add(new("messages", null, FuzzMessages.Make(), FuzzMessages.Read));
        inputs.AddRange(FuzzLinks.Make());
        inputs.AddRange(FuzzDatabase.Make().Select((content, index) => new FuzzInput($"dbc {index}", null, content, FuzzDatabase.Read)));
        foreach (var file in folder is null ? Array.Empty<string>() : [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()])
        {
            const int Longest = 64 * 1024;
            if (new FileInfo(file).Length > Longest)
            {
                continue;
            }

            if (Path.GetExtension(file).Equals(".dbc", StringComparison.OrdinalIgnoreCase))
            {
                inputs.Add(new($"dbc {Path.GetFileName(file)}", null, File.ReadAllBytes(file), FuzzDatabase.Read));
            }
            else if (LogFormats.TryForPath(file) is { } format)
            {
                inputs.Add(new(Path.GetFileName(file), format, File.ReadAllBytes(file)));
            }
        }

        return [.. inputs];
    }

    /// <summary>Frames of every kind.</summary>
    public static CanFrame[] Frames(int count = 24) =>
    [
        .. Enumerable.Range(0, count).Select(index => Kind(index) with
        {
            Timestamp = new Timestamp(1_700_000_000_000_000_000 + index * 100_000L),
            Device = (index % 3) switch { 0 => "1", 1 => "can0", _ => "2" },
        }),
    ];

    private static CanFrame Kind(int index) => (index % 6) switch
    {
        0 => new CanFrame(0x123, [1, 2, 3, 4, 5, 6, 7, 8]),
        1 => new CanFrame(0x18DB33F1, [(byte)index, 2], FrameFlags.Extended | FrameFlags.Transmitted),
        2 => new CanFrame(0x7FF, default, 5, FrameFlags.Remote),
        3 => new CanFrame(0x100, new byte[64], FrameFlags.Fd | FrameFlags.BitRateSwitch),
        4 => new CanFrame(4, [0, 4, 0, 0, 0, 0, 0, 0], FrameFlags.Error),
        _ => new CanFrame(0x200, []),
    };

    private static void Add(List<FuzzInput> inputs, string name, LogFormat format, byte[] content)
    {
        inputs.Add(new(name, format, content));
        inputs.Add(new($"{name}.gz", format, Pack(content)));
    }

    private static byte[] Write(LogFormat format, CanFrame[] frames)
    {
        var stream = new MemoryStream();
        using (var writer = CanLog.Create(stream, format, new() { TimeZone = TimeZoneInfo.Utc }))
        {
            writer.Write(frames.AsSpan(0, frames.Length / 2));
            writer.Flush();
            writer.Write(frames.AsSpan(frames.Length / 2));
        }

        return stream.ToArray();
    }

    private static byte[] Pack(byte[] content)
    {
        var packed = new MemoryStream();
        foreach (var half in (byte[][])[content[..(content.Length / 2)], content[(content.Length / 2)..]])
        {
            using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(half.AsSpan(0, half.Length / 2));
            gzip.Flush();
            gzip.Write(half.AsSpan(half.Length / 2));
        }

        return packed.ToArray();
    }
}
