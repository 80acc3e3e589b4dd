using System.Runtime.CompilerServices;
using Caneth.Flow;

namespace Caneth.Links.Memory;

/// <summary>One session's place on a bus of this process. Whole batches go in and come out: one buffer is filled while the other is read.</summary>
internal sealed class MemoryLink(MemoryBus bus, LinkContext context) : ICanLink
{
    private const int Capacity = 4096;

    private readonly Lock gate = new();
    private readonly AsyncSignal arrived = new();
    private readonly AsyncSignal room = new();
    private readonly FrameBuffer buffer = new(Capacity);
    private ReadOnlyMemory<CanFrame> taken;
    private long receptions;
    private long sent;
    private bool isBroken;
    private bool isEnded;

    /// <inheritdoc/>
    public long Receptions => Volatile.Read(ref receptions);

    /// <summary>What is taken is with the others at once.</summary>
    public long? FramesConfirmed => Volatile.Read(ref sent);

    /// <summary>How many frames it has room for.</summary>
    internal int Room
    {
        get
        {
            lock (gate)
            {
                return buffer.Room;
            }
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (taken.IsEmpty)
            {
                Take();
            }

            if (!taken.IsEmpty)
            {
                var now = taken[..Math.Min(frames.Length, taken.Length)];
                now.CopyTo(frames);
                taken = taken[now.Length..];
                return new(now.Length, More: !taken.IsEmpty);
            }

            if (IsOver())
            {
                return new(0, Ended: true);
            }

            await arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Nobody is refused.</summary>
    public async Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        IsOver();
        var taken = bus.Send(this, frames);
        Volatile.Write(ref sent, sent + taken);
        return new(taken, Bytes: 0);
    }

    /// <inheritdoc/>
    public Task WaitToSendAsync(CancellationToken cancellationToken) => room.WaitAsync(cancellationToken).AsTask();

    /// <summary>Whoever sends no more receives no more either: there is nobody to wait for.</summary>
    public Task EndSendingAsync(CancellationToken cancellationToken)
    {
        bus.Leave(this);
        lock (gate)
        {
            isEnded = true;
        }

        arrived.Set();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void EndReceiving()
    {
    }

    /// <inheritdoc/>
    public void Abort() => bus.Leave(this);

    /// <inheritdoc/>
    public void Dispose() => bus.Leave(this);

    /// <summary>Takes in frames for which there is room.</summary>
    internal void Put(ReadOnlySpan<CanFrame> frames)
    {
        lock (gate)
        {
            buffer.Add(frames, FrameFilter.All);
        }

        arrived.Set();
    }

    /// <summary>Lets a sender try again.</summary>
    internal void RoomMade() => room.Set();

    /// <summary>Ends it, once what has arrived is taken.</summary>
    internal void Break()
    {
        lock (gate)
        {
            isBroken = true;
        }

        arrived.Set();
        room.Set();
    }

    private void Take()
    {
        Memory<CanFrame> arrived;
        lock (gate)
        {
            arrived = buffer.Take();
        }

        if (!arrived.IsEmpty)
        {
            bus.RoomMade();
            Stamp(arrived.Span);
            taken = arrived;
        }
    }

    /// <summary>Whether it has ended in order.</summary>
    /// <exception cref="LinkException">It was broken.</exception>
    private bool IsOver()
    {
        lock (gate)
        {
            return isBroken ? throw new LinkException(LinkError.Broken, "the bus was interrupted") : isEnded;
        }
    }

    /// <summary>What one sent is received now, by this one.</summary>
    private void Stamp(Span<CanFrame> frames)
    {
        Volatile.Write(ref receptions, receptions + 1);
        var now = context.ReceivedAt();
        foreach (ref var frame in frames)
        {
            frame = new(frame.Id, frame.Data, frame.Dlc, frame.Flags & ~FrameFlags.Transmitted, now, context.Device);
        }
    }
}
