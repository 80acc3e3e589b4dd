using System.Buffers.Binary;
using Caneth.Flow;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Transmission;
using Microsoft.Extensions.Time.Testing;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Transmission;

/// <summary>What is sent again and again over TCP to a gateway that goes away and comes back. The clock of the cycles is injected.</summary>
public sealed class BrokenLinkTests
{
    private const uint Id = 0x123;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    // A frame that a busy computer holds up is late here, and not given up: what must not be sent is what comes while there is no link.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_the_five_seconds_without_a_link_nothing_is_sent_after_them_and_every_cycle_is_counted(bool reset)
    {
        await using var simulator = GatewaySimulator.Start();
        using var bus = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        var time = new FakeTimeProvider();
        using var transmitter = new CyclicTransmitter(time);
        var transmission = transmitter.Start("cycles", new ImmediateSender(session, MaxAge), new CycleNumber(), new(Period));

        await SendAsync(cycles: 20);

        // What a gateway has not read when it goes away is lost on the way.
        await bus.WaitForAsync(40, Ending);
        simulator.StopListening();
        simulator.DisconnectClients(reset);
        await session.HappensAsync(SessionEventKind.Lost);
        for (var cycle = 0; cycle < 500; cycle++)
        {
            transmitter.SendDue();
            time.Advance(Period);
        }

        Assert.Equal(TransmissionState.Skipping, transmission.State);
        simulator.Resume();
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        await simulator.ServesAsync(2);
        await SendAsync(cycles: 20);

        transmission.Dispose();
        await session.CloseAsync(Ending);
        await simulator.IsEmptyAsync();
        Assert.Equal([.. Enumerable.Range(0, 20), .. Enumerable.Range(520, 20)], bus.ToArray().Where(frame => frame.Id == Id).Select(frame => BinaryPrimitives.ReadInt32BigEndian(frame.Data.ToArray())));
        Assert.Equal((40L, 500L, 0L), (transmission.FramesSent, transmission.CyclesSkipped, transmission.CyclesMissed));

        async Task SendAsync(int cycles)
        {
            for (var cycle = 0; cycle < cycles; cycle++)
            {
                transmitter.SendDue();
                time.Advance(Period);

                // A cycle is left out while the frame before has not left, and a frame is on the bus before its sender knows of it: what
                // is sent after it, and has been answered, tells.
                await session.SendAsync(new CanFrame(Id + 1), Ending);
            }
        }
    }

    /// <summary>A frame with the number of its cycle.</summary>
    private sealed class CycleNumber : ICycleContent
    {
        public bool SendTo(IImmediateSink target, TimeSpan elapsed)
        {
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, (int)(elapsed / Period));
            return target.TrySend(new(Id, number));
        }
    }
}
