using System.Diagnostics;
using Caneth.Flow;

namespace Caneth.Bench;

/// <summary>Frames that carry their number, as many a second as are asked for, as a subscription would bring them.</summary>
/// <param name="first">The first number.</param>
/// <param name="count">How many frames.</param>
/// <param name="rate">How many a second; 0 for as many as are taken.</param>
internal sealed class PacedSource(long first, long count, double rate) : IFrameSource
{
    private const int MostAtOnce = 262_144;

    private readonly CanFrame[] pattern = Drive.Mixed(8192);
    private readonly CanFrame[] room = new CanFrame[MostAtOnce];
    private readonly TaskCompletionSource completion = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private long next;

    public string Name => "bench";

    public Task Completion => completion.Task;

    /// <summary>How many were taken.</summary>
    public long Taken => Volatile.Read(ref next);

    /// <summary>The number of a frame: in its first four bytes.</summary>
    public static long NumberOf(in CanFrame frame) => frame.Data.Count < 4 ? -1 : frame.Data[0] | frame.Data[1] << 8 | frame.Data[2] << 16 | frame.Data[3] << 24;

    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => new(next < count);

    public ReadOnlyMemory<CanFrame> Take()
    {
        var due = rate > 0 ? Math.Min(count, (long)(clock.Elapsed.TotalSeconds * rate)) : count;
        var length = (int)Math.Min(due - next, MostAtOnce);
        Timestamp now = DateTimeOffset.UtcNow;
        Span<byte> data = stackalloc byte[8];
        for (var index = 0; index < length; index++)
        {
            // All but the number is as varied as traffic is.
            ref readonly var like = ref pattern[(next + index) % pattern.Length];
            like.Data.CopyTo(data);
            BitConverter.TryWriteBytes(data, (int)(first + next + index));
            room[index] = new CanFrame(like.Id, data[..like.Data.Count]) with { Timestamp = now, Device = Name };
        }

        Volatile.Write(ref next, next + length);
        if (next == count)
        {
            completion.TrySetResult();
        }

        return room.AsMemory(0, length);
    }

    public void Dispose()
    {
    }
}
