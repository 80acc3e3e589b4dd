using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Caneth.Wire;

namespace Caneth.Sessions;

/// <summary>Reads one connection, decodes what came, and hands it to the readers batch by batch.</summary>
internal sealed class ReceiveLoop(
    GatewayConnection connection, FrameStreamDecoder decoder, SubscriptionList readers, SessionCounters counters, SessionClock clock,
    StreamReport report, TimeProvider time)
{
    // A quiet bus needs little, and there may be many sessions; a busy one soon has as much as helps. Whole frames, so that a buffer
    // that is filled ends with a frame, as what gateways write does.
    private const int FirstBufferSize = 315 * FrameCodec.FrameSize;
    private const int MaxBufferSize = 16 * FirstBufferSize;

    // Small enough that a batch is still in the processor's cache when the readers copy it.
    private const int BatchSize = 512;

    // What is held, because it may be frames or not, is decided when nothing came for this time: gateways write what they have at once.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private byte[] buffer = new byte[FirstBufferSize];
    private CanFrame[] batch = new CanFrame[FirstBufferSize / FrameCodec.FrameSize];
    private StreamCounts counted;
    private long framesReceived;
    private int start;
    private int end;
    private bool isSilent;

    /// <summary>Raised when the first frame with a DLC of 9 to 15 came.</summary>
    public event Action? LongDlcReceived;

    /// <summary>When something was received last.</summary>
    public Timestamp LastReceived { get; private set; } = clock.Now;

    /// <summary>How often something was received.</summary>
    public long Reads { get; private set; }

    /// <summary>Whether the gateway refused the client.</summary>
    public bool Refused => decoder.Refused;

    /// <summary>Whether 4 KiB in a row were no frames.</summary>
    public bool AlignmentLost => decoder.AlignmentLost;

    /// <summary>The first bytes that were no frames, where no frame followed.</summary>
    public ReadOnlySpan<byte> Foreign => decoder.Skipped.Bytes;

    /// <summary>Whether it waits for the gateway, not for a reader.</summary>
    public bool Listening { get; private set; }

    /// <summary>Receives until the gateway closes its side, refuses the client, or sends what are no frames.</summary>
    /// <param name="pause">Ends it while it waits for the gateway; it may be run again, and nothing is lost.</param>
    /// <param name="cancellationToken">Ends it wherever it waits.</param>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken pause, CancellationToken cancellationToken)
    {
        try
        {
            while (!Refused && !AlignmentLost)
            {
                Listening = true;
                var receiving = connection.ReceiveAsync(buffer.AsMemory(end), pause);
                var received = receiving.IsCompleted || DelayUntilDecision() is null
                    ? await receiving.ConfigureAwait(false)
                    : await ReceiveOrDecideAsync(receiving.AsTask(), pause, cancellationToken).ConfigureAwait(false);
                if (received == 0)
                {
                    break;
                }

                Reads++;
                LastReceived = clock.Look();
                Listening = false;
                counters.BytesReceived.Add(received);
                end += received;
                isSilent = false;
                await DecodeAsync(silent: false, cancellationToken).ConfigureAwait(false);
                MakeRoom(received);
            }
        }
        catch (SocketException)
        {
            await DecodeAsync(silent: true, cancellationToken).ConfigureAwait(false);
            throw;
        }

        // Nothing more will come, so that what is held is decided.
        await DecodeAsync(silent: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Accounts for what is left of the stream, once it has ended.</summary>
    /// <returns>How many bytes of a frame came last without the rest.</returns>
    public int End()
    {
        var rest = buffer.AsSpan(start, end - start);
        var partial = decoder.PartialFrames;
        decoder.End(rest);
        Count();
        if (decoder.PartialFrames > partial && framesReceived > 0)
        {
            report.Withdraw(rest.Length);
            report.Tell(default);
            return rest.Length;
        }

        report.Tell(Foreign);
        return 0;
    }

    /// <summary>How long until something is to be decided or told where nothing comes; null where nothing is.</summary>
    private TimeSpan? DelayUntilDecision() => decoder.IsHolding && !isSilent ? Silence : report.Pause;

    private async Task<int> ReceiveOrDecideAsync(Task<int> receiving, CancellationToken pause, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(pause);
        while (!receiving.IsCompleted && !pause.IsCancellationRequested && DelayUntilDecision() is { } delay)
        {
            var done = await Task.WhenAny(receiving, Task.Delay(delay, time, over.Token)).ConfigureAwait(false);
            if (done != receiving && !pause.IsCancellationRequested)
            {
                await DecideAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await over.CancelAsync().ConfigureAwait(false);
        return await receiving.ConfigureAwait(false);
    }

    private async ValueTask DecideAsync(CancellationToken cancellationToken)
    {
        if (!isSilent)
        {
            isSilent = true;
            await DecodeAsync(silent: true, cancellationToken).ConfigureAwait(false);
            if (decoder.IsHolding)
            {
                report.Foreign(end - start);
            }
        }

        if (report.Pause == TimeSpan.Zero)
        {
            report.Tell(decoder.IsHolding ? [.. decoder.Skipped.Bytes, .. buffer.AsSpan(start, end - start)] : decoder.Skipped.Bytes);
        }
    }

    // A receive may be under way, into what is behind the end: so nothing is moved here.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DecodeAsync(bool silent, CancellationToken cancellationToken)
    {
        int frames;
        do
        {
            var source = buffer.AsSpan(start, end - start);
            frames = silent
                ? decoder.DecodeAfterSilence(source, LastReceived, batch, out var consumed)
                : decoder.Decode(source, LastReceived, batch, out consumed);
            start += consumed;
            framesReceived += frames;
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
    }

    private void MakeRoom(int received)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (received > buffer.Length / 2 && buffer.Length < MaxBufferSize)
        {
            Array.Resize(ref buffer, 2 * buffer.Length);
            batch = new CanFrame[Math.Min(BatchSize, buffer.Length / FrameCodec.FrameSize)];
        }
    }

    // The decoder keeps its own numbers; what they grew by belongs to the session.
    private void Count()
    {
        var now = decoder.Counts;
        if (now == counted)
        {
            return;
        }

        counters.BytesSkipped.Add(now.Skipped - counted.Skipped);
        counters.Resynchronisations.Add(now.Found - counted.Found);
        counters.InvalidFrames.Add(now.Invalid - counted.Invalid);
        counters.LongDlcFrames.Add(now.LongDlc - counted.LongDlc);
        counters.Heartbeats.Add(now.Heartbeats - counted.Heartbeats);
        counters.HeartbeatBytes.Add(now.HeartbeatBytes - counted.HeartbeatBytes);
        counters.RegistrationPackets.Add(now.Registrations - counted.Registrations);
        counters.RegistrationBytes.Add(now.RegistrationBytes - counted.RegistrationBytes);
        counters.PartialFrames.Add(now.Partial - counted.Partial);
        report.Skipped(now.Skipped - counted.Skipped, now.Invalid - counted.Invalid, now.Found - counted.Found);
        if (now.Registrations > counted.Registrations)
        {
            report.Identified(decoder.Registration);
        }

        if (counted.LongDlc == 0 && now.LongDlc > 0)
        {
            LongDlcReceived?.Invoke();
        }

        counted = now;
    }
}
