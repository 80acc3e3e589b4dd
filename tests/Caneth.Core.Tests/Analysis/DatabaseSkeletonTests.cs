using Caneth.Analysis;
using Caneth.Logs;
using Caneth.Signals;

namespace Caneth.Tests.Analysis;

/// <summary>A database is made of traffic.</summary>
public class DatabaseSkeletonTests
{
    [Theory]
    [InlineData(0, 12, ByteOrder.LittleEndian, false)]
    [InlineData(16, 16, ByteOrder.LittleEndian, true)]
    [InlineData(15, 16, ByteOrder.BigEndian, false)]
    [InlineData(3, 12, ByteOrder.BigEndian, true)]
    [InlineData(7, 24, ByteOrder.BigEndian, true)]
    [InlineData(28, 9, ByteOrder.LittleEndian, false)]
    public void A_number_that_moves_is_found_with_its_ends_its_byte_order_and_its_sign(int start, int length, ByteOrder order, bool isSigned)
    {
        var (random, layout) = (new Random(length), new SignalLayout(start, length, order));
        var (value, top) = (isSigned ? 0.0 : 1 << length - 1, Math.Pow(2, length));
        var message = SkeletonOf(2000, (at, data) =>
        {
            var (lowest, highest) = isSigned ? (-top / 2, top / 2 - 1) : (0, top - 1);
            value = Math.Clamp(value + top / 15 * (random.NextDouble() + random.NextDouble() - 1), lowest, highest);
            layout.Write((ulong)(long)Math.Floor(value), data);
            data[7] = (byte)(at & 0xF);
        });
        Assert.Contains((start, length, order, isSigned), message.Signals.Select(signal => (signal.StartBit, signal.Length, signal.ByteOrder, signal.Kind == SignalKind.SignedInteger)));
        Assert.Contains(message.Signals, signal => signal is { Name: "Counter_56", StartBit: 56, Length: 4 });
        Assert.Equal(2, message.Signals.Count);
    }

    [Fact]
    public void Bits_that_change_at_the_same_moments_are_one_state_and_others_are_states_of_their_own()
    {
        var random = new Random(3);
        var (gear, door, lamp) = (0, 0, 0);
        var message = SkeletonOf(2000, (at, data) =>
        {
            gear = at % 90 == 0 ? random.Next(8) : gear;
            door = at % 210 == 5 ? 1 - door : door;
            lamp = at % 130 == 77 ? 1 - lamp : lamp;
            data[1] = (byte)(gear | door << 3 | lamp << 4);
        });
        Assert.Equal(["State_8:3", "State_11:1", "State_12:1"], message.Signals.Select(signal => $"{signal.Name}:{signal.Length}"));
        Assert.Matches(@"^9\d% sure: changes by itself\.$|^[5-8]\d% sure: changes by itself\.$", message.Find("State_11")!.Comment);
    }

    [Fact]
    public void Counters_checksums_and_constants_are_told_apart_from_what_is_measured()
    {
        var random = new Random(5);
        var speed = 900.0;
        var message = SkeletonOf(1000, (at, data) =>
        {
            speed = Math.Clamp(speed + 40 * (random.NextDouble() - 0.5), 0, 4000);
            data[1] = (byte)(0xA0 | at & 0xF);
            data[2] = (byte)((int)speed >> 8);
            data[3] = (byte)(int)speed;
            data[7] = (byte)(data[1] + data[2] + data[3]);
        });
        Assert.Equal(["Counter_8 8|4", "Constant_13 13|3", "Checksum_56 56|8"], message.Signals.Where(signal => !signal.Name.StartsWith("Number", StringComparison.Ordinal))
            .Select(signal => $"{signal.Name} {signal.StartBit}|{signal.Length}"));
        Assert.Equal("95% sure: right by the profile Sum8.", message.Find("Checksum_56")!.Comment);
        var number = Assert.Single(message.Signals, signal => signal.Name.StartsWith("Number", StringComparison.Ordinal));
        Assert.Equal(ByteOrder.BigEndian, number.ByteOrder);
        Assert.True(number.Layout.Read(new Payload([0, 0, 0x12, 0x34])) is 0x1234 or 0x234, "the number ends with byte 3");
    }

    [Fact]
    public void What_depends_on_a_multiplexer_hangs_on_it_and_what_does_not_does_not()
    {
        var random = new Random(9);
        var walks = new double[] { 30_000, 20_000, 60, 100 };
        var message = SkeletonOf(3000, (at, data) =>
        {
            for (var place = 0; place < walks.Length; place++)
            {
                var top = place < 2 ? 65_535 : 255;
                walks[place] = Math.Clamp(walks[place] + top / 50.0 * (random.NextDouble() - 0.5), 0, top);
            }

            var page = at % 3;
            data[0] = (byte)(page + 1);
            data[1] = (byte)walks[3];
            if (page < 2)
            {
                BitConverter.TryWriteBytes(data[2..], (ushort)walks[page]);
            }
            else
            {
                data[5] = (byte)walks[2];
            }
        });
        var selector = Assert.Single(message.Signals, signal => signal.IsMultiplexer);
        Assert.Equal((0, 8), (selector.StartBit, selector.Length));
        Assert.Equal(
            ["- 8|8", "1 16|16", "2 16|16", "3 40|8"],
            message.Signals.Where(signal => !signal.IsMultiplexer)
                .Select(signal => $"{(signal.Multiplexer is null ? "-" : $"{signal.MultiplexValues[0].First}")} {signal.StartBit}|{signal.Length}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_field_that_follows_an_OBD_answer_has_its_name_unit_and_scale_and_the_answers_are_no_messages()
    {
        var skeleton = new DatabaseSkeleton();
        for (var at = 0; at < 3000; at++)
        {
            var time = at * 0.02;
            var speed = HiddenNumber.Drive(new Random(2))(time);
            var raw = (ushort)(speed * 64);
            skeleton.Add(Frame(0x123, time, [0, (byte)(raw >> 8), (byte)raw, 0, 0, (byte)(at / 40)]));
            if (at % 10 == 0)
            {
                skeleton.Add(Frame(0x7DF, time, [2, 1, 0x0D, 0, 0, 0, 0, 0]));
                skeleton.Add(Frame(0x7E8, time + 0.004, [3, 0x41, 0x0D, (byte)speed, 0xAA, 0xAA, 0xAA, 0xAA]));
            }
        }

        var database = skeleton.ToDatabase("car", TestContext.Current.CancellationToken);
        var message = Assert.Single(database.Messages);
        var signal = message.Find("VehicleSpeed");
        Assert.NotNull(signal);
        Assert.Equal((15, 16, ByteOrder.BigEndian, "km/h"), (signal.StartBit, signal.Length, signal.ByteOrder, signal.Unit));
        Assert.Equal(1 / 64.0, signal.Factor, 2e-4);
        Assert.InRange(signal.Offset, -0.6, 0.6);
        Assert.Contains("follows the OBD-II answer VehicleSpeed (parameter 0D) with a correlation of ", signal.Comment, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_have_lengths_cycle_times_and_how_many_frames_there_were()
    {
        var skeleton = new DatabaseSkeleton();
        for (var at = 0; at < 100; at++)
        {
            skeleton.Add(Frame(0x100, at * 0.02, [1, (byte)at]));
            skeleton.Add(Frame(0x1ABCDEF0, at * 0.05 + (at % 2) * 3, [(byte)at, 2, 3], FrameFlags.Extended));
            skeleton.Add(Frame(0x200, at * 0.02, []));
        }

        var database = skeleton.ToDatabase("my.car", TestContext.Current.CancellationToken);
        Assert.Equal("my.car", database.Name);
        Assert.Equal(["Id_100 2 20", "Id_1ABCDEF0 3 "], database.Messages.Select(message => $"{message.Name} {message.Length} {message.CycleTime?.TotalMilliseconds}"));
        Assert.Equal(["100 frames, one every 20 ms.", "100 frames, at no regular times."], database.Messages.Select(message => message.Comment));
        Assert.True(database.Messages[1].Extended);
        Assert.Equal(200, skeleton.FrameCount);
        Assert.Empty(database.Check());
    }

    [Fact]
    public void Of_an_id_that_two_devices_have_the_frames_of_one_are_described_and_the_others_are_counted()
    {
        var skeleton = new DatabaseSkeleton();
        for (var at = 0; at < 60; at++)
        {
            skeleton.Add(Frame(0x100, at * 0.02, [(byte)at]) with { Device = "can0" });
            if (at % 2 == 0)
            {
                skeleton.Add(Frame(0x100, at * 0.02, [1, 2, 3, (byte)(at * 7)]) with { Device = "can1" });
            }
        }

        Assert.Equal(30, skeleton.FramesOfOtherDevices);
        Assert.Equal(1, Assert.Single(skeleton.ToDatabase("two", TestContext.Current.CancellationToken).Messages).Length);
    }

    [Fact]
    public void Whatever_a_bus_carries_the_database_loads_without_problems_and_its_fields_do_not_overlap()
    {
        foreach (var database in Enumerable.Range(1, 6).Select(seed => Skeleton(new MadeUpCar(seed).Drive(8))).Append(Skeleton(Nonsense())))
        {
            Assert.Empty(database.Check());
            Assert.True(database.Messages.Count > 10);
        }
    }

    [Fact]
    public void The_same_frames_give_the_same_database()
    {
        var frames = new MadeUpCar(4).Drive(4);
        Assert.Empty(Skeleton(frames).Compare(Skeleton(frames)));
    }

    [Fact]
    public void It_ends_when_it_is_cancelled()
    {
        var skeleton = new DatabaseSkeleton();
        skeleton.Add(Frame(1, 0, [1]));
        Assert.Throws<OperationCanceledException>(() => skeleton.ToDatabase("car", new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_skeleton_of_a_real_car_loads_without_problems_and_has_the_steering_angle()
    {
        using var reader = CanLog.Open(SharedData.Find("logs/thinkcity.log"));
        var database = Skeleton([.. reader.ReadAll()]);
        Assert.Empty(database.Check());
        Assert.True(database.Messages.Count > 150);
        Assert.True(database.TryFind(0x00E, false, out var steering));
        Assert.Contains(steering.Signals, signal => signal is { StartBit: 8 } && signal.Name.StartsWith("Number", StringComparison.Ordinal));
        Assert.Contains(steering.Signals, signal => signal is { StartBit: 52, Length: 4 });
    }

    private delegate void FrameWriter(int at, Span<byte> data);

    /// <summary>The only message of a capture, 50 frames a second.</summary>
    private static MessageDefinition SkeletonOf(int count, FrameWriter write)
    {
        var skeleton = new DatabaseSkeleton();
        var data = new byte[8];
        for (var at = 0; at < count; at++)
        {
            Array.Clear(data);
            write(at, data);
            skeleton.Add(Frame(0x321, at * 0.02, data));
        }

        var database = skeleton.ToDatabase("car", TestContext.Current.CancellationToken);
        Assert.Empty(database.Check());
        return Assert.Single(database.Messages);
    }

    private static CanDatabase Skeleton(IReadOnlyList<CanFrame> frames)
    {
        var skeleton = new DatabaseSkeleton();
        foreach (var frame in frames)
        {
            skeleton.Add(frame);
        }

        return skeleton.ToDatabase("car", TestContext.Current.CancellationToken);
    }

    /// <summary>Frames of any length and content, one after another at any time, errors and remote frames among them.</summary>
    private static List<CanFrame> Nonsense()
    {
        var random = new Random(11);
        var frames = new List<CanFrame>();
        for (var at = 0; at < 4000; at++)
        {
            var data = new byte[new[] { 0, 1, 2, 7, 8, 12, 64 }[random.Next(7)]];
            random.NextBytes(data);
            data.AsSpan(0, data.Length / 2).Fill((byte)(at % 3));
            var flags = data.Length > 8 ? FrameFlags.Fd : random.Next(40) == 0 ? FrameFlags.Error : random.Next(3) == 0 ? FrameFlags.Extended : FrameFlags.None;
            frames.Add(Frame((uint)random.Next(30) * 17, Math.Max(0, at * 0.01 - random.Next(3)), data, flags));
        }

        return frames;
    }

    private static CanFrame Frame(uint id, double seconds, byte[] data, FrameFlags flags = FrameFlags.None) =>
        new CanFrame(id, data, flags) with { Timestamp = MadeUpCar.TimeOf(seconds) };
}
