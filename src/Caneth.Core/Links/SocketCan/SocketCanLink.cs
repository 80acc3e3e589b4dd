using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Caneth.Links.SocketCan;

/// <summary>
/// A link to a CAN interface of this computer. The kernel gives back what the controller has sent, which confirms it; the session shows its
/// own frames itself, so that they are not received.
/// </summary>
internal sealed class SocketCanLink : ICanLink
{
    // A queue of 10 frames, as controllers have it by default, is empty after some milliseconds.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestRetryInterval = TimeSpan.FromMilliseconds(5);

    // Longer than a bus that is full holds a frame back.
    private static readonly TimeSpan FullFor = TimeSpan.FromSeconds(1);

    // What the kernel gives back comes in real time, whatever clock the session has.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    private readonly ICanSocket socket;
    private readonly string name;
    private readonly SocketCanSettings settings;
    private readonly SocketCanReports reports;
    private readonly LinkContext context;
    private readonly DeviceClock clock = new();
    private readonly AwaitedEchoes echoes = new();
    private readonly SendFrame send;
    private readonly ReceivedMessage[] messages = new ReceivedMessage[MessageBatch.Size];
    private readonly byte[] sending = new byte[SocketCanFrame.FdSize];
    private readonly ReceptionEnd end = new();
    private long receptions;
    private uint dropped;
    private bool mayHaveMore;
    private int refusals;
    private long fullSince;
    private bool toldFull;

    /// <param name="socket">The socket of the interface.</param>
    /// <param name="name">The name of the interface.</param>
    /// <param name="settings">What is wanted of it.</param>
    /// <param name="reports">Reports what the kernel says beside frames; outlives the link.</param>
    /// <param name="context">What the session lends.</param>
    public SocketCanLink(ICanSocket socket, string name, SocketCanSettings settings, SocketCanReports reports, LinkContext context)
    {
        this.socket = socket;
        this.name = name;
        this.settings = settings;
        this.reports = reports;
        this.context = context;
        send = SendOne;
    }

    /// <inheritdoc/>
    public long Receptions => Volatile.Read(ref receptions);

    /// <summary>Frames that the controller has sent; null where they do not come back.</summary>
    public long? FramesConfirmed => settings.OwnFrames ? echoes.Returned : null;

    /// <inheritdoc/>
    public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) =>
        mayHaveMore ? new(Take(frames.Span)) : WaitAndTakeAsync(frames, cancellationToken);

    /// <summary>Nobody is refused.</summary>
    public async Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Hands over one frame; that there is no room for it in the queue is for later.</summary>
    public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        if (frames.IsEmpty)
        {
            return default;
        }

        var taken = settings.OwnFrames ? echoes.Send(frames[0], send) : SendOne(frames[0]);
        NoteRoom(taken.Frames > 0);
        return taken;
    }

    /// <summary>Waits a moment for room, and says once that there has been none for long, as on a bus on which nobody acknowledges.</summary>
    public Task WaitToSendAsync(CancellationToken cancellationToken)
    {
        if (refusals > 0 && !toldFull && context.TimeProvider.GetElapsedTime(fullSince) >= FullFor)
        {
            toldFull = true;
            context.Notify(LinkNoticeKind.PeerError, SocketCanMessages.QueueFull(name, FullFor));
        }

        var interval = RetryInterval * refusals;
        return Task.Delay(interval < LongestRetryInterval ? interval : LongestRetryInterval, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task EndSendingAsync(CancellationToken cancellationToken)
    {
        while (settings.OwnFrames && !echoes.IsEmpty)
        {
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }

        // Whoever sends no more receives no more either: there is nobody to wait for.
        await end.ComeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void EndReceiving()
    {
    }

    /// <inheritdoc/>
    public void Abort() => socket.Dispose();

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private static bool IsBreak(Exception exception) => exception is SocketException or IOException;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LinkRead> WaitAndTakeAsync(Memory<CanFrame> frames, CancellationToken cancellationToken)
    {
        using var reception = end.Begin(cancellationToken, out var stop);
        try
        {
            if (end.HasCome)
            {
                return new(0, Ended: true);
            }

            await socket.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.HasCome)
        {
            return new(0, Ended: true);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            throw SocketCanMessages.Broken(name, exception);
        }

        return Take(frames.Span);
    }

    private LinkRead Take(Span<CanFrame> frames)
    {
        var most = Math.Min(frames.Length, messages.Length);
        int count;
        try
        {
            count = socket.Receive(messages.AsSpan(0, most));
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            throw SocketCanMessages.Broken(name, exception);
        }

        mayHaveMore = count == most;
        if (count == 0)
        {
            return default;
        }

        Volatile.Write(ref receptions, receptions + 1);
        var received = context.ReceivedAt();
        var taken = 0;
        var bytes = 0L;
        foreach (ref readonly var message in messages.AsSpan(0, count))
        {
            bytes += message.Size;
            NoteDropped(message.Dropped);
            if (IsForReaders(message))
            {
                var frame = message.Frame;
                frames[taken++] = new(frame.Id, frame.Data, frame.Dlc, frame.Flags, TimeOf(message.Time, received), context.Device);
            }
        }

        context.Count(LinkCounter.BytesReceived, bytes);
        return new(taken, More: mayHaveMore);
    }

    private bool IsForReaders(in ReceivedMessage message)
    {
        if (!message.IsFrame)
        {
            context.Count(LinkCounter.InvalidFrames, 1);
            context.Count(LinkCounter.BytesSkipped, message.Size);
            return false;
        }

        if (message.IsOwn)
        {
            echoes.Take(message.Frame);
            return false;
        }

        return !message.Frame.Error || reports.Errors.Note(message.Frame.Id);
    }

    /// <summary>The kernel counts what it drops from the beginning of the socket on.</summary>
    private void NoteDropped(uint? sum)
    {
        if (sum is { } now && now != dropped)
        {
            reports.Lost.Note(unchecked(now - dropped));
            dropped = now;
        }
    }

    private Timestamp TimeOf(long kernelTime, Timestamp received) =>
        kernelTime == 0 || !settings.KernelTimes ? received : clock.At(kernelTime, received);

    private LinkWrite SendOne(in CanFrame frame)
    {
        try
        {
            var size = SocketCanFrame.Write(frame, sending);
            return socket.Send(sending.AsSpan(0, size)) ? new(1, size) : default;
        }
        catch (Exception exception) when (IsBreak(exception))
        {
            throw SocketCanMessages.Broken(name, exception);
        }
    }

    private void NoteRoom(bool isThere)
    {
        if (isThere)
        {
            (refusals, toldFull) = (0, false);
        }
        else if (refusals++ == 0)
        {
            fullSince = context.TimeProvider.GetTimestamp();
        }
    }
}
