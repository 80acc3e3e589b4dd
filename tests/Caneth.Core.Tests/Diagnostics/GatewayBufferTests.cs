using System.Runtime.InteropServices;
using Caneth.Diagnostics;
using Caneth.Flow;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Diagnostics;

/// <summary>
/// A gateway holds 600 frames for a slow bus, and drops the rest without a word: here that of the simulator, at a time that passes as the test says, however
/// loaded the computer is.
/// </summary>
public sealed class GatewayBufferTests
{
    private static readonly IsoTpAddress Address = IsoTpAddress.Obd(0);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(0.1);

    // A control unit that takes everything at once asks for 2,858 frames in a row.
    private static readonly byte[] Message = [.. Enumerable.Range(0, 20_000).Select(place => (byte)(place % 251))];

    [Fact]
    public void A_message_of_20000_bytes_arrives_whole_behind_a_gateway_that_holds_600_frames() => ArrivesWhole(sends: _ => true, carries: _ => true);

    // The bus has taken what the gateway held, and then nothing: what was not sent in time does not fit in all at once.
    [Theory]
    [InlineData(40)]
    [InlineData(200)]
    [InlineData(300)]
    public void A_sender_that_is_held_up_does_not_make_up_for_it(int milliseconds) =>
        ArrivesWhole(sends: now => (int)(now.TotalMilliseconds / milliseconds) % 2 == 0, carries: _ => true);

    [Fact]
    public void What_a_network_holds_up_for_a_moment_and_brings_all_at_once_fits_in() =>
        ArrivesWhole(sends: _ => true, carries: now => now.TotalMilliseconds % 500 < 350);

    /// <param name="sends">Whether the sender has the computer to itself at a time.</param>
    /// <param name="carries">Whether the network carries anything.</param>
    private static void ArrivesWhole(Func<TimeSpan, bool> sends, Func<TimeSpan, bool> carries)
    {
        var (clock, now) = (new FakeTimeProvider(), TimeSpan.Zero);
        var counters = new Tally<SimulatorCounter>();
        var onBus = new Queue<CanFrame>();
        var gateway = new TransmitBuffer(new() { BitRate = 500_000, TimeProvider = clock }, counters, (frames, _) => Array.ForEach(frames.ToArray(), onBus.Enqueue));
        var (tester, unit) = (new IsoTpEndpoint(Address), new IsoTpEndpoint(Address.Reverse(), new() { ConsecutiveFrameTimeout = TimeSpan.FromSeconds(5) }));
        var (received, underWay, room) = (new List<IsoTpReception>(), new List<CanFrame>(), new CanFrame[112]);
        tester.Sender.Begin(Message, now);
        while (tester.Sender.State is IsoTpSendState.Sending or IsoTpSendState.WaitingForFlowControl || underWay.Count + gateway.Count > 0)
        {
            while (sends(now) && tester.Sender.Fill(room, now) is > 0 and var count)
            {
                underWay.AddRange(room[..count]);
                tester.Sender.OnWritten(now);
            }

            gateway.Accept(carries(now) ? CollectionsMarshal.AsSpan(underWay) : [], sender: null!);
            underWay.RemoveRange(0, carries(now) ? underWay.Count : 0);
            while (onBus.TryDequeue(out var frame))
            {
                if (unit.OnFrame(frame, now, out var flowControl).Ended is { } ended)
                {
                    received.Add(ended);
                }

                if (flowControl is { } reply)
                {
                    tester.OnFrame(reply, now, out _);
                }
            }

            now += Step;
            clock.Advance(Step);
            tester.OnTime(now);
        }

        Assert.Equal(0, counters[SimulatorCounter.FramesDropped]);
        Assert.Equal(Message, Assert.Single(received).Data);
    }
}
