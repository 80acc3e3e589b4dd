using System.Buffers.Binary;
using System.IO.Compression;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class BlfTests
{
    private const int HeaderLength = 144;
    private const int ContainerHeaderLength = 32;

    // The start in the headers of these files and the times of their objects, which are the same in all of them.
    private static readonly Timestamp Time = LogText.Time("2047-12-10T04:44:36.494606882Z");

    [Theory]
    [InlineData("CanMessage")]
    [InlineData("CanMessage2")]
    public void Classic_frames_are_read(string file)
    {
        // The objects were filled with a pattern: the DLC 0x33 is none and read as 8, and the id 0x44444444 lacks the bit
        // that makes it extended though only an extended id can be so large. python-can too reads 0x4444444 and 8 bytes.
        var frame = new CanFrame(0x4444444, [0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC]) { Timestamp = Time, Device = "4369" };
        Assert.Equal([frame, frame], LogText.ReadFile(SharedData.Find($"logs/pythoncan-test_{file}.blf")));
    }

    [Fact]
    public void Frames_of_many_containers_are_in_order_and_the_length_is_that_of_the_file_when_all_is_written()
    {
        // Containers are packed on other threads, and hold some 2,700 frames each.
        var frames = Drive.Make(30_000);
        using var folder = new TemporaryFolder();
        using (var writer = CanLog.Create(folder.Of("drive.blf")))
        {
            foreach (var part in frames.Chunk(7001))
            {
                writer.Write(part);
                Assert.True(writer.Length >= new FileInfo(folder.Of("drive.blf")).Length);
            }

            writer.Flush();
            Assert.Equal((30_000, new FileInfo(folder.Of("drive.blf")).Length), (writer.FramesFlushed, writer.Length));
            Assert.Equal(frames, folder.Read("drive.blf"));
        }

        Assert.Equal(frames, folder.Read("drive.blf"));
    }

    [Fact]
    public void CAN_FD_frames_are_read()
    {
        var data = Enumerable.Range(0, 64).Select(value => (byte)value).ToArray();
        var frame = new CanFrame(0x4444444, data, FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState) { Timestamp = Time, Device = "4369" };
        Assert.Equal([frame, frame], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanFdMessage.blf")));

        // A pattern again: remote and CAN FD at once, which no frame is. Remote it is then, as python-can reads it too.
        var remote = new CanFrame(0x15555555, default, 8, FrameFlags.Remote | FrameFlags.Transmitted) { Timestamp = Time, Device = "17" };
        Assert.Equal([remote, remote], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanFdMessage64.blf")));
    }

    [Fact]
    public void Error_frames_are_read()
    {
        var frame = new CanFrame(0x19999999, [0xCC, 0xDD, 0xEE, 0xFF, 0x11, 0x22, 0x33, 0x44], FrameFlags.Error) { Timestamp = Time, Device = "4369" };
        Assert.Equal([frame, frame], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanErrorFrameExt.blf")));
    }

    [Fact]
    public void Error_frames_of_every_object_type_are_read_and_other_buses_are_counted()
    {
        // CAN_ERROR: the channel. CAN_FD_ERROR_64: the channel, at 2 how many bytes of data, at 12 the id, extended by its highest bit.
        byte[] fdError = [4, .. new byte[11], 0x21, 0x03, 0, 0x80, .. new byte[28]];
        byte[] fdErrorWithData = [.. fdError, .. new byte[8]];
        fdErrorWithData[2] = 8;
        byte[] objects =
        [
            .. Object(type: 2, [3, 0, 0, 0, 0, 0, 0, 0]), .. Object(type: 104, fdError), .. Object(type: 104, fdErrorWithData),
            .. Object(type: 57, new byte[40]), .. Object(type: 139, new byte[40]), .. Object(type: 65, new byte[16]),
        ];
        byte[] file = [.. LogText.WriteBytes(LogFormats.Blf, Drive.Make(1)).AsSpan(0, HeaderLength), .. Container(objects, method: 0, objects.Length)];

        using var reader = CanLog.Open(new MemoryStream(file), LogFormats.Blf, LogText.Utc);
        Assert.Equal(
        [
            ("3", new CanFrame(0, flags: FrameFlags.Error)),
            ("4", new CanFrame(0x321, flags: FrameFlags.Error | FrameFlags.Extended)),
            ("4", new CanFrame(0x321, flags: FrameFlags.Error | FrameFlags.Extended)),
        ], reader.ReadAll().Select(frame => (frame.Device!, frame with { Device = null, Timestamp = default })));
        Assert.Equal(["1 x CAN XL frames, left out", "1 x LIN messages, left out", "1 x the data of CAN FD error frames"],
            reader.Losses.Select(loss => loss.ToString()).Order());
        Assert.Equal(0, reader.MalformedCount);
    }

    [Fact]
    public void What_is_of_another_bus_is_told_by_kind_and_count()
    {
        (byte Type, string Kind)[] others =
        [
            (3, "CAN overload frames"), (11, "LIN messages"), (12, "LIN errors and events"), (22, "MOST messages"), (24, "MOST events"),
            (38, "overruns of the recorder, which lost frames"), (55, "J1708 messages"), (93, "WLAN frames"), (97, "AFDX frames"),
            (99, "K-Line events"), (113, "ARINC 429 messages"),
        ];
        byte[] objects = [.. others.SelectMany((other, index) => Enumerable.Repeat(Object(other.Type, new byte[40]), index + 1)).SelectMany(bytes => bytes)];
        byte[] file = [.. LogText.WriteBytes(LogFormats.Blf, Drive.Make(1)).AsSpan(0, HeaderLength), .. Container(objects, method: 0, objects.Length)];
        using var reader = CanLog.Open(new MemoryStream(file), LogFormats.Blf, LogText.Utc);
        Assert.Empty(reader.ReadAll());
        Assert.Equal(others.Select((other, index) => (other.Kind, index + 1L)).Order(),
            reader.Losses.Select(loss => (loss.What.Replace(", left out", "", StringComparison.Ordinal), loss.Count)).Order());
        Assert.Equal(0, reader.MalformedCount);
    }

    [Fact]
    public void Data_shorter_than_its_DLC_says_is_filled_up_and_counted()
    {
        using var reader = CanLog.Open(SharedData.Find("logs/pythoncan-issue_1905.blf"), LogText.Utc);
        var frames = reader.ReadAll().ToArray();

        // 22 objects of 120 bytes: 32 of the header, 40 of the frame, 48 of data, where the DLC announces 64.
        byte[] data = [.. Enumerable.Repeat((byte)0xFF, 48), .. new byte[16]];
        Assert.Equal(22, frames.Length);
        Assert.All(frames, frame => Assert.True(frame.HasSameContent(new CanFrame(0x6A9, data, FrameFlags.Fd | FrameFlags.BitRateSwitch))));
        Assert.All(frames, frame => Assert.Equal("7", frame.Device));
        Assert.Equal(1_735_654_183.491113, frames[0].Timestamp.Seconds, 0.000001);
        Assert.Equal(22, Assert.Single(reader.Losses).Count);
        Assert.Equal(0, reader.MalformedCount);
    }

    [Fact]
    public void Uncompressed_containers_are_read_and_objects_may_lie_across_them()
    {
        var frames = Drive.Make(500);
        var objects = Unpacked(LogText.WriteBytes(LogFormats.Blf, frames));
        foreach (var pieceLength in (int[])[1, 47, 48, 1000, objects.Length])
        {
            using var file = new MemoryStream();
            file.Write(LogText.WriteBytes(LogFormats.Blf, frames).AsSpan(0, HeaderLength));
            foreach (var piece in objects.Chunk(pieceLength))
            {
                file.Write(Container(piece, method: 0, piece.Length));
            }

            Assert.Equal(frames, LogText.Read(LogFormats.Blf, file.ToArray()));
        }
    }

    [Fact]
    public void Objects_in_no_container_are_read()
    {
        var frames = Drive.Make(10);
        var written = LogText.WriteBytes(LogFormats.Blf, frames);
        Assert.Equal(frames, LogText.Read(LogFormats.Blf, [.. written.AsSpan(0, HeaderLength), .. Unpacked(written)]));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_read_as_far_as_it_goes()
    {
        var frames = Drive.Make(6000);
        var content = LogText.WriteBytes(LogFormats.Blf, frames);
        var before = 0;
        for (var length = HeaderLength; length < content.Length; length += 997)
        {
            var malformed = new List<MalformedEntry>();
            var read = LogText.Read(LogFormats.Blf, content[..length], LogText.Utc with { OnMalformed = malformed.Add });
            Assert.Equal(frames[..read.Length], read);
            Assert.InRange(read.Length, before, frames.Length);
            before = read.Length;
            Assert.True(malformed.Count <= 1);
            Assert.All(malformed, entry => Assert.Contains("cut off", entry.Reason, StringComparison.Ordinal));
        }

        // Two whole containers and what could be unpacked of the third.
        Assert.True(before > 5400, $"{before} frames");
    }

    [Fact]
    public void A_damaged_container_costs_its_own_frames_only()
    {
        var frames = Drive.Make(9000);
        var content = LogText.WriteBytes(LogFormats.Blf, frames);
        var second = HeaderLength + Length(content, HeaderLength) + Length(content, HeaderLength) % 4;
        content.AsSpan(second + ContainerHeaderLength + 100, 50).Fill(0xA5);

        var malformed = new List<MalformedEntry>();
        var read = LogText.Read(LogFormats.Blf, content, LogText.Utc with { OnMalformed = malformed.Add });

        // 2,730 frames of 48 bytes fill a container of 128 KiB less the room for the longest object.
        const int PerContainer = 2729;
        Assert.InRange(read.Length, frames.Length - PerContainer, frames.Length - 1);
        Assert.Equal(frames[..PerContainer], read[..PerContainer]);
        Assert.Equal(frames[(2 * PerContainer)..], read[^(frames.Length - 2 * PerContainer)..]);
        Assert.Contains("damaged", Assert.Single(malformed).Reason, StringComparison.Ordinal);
        Assert.Equal(second, malformed[0].Offset);
    }

    [Fact]
    public void A_container_that_asks_for_a_dictionary_is_a_damaged_one()
    {
        // The header of zlib with the bit that asks for one, and the check bits that go with it: zlib answers with a code of its own.
        var frames = Drive.Make(6000);
        var content = LogText.WriteBytes(LogFormats.Blf, frames);
        var zlib = HeaderLength + ContainerHeaderLength;
        content[zlib + 1] = 0x20;
        content[zlib + 1] += (byte)(31 - (content[zlib] * 256 + content[zlib + 1]) % 31);

        var malformed = new List<MalformedEntry>();
        var read = LogText.Read(LogFormats.Blf, content, LogText.Utc with { OnMalformed = malformed.Add });
        Assert.Equal(frames[^read.Length..], read);
        Assert.InRange(read.Length, 3000, frames.Length - 1);
        Assert.Contains("damaged", Assert.Single(malformed).Reason, StringComparison.Ordinal);
    }

    public static TheoryData<uint, bool> Lies =>
        [.. from length in (uint[])[0, 15, 49, 1 << 20, 10 << 20, 16 << 20, 200 << 20, 1 << 30, uint.MaxValue] from contained in (bool[])[true, false]
            select (length, contained)];

    [Theory]
    [MemberData(nameof(Lies))]
    public void An_object_whose_length_lies_costs_itself_and_its_neighbour_at_most_and_is_told(uint length, bool contained)
    {
        const int Lying = 120;
        var frames = Drive.Make(300);
        var written = LogText.WriteBytes(LogFormats.Blf, frames);
        var objects = Unpacked(written);
        BinaryPrimitives.WriteUInt32LittleEndian(objects.AsSpan(Lying * 48 + 8), length);
        byte[] content = [.. written.AsSpan(0, HeaderLength), .. contained ? objects.Chunk(1000).SelectMany(piece => Container(piece, method: 0, piece.Length)) : objects];

        var malformed = new List<MalformedEntry>();
        var read = LogText.Read(LogFormats.Blf, content, LogText.Utc with { OnMalformed = malformed.Add });
        Assert.Equal(frames[..Lying], read[..Lying]);
        Assert.Equal(frames[(Lying + 2)..], read[^(frames.Length - Lying - 2)..]);
        Assert.InRange(read.Length, frames.Length - 2, frames.Length);
        if (read.Length < frames.Length)
        {
            Assert.NotEmpty(malformed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(64 << 20)]
    [InlineData(200 << 20)]
    [InlineData(1 << 30)]
    public void A_container_whose_length_lies_costs_no_other_and_is_told(int length)
    {
        var frames = Drive.Make(300);
        var written = LogText.WriteBytes(LogFormats.Blf, frames);
        var containers = Unpacked(written).Chunk(30 * 48).Select(piece => Container(piece, method: 0, piece.Length)).ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(containers[4].AsSpan(8), length);

        var malformed = new List<MalformedEntry>();
        var read = LogText.Read(LogFormats.Blf, [.. written.AsSpan(0, HeaderLength), .. containers.SelectMany(bytes => bytes)],
            LogText.Utc with { OnMalformed = malformed.Add });
        Assert.Equal(frames[..120], read[..120]);
        Assert.Equal(frames[150..], read[^150..]);
        Assert.InRange(read.Length, 270, 300);
        Assert.NotEmpty(malformed);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10 << 20)]
    [InlineData(64 << 20)]
    [InlineData(1 << 30)]
    public void An_object_in_no_container_whose_length_lies_hides_no_container(int length)
    {
        var frames = Drive.Make(300);
        var written = LogText.WriteBytes(LogFormats.Blf, frames);
        var strange = Object(type: 90, new byte[16]);
        BinaryPrimitives.WriteInt32LittleEndian(strange.AsSpan(8), length);

        var malformed = new List<MalformedEntry>();
        byte[] content = [.. written.AsSpan(0, HeaderLength), .. strange, .. written.AsSpan(HeaderLength)];
        Assert.Equal(frames, LogText.Read(LogFormats.Blf, content, LogText.Utc with { OnMalformed = malformed.Add }));
        Assert.NotEmpty(malformed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_cut_off_inside_of_an_object_is_told_wherever_that_is(bool contained)
    {
        var frames = Drive.Make(20);
        var written = LogText.WriteBytes(LogFormats.Blf, frames);
        var objects = Unpacked(written);
        for (var cut = objects.Length - 47; cut < objects.Length; cut++)
        {
            var rest = objects[..cut];
            byte[] content = [.. written.AsSpan(0, HeaderLength), .. contained ? Container(rest, method: 0, rest.Length) : rest];
            var malformed = new List<MalformedEntry>();
            Assert.Equal(frames[..19], LogText.Read(LogFormats.Blf, content, LogText.Utc with { OnMalformed = malformed.Add }));
            Assert.NotEmpty(malformed);
            Assert.All(malformed, told => Assert.Matches("the file (ends inside|is cut off in)", told.Reason));
        }
    }

    [Fact]
    public void Garbage_between_containers_is_passed_over()
    {
        var frames = Drive.Make(10);
        var content = LogText.WriteBytes(LogFormats.Blf, frames);
        byte[] garbled = [.. content.AsSpan(0, HeaderLength), .. new byte[1000], .. content.AsSpan(HeaderLength)];

        var malformed = new List<MalformedEntry>();
        Assert.Equal(frames, LogText.Read(LogFormats.Blf, garbled, LogText.Utc with { OnMalformed = malformed.Add }));
        Assert.Equal(HeaderLength, Assert.Single(malformed).Offset);
    }

    [Fact]
    public void Times_in_ten_microseconds_are_read()
    {
        var frames = Drive.Make(1);
        var written = LogText.WriteBytes(LogFormats.Blf, frames);
        var item = Unpacked(written);
        item[16] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(item.AsSpan(24), 250_000);
        var read = LogText.Read(LogFormats.Blf, [.. written.AsSpan(0, HeaderLength), .. Container(item, method: 0, item.Length)]);
        Assert.Equal(frames[0].Timestamp + TimeSpan.FromSeconds(2.5), Assert.Single(read).Timestamp);
    }

    [Fact]
    public void The_head_says_what_the_file_holds()
    {
        var frames = Drive.Make(3000);
        var content = LogText.WriteBytes(LogFormats.Blf, frames);

        Assert.Equal(content.Length, BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(16)));
        Assert.Equal(HeaderLength + 2 * ContainerHeaderLength + 3000 * 48, BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(24)));
        Assert.Equal(3000, BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(32)));

        // 2026-01-31, a Saturday, 13:45:00.000.
        Assert.Equal([2026, 1, 6, 31, 13, 45, 0, 0], Enumerable.Range(0, 8)
            .Select(index => (int)BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(40 + 2 * index))));
    }

    [Fact]
    public void Frames_before_the_first_are_written_at_its_time_and_counted()
    {
        using var stream = new MemoryStream();
        using var writer = CanLog.Create(stream, LogFormats.Blf, LogText.WriteUtc);
        var frames = Drive.Make(2);
        writer.Write([frames[0], frames[1] with { Timestamp = frames[0].Timestamp - TimeSpan.FromMilliseconds(3) }]);
        writer.Flush();

        Assert.Equal(1, Assert.Single(writer.Losses).Count);
        Assert.Equal(frames[0].Timestamp, LogText.Read(LogFormats.Blf, stream.ToArray())[1].Timestamp);
    }

    [Fact]
    public void Damaged_objects_never_crash_or_hang_and_give_valid_frames_only()
    {
        var recording = LogFrames.Carriers.Single(carrier => carrier.Format == LogFormats.Blf).Recording;
        Gen.Select(recording, Gen.Int[0, int.MaxValue]).Sample((frames, seed) =>
        {
            var written = LogText.WriteBytes(LogFormats.Blf, frames);
            var objects = Unpacked(written);
            var random = new Random(seed);
            for (var count = random.Next(1, 20); count > 0; count--)
            {
                objects[random.Next(objects.Length)] = (byte)random.Next(256);
            }

            byte[] content = [.. written.AsSpan(0, HeaderLength), .. Container(objects, method: 0, objects.Length)];
            var read = LogText.Read(LogFormats.Blf, content);
            Assert.InRange(read.Length, 0, frames.Length);
            Assert.All(read, frame => Assert.True(frame.HasSameContent(new CanFrame(frame.Id, frame.Data, frame.Dlc, LogFrames.FlagsOf(frame)))));
        }, iter: 500);
    }

    private static int Length(byte[] content, int item) => BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(item + 8));

    /// <summary>The objects of a file with one container.</summary>
    private static byte[] Unpacked(byte[] content)
    {
        using var inflater = new ZLibStream(new MemoryStream(content[(HeaderLength + ContainerHeaderLength)..]), CompressionMode.Decompress);
        using var objects = new MemoryStream();
        inflater.CopyTo(objects);
        return objects.ToArray();
    }

    /// <summary>An object with the header of an event, in nanoseconds.</summary>
    private static byte[] Object(byte type, byte[] content)
    {
        const int EventHeaderLength = 32;
        var item = new byte[EventHeaderLength + content.Length];
        "LOBJ"u8.CopyTo(item);
        (item[4], item[6], item[12], item[16]) = (EventHeaderLength, 1, type, 2);
        BinaryPrimitives.WriteInt32LittleEndian(item.AsSpan(8), item.Length);
        content.CopyTo(item, EventHeaderLength);
        return item;
    }

    private static byte[] Container(byte[] content, ushort method, int uncompressedLength)
    {
        var length = ContainerHeaderLength + content.Length;
        var container = new byte[length + length % 4];
        "LOBJ"u8.CopyTo(container);
        container[4] = 16;
        container[6] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(container.AsSpan(8), length);
        container[12] = 10;
        BinaryPrimitives.WriteUInt16LittleEndian(container.AsSpan(16), method);
        BinaryPrimitives.WriteInt32LittleEndian(container.AsSpan(24), uncompressedLength);
        content.CopyTo(container, ContainerHeaderLength);
        return container;
    }
}
