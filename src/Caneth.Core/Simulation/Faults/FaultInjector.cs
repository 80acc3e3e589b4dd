using Caneth.Flow;
using System.Buffers;
using Caneth.Links.Gateway;

namespace Caneth.Simulation;

/// <summary>
/// Applies the faults that change bytes to what one client gets. Nothing good is lost: damaged frames and garbage come in
/// addition, and padding changes no message. Used by the writer of that client alone.
/// </summary>
internal sealed class FaultInjector(SimulatorFaults faults, Tally<SimulatorCounter> counters, int seed)
{
    private const int HeaderBits = 0xF0;
    private const int ReservedShift = 4;

    private readonly Random random = new(seed);
    private readonly ArrayBufferWriter<byte> output = new();
    private long seen;
    private int damaged;
    private int padded;
    private int garbage;

    /// <summary>The bytes to write instead of these frames, until the next call.</summary>
    public ReadOnlyMemory<byte> Apply(ReadOnlySpan<byte> frames)
    {
        output.ResetWrittenCount();
        (damaged, padded, garbage) = (0, 0, 0);
        for (; !frames.IsEmpty; frames = frames[FrameCodec.FrameSize..])
        {
            var good = frames[..FrameCodec.FrameSize];
            seen++;
            var frame = Copy(good);
            if (faults[SimulatorFault.Padding] is { } padding && seen % padding.Value == 0)
            {
                Pad(frame);
            }

            if (faults[SimulatorFault.ReservedBits] is { } reserved && seen % reserved.Value == 0)
            {
                Damage(good, header => header | random.Next(1, 4) << ReservedShift);
            }

            if (faults[SimulatorFault.LongDlc] is { } dlc && seen % dlc.Value == 0)
            {
                Damage(good, header => (header & HeaderBits) | random.Next(CanData.MaxClassicLength + 1, 16));
            }

            if (faults[SimulatorFault.Garbage] is { } bytes && seen % bytes.Every == 0)
            {
                AddGarbage(bytes.Value);
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>Counts what the latest <see cref="Apply"/> did, once it is written.</summary>
    public void Count()
    {
        counters.Add(SimulatorCounter.FramesDamaged, damaged);
        counters.Add(SimulatorCounter.FramesPadded, padded);
        counters.Add(SimulatorCounter.GarbageBytes, garbage);
    }

    /// <summary>The length of the next piece of a torn write.</summary>
    /// <param name="largest">The largest piece in bytes.</param>
    /// <param name="tearsFrame">Whether the piece must not consist of whole frames.</param>
    public int NextPiece(int largest, bool tearsFrame)
    {
        var length = random.Next(1, largest + 1);
        return tearsFrame && length % FrameCodec.FrameSize == 0 ? length - 1 : length;
    }

    private Span<byte> Copy(ReadOnlySpan<byte> frame)
    {
        var copy = output.GetSpan(FrameCodec.FrameSize)[..FrameCodec.FrameSize];
        frame.CopyTo(copy);
        output.Advance(FrameCodec.FrameSize);
        return copy;
    }

    private void Damage(ReadOnlySpan<byte> good, Func<int, int> header)
    {
        Copy(good)[0] = (byte)header(good[0]);
        damaged++;
    }

    private void Pad(Span<byte> bytes)
    {
        _ = FrameCodec.TryDecode(bytes, out var frame);
        var unused = bytes[(FrameCodec.FrameSize - CanData.MaxClassicLength + frame.Length)..];
        foreach (ref var value in unused)
        {
            value = (byte)random.Next(1, 256);
        }

        padded += unused.IsEmpty ? 0 : 1;
    }

    private void AddGarbage(int length)
    {
        random.NextBytes(output.GetSpan(length)[..length]);
        output.Advance(length);
        garbage += length;
    }
}
