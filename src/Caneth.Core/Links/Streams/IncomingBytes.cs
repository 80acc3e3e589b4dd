using System.Runtime.CompilerServices;
using Caneth.Flow;

namespace Caneth.Links.Streams;

/// <summary>
/// Bytes that one thread brings and another takes: of serial ports and of programs, which give them to whoever waits, and to nobody else. They
/// are bounded: whoever brings them waits for room.
/// </summary>
internal sealed class IncomingBytes
{
    private const int Capacity = 64 * 1024;

    private readonly Lock gate = new();
    private readonly AsyncSignal arrived = new();
    private readonly byte[] bytes = new byte[Capacity];
    private int start;
    private int end;
    private bool hasEnded;
    private IOException? failure;

    /// <summary>How many more there is room for.</summary>
    public int Room
    {
        get
        {
            lock (gate)
            {
                return Capacity - (end - start);
            }
        }
    }

    /// <summary>Whether no more will come.</summary>
    public bool HasEnded
    {
        get
        {
            lock (gate)
            {
                return hasEnded;
            }
        }
    }

    /// <summary>Brings bytes, for which there is room.</summary>
    public void Add(ReadOnlySpan<byte> more)
    {
        lock (gate)
        {
            if (more.Length > Capacity - end)
            {
                bytes.AsSpan(start, end - start).CopyTo(bytes);
                (start, end) = (0, end - start);
            }

            more.CopyTo(bytes.AsSpan(end));
            end += more.Length;
        }

        arrived.Set();
    }

    /// <summary>Says that no more will come.</summary>
    /// <param name="why">What broke; null where it ended in order.</param>
    public void End(Exception? why = null)
    {
        lock (gate)
        {
            hasEnded = true;
            failure ??= why is null ? null : why as IOException ?? new IOException(why.Message, why);
        }

        arrived.Set();
    }

    /// <inheritdoc cref="IByteStream.ReceiveAsync"/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => GetAsync(buffer, takes: true, cancellationToken);

    /// <inheritdoc cref="IByteStream.PeekAsync"/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => GetAsync(buffer, takes: false, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> GetAsync(Memory<byte> buffer, bool takes, CancellationToken cancellationToken)
    {
        int count;
        while (!TryGet(buffer.Span, takes, out count))
        {
            await arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private bool TryGet(Span<byte> buffer, bool takes, out int count)
    {
        lock (gate)
        {
            count = Math.Min(buffer.Length, end - start);
            bytes.AsSpan(start, count).CopyTo(buffer);
            start += takes ? count : 0;
            return count > 0 || (failure is null ? hasEnded : throw new IOException(failure.Message, failure));
        }
    }
}
