using Caneth.Signals;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Simulation;

public class VehicleTrafficTests
{
    [Fact]
    public async Task Each_message_comes_at_its_rate()
    {
        var frames = await DriveAsync(TimeSpan.FromSeconds(2));
        var counts = frames.CountBy(frame => frame.Id).ToDictionary();
        Assert.True(counts.Count >= 20, $"{counts.Count} ids");
        Assert.Single(counts.Keys, id => id > CanId.MaxStandard);
        Assert.Equal([2, 20, 100, 200], counts.Values.Distinct().Order());
        Assert.Equal(20, counts[0x123]);
    }

    [Fact]
    public async Task The_lamp_of_0x123_lights_and_goes_out_again_within_a_second()
    {
        var frames = await DriveAsync(TimeSpan.FromSeconds(4));
        var lamp = frames.Where(frame => frame.Id == 0x123).Select(frame => frame.Data[0]).ToArray();
        for (var begin = 0; begin + 10 <= lamp.Length; begin++)
        {
            Assert.Equal([0, 1], lamp[begin..(begin + 10)].Distinct().Order().Select(value => (int)value));
        }
    }

    [Fact]
    public async Task Protected_messages_count_and_carry_their_checksum()
    {
        var engine = (await DriveAsync(TimeSpan.FromSeconds(1))).Where(frame => frame.Id == 0x0C0).ToArray();
        for (var index = 0; index < engine.Length; index++)
        {
            var data = engine[index].Data.ToArray();
            Assert.Equal(index % 16, data[^2]);
            Assert.Equal((byte)(0xC0 + data[..^1].Sum(value => value)), data[^1]);
        }
    }

    [Fact]
    public async Task The_cars_database_says_how_its_messages_are_protected()
    {
        var test = new ProtectionTest(new(VehicleTraffic.Database));
        foreach (var frame in await DriveAsync(TimeSpan.FromSeconds(1)))
        {
            test.Add(frame, out _);
        }

        Assert.Equal(VehicleTraffic.Database.Messages.Count(message => message.Find("Checksum") is not null), test.Results.Count);
        Assert.All(test.Results, result => Assert.Equal((0, "Sum8.LowId (Counter, Checksum)"), (result.FaultyFrames, $"{result.Protection}")));
    }

    [Fact]
    public async Task Every_frame_decodes_by_the_cars_database_within_its_limits()
    {
        var database = VehicleTraffic.Database;
        Assert.Empty(database.Problems);
        foreach (var frame in await DriveAsync(TimeSpan.FromSeconds(30)))
        {
            Assert.True(database.TryFind(frame.Id, frame.Extended, out var message), frame.ToString());
            Assert.Equal(message.Length, frame.Dlc);
            var values = new double[message.Signals.Count];
            Assert.Equal(values.Length, message.Codec.Decode(frame, values));
            foreach (var (signal, value) in message.Signals.Zip(values).Where(pair => pair.First.Name != "EngineFuelTemperature"))
            {
                Assert.True(value >= signal.Minimum && value <= signal.Maximum, $"{message}.{signal} is {value}.");
            }
        }
    }

    [Fact]
    public async Task What_the_car_does_is_in_its_signals()
    {
        var (message, last) = (VehicleTraffic.Database.Find("EngineData")!, (await DriveAsync(TimeSpan.FromSeconds(30))).Last(frame => frame.Id == 0x0C0));
        var values = new double[message.Signals.Count];
        message.Codec.Decode(last, values);
        var car = new VehicleState(29.99);
        Assert.Equal(car.EngineSpeed, values[0], 0.125);
        Assert.Equal(car.Torque, values[1], 0.05);
        Assert.Equal(car.Throttle, values[2], 0.2);
    }

    [Fact]
    public void Every_signal_of_car_and_truck_is_one_of_their_databases() =>
        Assert.Empty(VehicleSignals.All.Keys.Except(VehicleTraffic.Database.Messages.Concat(TruckTraffic.Database.Messages).SelectMany(message => message.Signals).Select(signal => signal.Name)));

    [Fact]
    public void The_car_never_does_what_no_car_does()
    {
        for (var time = 0.0; time < 1200; time += 0.05)
        {
            var car = new VehicleState(time);
            Assert.InRange(car.Speed, 0, 100);
            Assert.InRange(car.EngineSpeed, 700, 7000);
            Assert.InRange(car.Throttle, 0, 100);
            Assert.InRange(car.Coolant, 15, 110);
            Assert.InRange(car.Fuel, 0, 100);
            Assert.InRange(car.WheelSpeed(right: true) - car.WheelSpeed(right: false), -5, 5);
        }
    }

    [Theory]
    [InlineData(0x7DFu, "02 01 00", 0x7E8u, "06 41 00 B8 3A 80 13 CC")]
    [InlineData(0x7DFu, "02 01 00", 0x7E9u, "06 41 00 80 08 00 00 CC")]
    [InlineData(0x7E0u, "02 01 20 00 00 00 00 00", 0x7E8u, "06 41 20 80 02 A0 01 CC")]
    [InlineData(0x7E0u, "02 01 05", 0x7E8u, "03 41 05 ??")]
    [InlineData(0x7E0u, "02 01 0C", 0x7E8u, "04 41 0C ?? ??")]
    [InlineData(0x7DFu, "02 01 0D", 0x7E9u, "03 41 0D ??")]
    [InlineData(0x7E1u, "02 01 0D", 0x7E9u, "03 41 0D ??")]
    [InlineData(0x7E0u, "02 01 0F", 0x7E8u, "03 41 0F ??")]
    [InlineData(0x7E0u, "02 01 11", 0x7E8u, "03 41 11 ??")]
    [InlineData(0x7E0u, "02 01 2F", 0x7E8u, "03 41 2F ??")]
    [InlineData(0x7E0u, "01 3E", 0x7E8u, "03 7F 3E 13 CC CC CC CC")]
    [InlineData(0x7DFu, "02 09 02", 0x7E8u, "10 14 49 02 01 57 43 41")]
    public async Task Control_units_answer_diagnostic_requests(uint requestId, string request, uint replyId, string reply)
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendAsync(new CanFrame(requestId, HexBytes.Parse(request)));
        var answer = await client.ReadUntilAsync(replyId);
        Assert.True(DataPattern.Parse(reply).Matches(answer), answer.ToString());
        Assert.Equal(8, answer.Dlc);
    }

    [Theory]
    [InlineData(0x7E0u, "02 01 FE")] // an unknown PID
    [InlineData(0x7E1u, "02 01 05")] // one that only the engine knows
    [InlineData(0x7E0u, "00")]
    [InlineData(0x7E0u, "07 01 0C")] // shorter than it says
    [InlineData(0x7E0u, "10 14 01 0C")] // the first of several frames
    [InlineData(0x7E8u, "02 01 0C")]
    [InlineData(0x18DB33F1u, "02 01 0C")]
    public async Task What_is_no_request_to_them_gets_no_answer(uint id, string data)
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendAsync(new CanFrame(id, HexBytes.Parse(data)), new CanFrame(0x7E0, [1, 0x3E]));

        // Answers come in order, so the first one would be to the first request.
        Assert.Equal(0x7F, (await client.ReadUntilAsync(0x7E8)).Data[1]);
    }

    [Fact]
    public async Task What_takes_time_comes_when_it_is_over()
    {
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic(), TimeProvider = time });
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendAsync(new CanFrame(0x7E0, [3, 0x22, 0xF1, 0x90]));
        Assert.Equal(0x10, (await client.ReadUntilAsync(0x7E8)).Data[0]);
        await client.SendAsync(new CanFrame(0x7E0, [0x30, 0, 20])); // all of it, and 20 ms between its frames
        Assert.Equal(0x21, (await client.ReadUntilAsync(0x7E8)).Data[0]);
        var begin = time.GetTimestamp();
        var next = client.ReadUntilAsync(0x7E8);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(1), () => next.IsCompleted);
        Assert.Equal(0x22, (await next).Data[0]);
        Assert.True(time.GetElapsedTime(begin) >= TimeSpan.FromMilliseconds(20), $"{time.GetElapsedTime(begin)}");
    }

    [Fact]
    public async Task A_mistake_in_the_traffic_is_counted_and_the_connection_goes_on()
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new Failing() });
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendAsync(new CanFrame(1), new CanFrame(2));
        await recording.WaitForAsync(2, TestContext.Current.CancellationToken);
        await Waiting.Until(() => simulator.Statistics.TrafficErrors == 2);
        simulator.Send(new CanFrame(3));
        Assert.Equal(3u, (await client.ReadFrameAsync()).Id);
    }

    /// <summary>The frames of a drive, from its beginning to just before its end.</summary>
    private static async Task<CanFrame[]> DriveAsync(TimeSpan duration)
    {
        var bus = new PlainBus();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var drive = new VehicleTraffic().RunAsync(bus, stopping.Token);
        bus.Time.Advance(duration - TimeSpan.FromMilliseconds(1));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drive);
        return [.. bus.Sent];
    }

    private sealed class Failing : IBusTraffic
    {
        public Task RunAsync(ICanBus bus, CancellationToken cancellationToken) => Task.CompletedTask;

        public void OnFrame(in CanFrame frame, ICanBus bus) => throw new InvalidOperationException("A mistake.");
    }

    private sealed class PlainBus : ICanBus
    {
        public FakeTimeProvider Time { get; } = new();

        public List<CanFrame> Sent { get; } = [];

        public TimeProvider TimeProvider => Time;

        public int Clients => 1;

        public void Send(ReadOnlySpan<CanFrame> frames) => Sent.AddRange(frames);

        public ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitForClientsAsync(int count, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
