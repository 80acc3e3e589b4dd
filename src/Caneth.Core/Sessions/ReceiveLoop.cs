using System.Runtime.CompilerServices;
using Caneth.Wire;

namespace Caneth.Sessions;

/// <summary>Reads one connection, decodes what came, and hands it to the readers batch by batch.</summary>
internal sealed class ReceiveLoop(
    GatewayConnection connection, FrameStreamDecoder decoder, SubscriptionList readers, SessionCounters counters, SessionClock clock)
{
    // A quiet bus needs little, and there may be many sessions; a busy one soon has as much as helps.
    private const int FirstBufferSize = 4 * 1024;
    private const int MaxBufferSize = 64 * 1024;

    // Small enough that a batch is still in the processor's cache when the readers copy it.
    private const int BatchSize = 512;

    private byte[] buffer = new byte[FirstBufferSize];
    private CanFrame[] batch = new CanFrame[FirstBufferSize / FrameCodec.FrameSize];
    private (long Skipped, long Found, long Invalid, long Heartbeats, long Partial) counted;
    private long skippedUnreported;
    private int unread;

    /// <summary>Raised when alignment was found again: bytes skipped, and how many of them in single invalid frames.</summary>
    public event Action<long, long>? Resynchronised;

    /// <summary>When something was received last.</summary>
    public Timestamp LastReceived { get; private set; } = clock.Now;

    /// <summary>How often something was received.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether the gateway refused the client.</summary>
    public bool Refused => decoder.Refused;

    /// <summary>Whether 4 KiB in a row were no frames.</summary>
    public bool AlignmentLost => decoder.AlignmentLost;

    /// <summary>Whether it waits for the gateway, not for a reader.</summary>
    public bool Listening { get; private set; }

    /// <summary>Receives until the gateway closes its side, refuses the client, or sends what are no frames.</summary>
    /// <param name="pause">Ends it while it waits for the gateway; it may be run again, and nothing is lost.</param>
    /// <param name="cancellationToken">Ends it wherever it waits.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The connection is broken.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken pause, CancellationToken cancellationToken)
    {
        while (!Refused && !AlignmentLost)
        {
            Listening = true;
            var received = await connection.ReceiveAsync(buffer.AsMemory(unread), pause).ConfigureAwait(false);
            if (received == 0)
            {
                break;
            }

            Reads++;
            LastReceived = clock.Look();
            Listening = false;
            counters.BytesReceived.Add(received);
            await DecodeAsync(unread + received, cancellationToken).ConfigureAwait(false);
            if (received > buffer.Length / 2 && buffer.Length < MaxBufferSize)
            {
                Grow();
            }
        }
    }

    /// <summary>Accounts for what is left of the stream, once it has ended.</summary>
    /// <returns>How many bytes of a frame came last without the rest.</returns>
    public int End()
    {
        var partial = decoder.PartialFrames;
        decoder.End(buffer.AsSpan(0, unread));
        Count();
        return decoder.PartialFrames > partial ? unread : 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DecodeAsync(int available, CancellationToken cancellationToken)
    {
        var start = 0;
        int frames;
        do
        {
            frames = decoder.Decode(buffer.AsSpan(start, available - start), LastReceived, batch, out var consumed);
            start += consumed;
            counters.FramesReceived.Add(frames);
            Count();
            if (frames > 0)
            {
                counters.LastFrameAt = clock.Ticks;
                await readers.PublishAsync(batch.AsMemory(0, frames), cancellationToken).ConfigureAwait(false);
            }
        }
        while (frames == batch.Length);

        readers.Announce();
        buffer.AsSpan(start, available - start).CopyTo(buffer);
        unread = available - start;
    }

    private void Grow()
    {
        Array.Resize(ref buffer, 2 * buffer.Length);
        batch = new CanFrame[Math.Min(BatchSize, buffer.Length / FrameCodec.FrameSize)];
    }

    // The decoder keeps its own numbers; what they grew by belongs to the session.
    private void Count()
    {
        var (skipped, found, invalid) = (decoder.BytesSkipped - counted.Skipped, decoder.Resynchronisations - counted.Found,
            decoder.InvalidFrames - counted.Invalid);
        counters.BytesSkipped.Add(skipped);
        counters.Resynchronisations.Add(found);
        counters.InvalidFrames.Add(invalid);
        counters.Heartbeats.Add(decoder.Heartbeats - counted.Heartbeats);
        counters.PartialFrames.Add(decoder.PartialFrames - counted.Partial);
        skippedUnreported += skipped;
        counted = (decoder.BytesSkipped, decoder.Resynchronisations, decoder.InvalidFrames, decoder.Heartbeats, decoder.PartialFrames);
        if (found > 0)
        {
            Resynchronised?.Invoke(skippedUnreported, invalid);
            skippedUnreported = 0;
        }
    }
}
