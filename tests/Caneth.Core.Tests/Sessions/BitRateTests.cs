using Caneth.Sessions;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>A gateway's transmit buffer eats what comes faster than the bus takes it; who knows the bit rate loses nothing.</summary>
public class BitRateTests
{
    private const int Frames = 500;

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_the_bit_rate_of_the_bus_a_long_burst_reaches_it_whole()
    {
        await using var simulator = Start();
        using var recording = simulator.Capture();
        await using var session = CanSession.Open(To(simulator) with { BitRate = 1_000_000, TimeProvider = time });
        await simulator.ServesAsync(1);
        var sending = session.SendAsync(Numbered(0, Frames), cancellationToken: Ending).AsTask();
        await PassAsync(simulator, session, () => sending.IsCompleted && recording.Count == Frames);
        Assert.Equal(Enumerable.Range(0, Frames), NumbersOf(await recording.WaitForAsync(Frames, Ending)));
        Assert.Equal(0, simulator.Statistics.FramesDropped);
        await EndAsync(session);
    }

    [Fact]
    public async Task Without_it_the_gateway_eats_what_its_buffer_does_not_hold_and_nobody_is_told()
    {
        await using var simulator = Start();
        await using var session = await ConnectAsync(simulator);
        await session.SendAsync(Numbered(0, Frames), cancellationToken: Ending);
        await Waiting.Until(() => simulator.Statistics.FramesReceived == Frames);
        Assert.InRange(simulator.Statistics.FramesDropped, 1, Frames);
        Assert.Equal(Frames, session.FramesSent);
    }

    [Theory]
    [InlineData(500_000, null, 3125.0)]
    [InlineData(500_000, 1000.0, 1000.0)]
    [InlineData(125_000, 1000.0, 781.25)]
    [InlineData(null, 1000.0, 1000.0)]
    [InlineData(null, null, null)]
    public void The_frame_rate_is_the_bit_rate_by_the_bits_of_the_longest_frame_and_the_slower_of_both_holds(int? bitRate, double? given, double? rate) =>
        Assert.Equal(rate, new SessionOptions { HostName = "gateway.invalid", BitRate = bitRate, MaxFrameRate = given }.FrameRateLimit);

    [Fact]
    public void A_bit_rate_below_1_and_a_packet_above_128_bytes_are_refused()
    {
        var options = new SessionOptions { HostName = "gateway.invalid" };
        Assert.Contains("BitRate", Assert.Throws<ArgumentOutOfRangeException>(() => CanSession.Open(options with { BitRate = 0 })).Message);
        Assert.Contains("128", Assert.Throws<ArgumentOutOfRangeException>(() => CanSession.Open(options with { Heartbeat = new byte[129] })).Message);
        Assert.Contains("128", Assert.Throws<ArgumentOutOfRangeException>(
            () => CanSession.Open(options with { RegistrationPacket = new byte[129] })).Message);
    }

    private GatewaySimulator Start() => GatewaySimulator.Start(new() { BitRate = 1_000_000, TransmitBuffer = 100, TimeProvider = time });

    /// <summary>Lets time pass, no faster than the gateway reads what is sent.</summary>
    private Task PassAsync(GatewaySimulator simulator, CanSession session, Func<bool> condition) => Waiting.Until(() =>
    {
        if (simulator.Statistics.FramesReceived == session.FramesSent)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        return condition();
    });

    /// <summary>An end in order waits for the gateway.</summary>
    private Task EndAsync(CanSession session)
    {
        var ending = session.DisposeAsync().AsTask();
        return Waiting.Until(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            return ending.IsCompleted;
        });
    }
}
