using System.Collections.Concurrent;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Where the frames of a log go: changes their ids, finds their device, and counts those that go nowhere.</summary>
/// <param name="ids">Which id is sent instead of which.</param>
/// <param name="devices">Which channel of the log goes to which device.</param>
/// <param name="others">Where all other channels go; null for nowhere.</param>
internal sealed class ReplayRoute(
    IReadOnlyDictionary<uint, uint> ids, IReadOnlyDictionary<string, CanSession> devices, CanSession? others)
{
    private readonly Dictionary<CanSession, FrameSender> senders =
        devices.Values.Append(others).OfType<CanSession>().Distinct().ToDictionary(session => session, session => session.CreateSender());

    private readonly ConcurrentDictionary<string, long> notSent = new();
    private string? lastChannel;
    private FrameSender? lastSender;
    private bool known;

    /// <summary>The devices that frames may go to.</summary>
    public IReadOnlyList<CanSession> Sessions => [.. senders.Keys];

    /// <summary>How many frames went nowhere, by reason.</summary>
    public IEnumerable<KeyValuePair<string, long>> NotSent => notSent.OrderBy(reason => reason.Key, StringComparer.Ordinal);

    /// <summary>Sends a frame, and waits while the send buffer is full.</summary>
    /// <exception cref="CanSessionException">The session is closed, or a frame was given up.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public void Send(in CanFrame frame, CancellationToken cancellationToken)
    {
        if (SenderOf(frame.Device) is { } sender)
        {
            var room = sender.PostAsync(ids.Count == 0 ? frame : Mapped(frame), cancellationToken);
            if (!room.IsCompletedSuccessfully)
            {
                room.GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>Whether a frame goes anywhere; counts it where it does not.</summary>
    public bool Carries(in CanFrame frame)
    {
        var reason = frame.Fd ? "the gateway's wire carries no CAN FD frames"
            : frame.Error ? "the gateway's wire carries no error frames"
            : frame.Dlc > CanData.MaxClassicLength ? "the gateway's wire carries no DLC above 8"
            : SenderOf(frame.Device) is null ? $"the channel '{frame.Device}' is not in -DeviceMap, and no -Device is given"
            : null;
        if (reason is not null)
        {
            notSent.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        }

        return reason is null;
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
            var session = devices.GetValueOrDefault(channel ?? string.Empty) ?? others;
            lastSender = session is null ? null : senders[session];
        }

        return lastSender;
    }

    // A small id that was sent with 29 bits remains so; any other id is as long as it needs.
    private CanFrame Mapped(in CanFrame frame)
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
