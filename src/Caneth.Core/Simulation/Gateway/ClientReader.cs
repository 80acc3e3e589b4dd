using Caneth.Flow;
using Caneth.Links.Gateway;

namespace Caneth.Simulation;

/// <summary>
/// Cuts the bytes of one client into frames, as a gateway does: every 13 bytes, from the beginning of the connection on.
/// Pieces that are not a frame are counted and go nowhere. Used by the reader of that client alone.
/// </summary>
internal sealed class ClientReader(SimulatorOptions options, SimulatorFaults faults, Tally<SimulatorCounter> counters)
{
    private const int MaxFrames = 2048;

    private static readonly TimeSpan PauseBetweenBursts = TimeSpan.FromMilliseconds(50);

    // A multiple of 13, so that a long write of whole frames is read as whole frames too.
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(MaxFrames * FrameCodec.FrameSize);
    private readonly CanFrame[] frames = new CanFrame[MaxFrames];
    private int held;
    private long latest;
    private int framesOfBurst = int.MinValue;

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Free => buffer.AsMemory(held);

    /// <summary>Deals with bytes that were written to <see cref="Free"/>.</summary>
    public void Received(int count, TransmitBuffer transmitBuffer, SimulatedClient sender)
    {
        counters.Add(SimulatorCounter.BytesReceived, count);
        if ((faults[SimulatorFault.DiscardUneven] is not null || options.DialByUdp) && (held > 0 || count % FrameCodec.FrameSize != 0))
        {
            counters.Add(SimulatorCounter.BytesDiscarded, held + count);
            held = 0;
            return;
        }

        var bytes = buffer.AsSpan(0, held + count);
        Timestamp received = options.TimeProvider.GetUtcNow();
        while (bytes.Length >= FrameCodec.FrameSize)
        {
            var run = FrameCodec.DecodeRun(bytes, received, options.Name, frames);
            if (run > 0)
            {
                counters.Add(SimulatorCounter.FramesReceived, run);
                transmitBuffer.Accept(WithoutFirst(frames.AsSpan(0, run)), sender);
            }
            else
            {
                counters.Add(SimulatorCounter.FramesInvalid, 1);
            }

            bytes = bytes[(Math.Max(1, run) * FrameCodec.FrameSize)..];
        }

        bytes.CopyTo(buffer);
        held = bytes.Length;
    }

    /// <summary>Counts what is left at the end of the connection.</summary>
    public void End()
    {
        counters.Add(SimulatorCounter.BytesPartial, held);
        held = 0;
    }

    private ReadOnlySpan<CanFrame> WithoutFirst(ReadOnlySpan<CanFrame> run)
    {
        if (faults[SimulatorFault.DropFirst] is not { } drop)
        {
            framesOfBurst = int.MinValue;
            return run;
        }

        var now = options.TimeProvider.GetTimestamp();
        if (framesOfBurst < 0 || options.TimeProvider.GetElapsedTime(latest, now) >= PauseBetweenBursts)
        {
            framesOfBurst = 0;
        }

        latest = now;
        var dropped = Math.Clamp(drop.Value - framesOfBurst, 0, run.Length);
        framesOfBurst += dropped;
        counters.Add(SimulatorCounter.FramesDroppedFirst, dropped);
        return run[dropped..];
    }
}
