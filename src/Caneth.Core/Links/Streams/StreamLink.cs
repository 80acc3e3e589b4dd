using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Caneth.Flow;

namespace Caneth.Links.Streams;

/// <summary>A link of bytes: a stream that moves them and a wire that defines how frames are written. It keeps torn frames itself.</summary>
/// <param name="stream">The connection.</param>
/// <param name="wire">How frames are written.</param>
/// <param name="address">What messages call the other side.</param>
/// <param name="report">Reports what comes and is not a frame; outlives the link.</param>
/// <param name="context">What the session lends.</param>
internal sealed class StreamLink(IByteStream stream, Wire wire, string address, StreamReport report, LinkContext context) : ICanLink
{
    // A quiet bus needs little, and there may be many sessions; a busy one soon has as much as helps.
    private const int FirstBufferSize = 4096;
    private const int GrowthLimit = 16;

    // What is held, because it may be frames or not, is decided when nothing came for this time: gateways write what they have at once.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    // What the operating system knows of a socket it learns in real time, whatever clock the session has: with one that stands still
    // nobody would ever ask again.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    // Longer than any cycle that is usual on a bus.
    private static readonly TimeSpan WithoutFrames = TimeSpan.FromSeconds(5);

    // .NET does not say when a socket takes bytes again without giving it some, and those could not be withdrawn.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(1);

    private readonly IWireDecoder decoder = wire.CreateDecoder(context);
    private readonly Tally<LinkCounter> reported = new();
    private readonly StreamSender sender = new(stream, wire);
    private readonly long connectedAt = context.TimeProvider.GetTimestamp();

    // Whole frames where all are as long, so that a buffer that is filled ends with a frame, as what gateways write does.
    private byte[] buffer = new byte[FirstSize(wire)];
    private int start;
    private int end;
    private int lastRead;
    private Timestamp lastReceived;
    private long receptions;
    private long framesReceived;

    // A receive that was under way when there was something to give; the next goes on with it.
    private Task<int>? arriving;
    private bool isFull;
    private bool isSilent;
    private bool isOver;
    private LinkException? broken;

    /// <inheritdoc/>
    public long Receptions => Volatile.Read(ref receptions);

    /// <inheritdoc/>
    public long? FramesConfirmed => sender.FramesConfirmed;

    /// <inheritdoc/>
    public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) =>
        isFull ? new(Decode(frames.Span)) : ReadAsync(frames, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken)
    {
        var first = new byte[wire.RefusalWithin];
        try
        {
            var count = await stream.PeekAsync(first, cancellationToken).ConfigureAwait(false);
            return count > 0 && !wire.IsRefusal(first.AsSpan(0, count));
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        try
        {
            return sender.Send(frames);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            throw StreamMessages.Broken(exception);
        }
    }

    /// <inheritdoc/>
    public Task WaitToSendAsync(CancellationToken cancellationToken) => Task.Delay(RetryInterval, cancellationToken);

    /// <inheritdoc/>
    public async Task EndSendingAsync(CancellationToken cancellationToken)
    {
        SayFarewell();
        stream.EndSending();
        while (stream.BytesConfirmed < stream.BytesWritten && !stream.IsBroken)
        {
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void EndReceiving()
    {
        var rest = buffer.AsSpan(start, end - start);
        decoder.End(rest);
        Report();
        if (Growth(LinkCounter.PartialFrames) > 0 && framesReceived > 0)
        {
            report.Withdraw(rest.Length);
            report.Publish(default);
            context.Notify(LinkNoticeKind.PartialFrame, StreamMessages.PartialFrame(rest.Length));
        }
        else
        {
            report.Publish(decoder.Skipped);
        }
    }

    /// <inheritdoc/>
    public void Abort() => stream.Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        stream.Dispose();

        // A failure that is no longer awaited counts as observed.
        arriving?.ContinueWith(static late => _ = late.Exception, TaskScheduler.Default);
    }

    private static int FirstSize(Wire wire) => FirstBufferSize / wire.MaxFrameSize * wire.MaxFrameSize;

    private static bool IsBreak(Exception exception) => exception is SocketException or IOException;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LinkRead> ReadAsync(Memory<CanFrame> frames, CancellationToken cancellationToken)
    {
        ThrowIfLost();
        if (isOver)
        {
            return new(0, Ended: true);
        }

        int? received = null;
        try
        {
            if (arriving is null)
            {
                MakeRoom();
                var receiving = stream.ReceiveAsync(buffer.AsMemory(end), cancellationToken);
                if (receiving.IsCompleted || DelayUntilDecision() is null)
                {
                    received = await receiving.ConfigureAwait(false);
                }
                else
                {
                    arriving = receiving.AsTask();
                }
            }

            if (received is null && await DecideAsync(frames, cancellationToken).ConfigureAwait(false) is { Frames: > 0 } decided)
            {
                return decided;
            }

            received ??= await arriving!.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            broken = StreamMessages.Broken(exception);
            received = 0;
        }
        catch (OperationCanceledException)
        {
            arriving = null;
            throw;
        }

        arriving = null;
        isOver = received == 0;
        if (!isOver)
        {
            Volatile.Write(ref receptions, receptions + 1);
            lastReceived = context.ReceivedAt();
            lastRead = received.Value;
            decoder.Counters.Add(LinkCounter.BytesReceived, lastRead);
            end += lastRead;
        }

        // Where nothing more will come, what is held is decided.
        isSilent = isOver;
        var read = Decode(frames.Span);
        if (isOver && read.Frames == 0)
        {
            ThrowIfLost();
            return new(0, Ended: true);
        }

        return read;
    }

    /// <summary>Decides and reports, during a wait, what is due when nothing arrives.</summary>
    /// <returns>The frames that were decided for; null where something came, or is waited for alone.</returns>
    private async Task<LinkRead?> DecideAsync(Memory<CanFrame> frames, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LinkRead? decided = null;
        while (decided is null && !arriving!.IsCompleted && !cancellationToken.IsCancellationRequested && DelayUntilDecision() is { } delay)
        {
            var done = await Task.WhenAny(arriving, Task.Delay(delay, context.TimeProvider, over.Token)).ConfigureAwait(false);
            if (done != arriving && !cancellationToken.IsCancellationRequested)
            {
                decided = Decide(frames.Span);
            }
        }

        await over.CancelAsync().ConfigureAwait(false);
        return decided;
    }

    /// <summary>How long until something must be decided or reported although nothing arrives; null where nothing must.</summary>
    private TimeSpan? DelayUntilDecision() => decoder.IsHolding && !isSilent ? Silence : report.DueIn ?? WithoutFramesIn;

    /// <summary>How long until it is worth saying that no frame comes; null where it is not.</summary>
    private TimeSpan? WithoutFramesIn => framesReceived > 0 || !report.ExpectsFrames ? null
        : WithoutFrames - context.TimeProvider.GetElapsedTime(connectedAt) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    private LinkRead? Decide(Span<CanFrame> frames)
    {
        LinkRead? decided = null;
        if (!isSilent)
        {
            isSilent = true;
            decided = Decode(frames) is { Frames: > 0 } read ? read : null;
        }

        if (!isFull && decoder.IsHolding)
        {
            report.Foreign(end - start);
        }

        if (report.DueIn == TimeSpan.Zero)
        {
            report.Publish(decoder.IsHolding ? [.. decoder.Skipped, .. buffer.AsSpan(start, end - start)] : decoder.Skipped);
        }

        if (WithoutFramesIn == TimeSpan.Zero)
        {
            report.WithoutFrames(WithoutFrames);
        }

        return decided;
    }

    // A receive may be under way, into the space after the end, so nothing is moved here.
    private LinkRead Decode(Span<CanFrame> frames)
    {
        var count = decoder.Decode(buffer.AsSpan(start, end - start), lastReceived, frames, isSilent, out var consumed);
        start += consumed;
        framesReceived += count;
        isFull = count == frames.Length;
        Report();
        return new(count, More: isFull);
    }

    /// <summary>Says what is said last, as far as it can be said without waiting.</summary>
    private void SayFarewell()
    {
        try
        {
            if (!wire.Farewell.IsEmpty)
            {
                stream.Send(wire.Farewell);
            }
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            // The connection is gone already.
        }
    }

    private void MakeRoom()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (lastRead > buffer.Length / 2 && buffer.Length < GrowthLimit * FirstSize(wire))
        {
            Array.Resize(ref buffer, 2 * buffer.Length);
        }
    }

    /// <summary>Why nothing more will come, where that is not an end in order.</summary>
    private void ThrowIfLost()
    {
        if (decoder.Refused)
        {
            throw wire.Refused(address);
        }

        if (decoder.AlignmentLost)
        {
            throw wire.AlignmentLost(address, decoder.Skipped);
        }

        if (isOver && broken is not null)
        {
            throw broken;
        }
    }

    /// <summary>Counts what the decoder has counted since the last call.</summary>
    private void Report()
    {
        report.Skipped(Growth(LinkCounter.BytesSkipped), Growth(LinkCounter.InvalidFrames), Growth(LinkCounter.Resynchronisations));
        if (Growth(LinkCounter.RegistrationPackets) > 0)
        {
            report.Identified(decoder.Identity);
        }

        var knewLongDlc = reported[LinkCounter.LongDlcFrames] > 0;
        if (Growth(LinkCounter.LongDlcFrames) > 0 && !knewLongDlc)
        {
            context.Notify(LinkNoticeKind.LongDlc, StreamMessages.LongDlc(address));
        }
    }

    private long Growth(LinkCounter counter)
    {
        var growth = decoder.Counters[counter] - reported[counter];
        reported.Add(counter, growth);
        return growth;
    }
}
