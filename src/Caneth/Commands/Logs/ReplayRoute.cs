using System.Collections.Concurrent;
using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Where the frames of a log go: changes their ids, finds their device, and counts those that go nowhere.</summary>
/// <param name="ids">Which id is sent instead of which.</param>
/// <param name="devices">Which channel of the log goes to which device.</param>
/// <param name="others">Where all other channels go; null for nowhere.</param>
/// <param name="whenLinkLost">What becomes of frames that are due while their device is not connected.</param>
internal sealed class ReplayRoute(IReadOnlyDictionary<uint, uint> ids, IReadOnlyDictionary<string, CanSession> devices, CanSession? others,
    LinkLossPolicy whenLinkLost)
{
    private const string LinkLost = "their device was not connected when they were due";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(2);

    private readonly LatenessHistogram lateness = new();
    private readonly Dictionary<CanSession, FrameSender> senders = [];
    private readonly ConcurrentDictionary<string, long> notSent = new();
    private string? lastChannel;
    private CanSession? lastSession;
    private FrameSender? lastSender;
    private CanSession? awaited;
    private bool known;

    /// <summary>The devices that frames may go to.</summary>
    public IReadOnlyList<CanSession> Sessions { get; } = [.. devices.Values.Append(others).OfType<CanSession>().Distinct()];

    /// <summary>How many frames went nowhere, by reason.</summary>
    public IEnumerable<KeyValuePair<string, long>> NotSent => notSent.OrderBy(reason => reason.Key, StringComparer.Ordinal);

    /// <summary>How many frames are with the operating system, as far as <see cref="FlushAsync"/> has looked.</summary>
    public long FramesSent => senders.Values.Sum(sender => sender.FramesPosted - sender.FramesNotSent);

    /// <summary>How late frames left for the operating system. To be read when nothing is sent.</summary>
    public LatenessHistogram Lateness => lateness;

    /// <summary>The device whose connection is waited for, with everything standing still; null where none is.</summary>
    public CanSession? Awaited => Volatile.Read(ref awaited);

    /// <summary>Waits until the device of a frame is connected, where that is how it is to be.</summary>
    /// <returns>Whether there was anything to wait for.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public bool WaitForLink(in CanFrame frame, CancellationToken cancellationToken)
    {
        if (whenLinkLost != LinkLossPolicy.Hold || SenderOf(frame.Device) is null || lastSession!.State == CanSessionState.Connected)
        {
            return false;
        }

        Volatile.Write(ref awaited, lastSession);
        while (lastSession.State is not (CanSessionState.Connected or CanSessionState.Closed))
        {
            if (cancellationToken.WaitHandle.WaitOne(PollInterval))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        Volatile.Write(ref awaited, null);
        return true;
    }

    /// <summary>Sends a frame, and waits while the send buffer is full.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="due">When it should leave, as a timestamp of the system's clock; 0 for whenever it can.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CanSessionException">The session is closed, or a frame was given up.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public void Send(in CanFrame frame, long due, CancellationToken cancellationToken)
    {
        if (SenderOf(frame.Device) is not { } sender)
        {
            return;
        }

        if (whenLinkLost == LinkLossPolicy.Drop && lastSession!.State is not (CanSessionState.Connected or CanSessionState.Closed))
        {
            Count(LinkLost);
            return;
        }

        var room = sender.PostAsync(ids.Count == 0 ? frame : MapId(frame), due, cancellationToken);
        if (!room.IsCompletedSuccessfully)
        {
            room.GetAwaiter().GetResult();
        }
    }

    /// <summary>Whether a frame goes anywhere; counts it where it does not.</summary>
    public bool Carries(in CanFrame frame)
    {
        if (SenderOf(frame.Device) is null)
        {
            Count($"the channel '{frame.Device}' is not in -DeviceMap, and no -Device is given");
            return false;
        }

        if (lastSession!.Capabilities.Carries(frame, out var reason))
        {
            return true;
        }

        Count(reason!);
        return false;
    }

    /// <summary>Waits until all is with the operating system.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var sender in senders.Values)
        {
            await sender.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes back what has not left.</summary>
    /// <returns>How many frames that were.</returns>
    public int Withdraw() => senders.Values.Sum(sender => sender.WithdrawAsync().GetAwaiter().GetResult());

    // Neighbouring frames are mostly of one channel.
    private FrameSender? SenderOf(string? channel)
    {
        if (!known || !ReferenceEquals(channel, lastChannel))
        {
            known = true;
            lastChannel = channel;
            lastSession = devices.GetValueOrDefault(channel ?? string.Empty) ?? others;
            lastSender = lastSession is null ? null : SenderFor(lastSession);
        }

        return lastSender;
    }

    private FrameSender SenderFor(CanSession session)
    {
        if (!senders.TryGetValue(session, out var sender))
        {
            senders[session] = sender = session.CreateSender(new() { Lateness = lateness });
        }

        return sender;
    }

    private void Count(string reason) => notSent.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    // A small id that was sent with 29 bits remains so; any other id is as long as it needs.
    private CanFrame MapId(in CanFrame frame)
    {
        if (!ids.TryGetValue(frame.Id, out var id))
        {
            return frame;
        }

        var flags = (frame.Remote ? FrameFlags.Remote : FrameFlags.None)
            | (frame.Extended && frame.Id <= CanId.MaxStandard ? FrameFlags.Extended : FrameFlags.None);
        return new CanFrame(id, frame.Data, frame.Dlc, flags);
    }
}
