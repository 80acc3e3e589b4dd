using System.Buffers.Binary;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// A node of J1939 on a session: it claims an address, defends it or yields it (SAE J1939-81), and sends and takes messages of up to 1,785 bytes
/// (SAE J1939-21). After a break of the connection it claims its address again; what was under way is given up. All members are safe for all threads.
/// </summary>
/// <remarks>
/// It answers the senders of long messages. What is received is read with a <see cref="J1939Reader"/>, which needs no node where others alone are
/// listened to. A request that only this node could answer is refused (negative acknowledgement), but for that for its address.
/// </remarks>
/// <example>
/// <code>
/// using var node = new J1939Node(session, new() { Address = 0xF9 });
/// await node.WaitForAddressAsync();
/// J1939Message vin = await node.RequestAsync(65260, destination: 0);
/// </code>
/// </example>
public sealed class J1939Node : IDisposable
{
    private const uint GroupMask = 0x03FF_0000;
    private const int GroupShift = 8;
    private const int RequestLength = 3;

    // What is said at once is of no use later.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    // How long frames wait while none of the session leaves at all: a connection that takes nothing is none.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly CanSession session;
    private readonly ChannelClock time;
    private readonly J1939AddressClaim claim;
    private readonly J1939Outlet outlet;
    private readonly Dictionary<byte, J1939Receiver> receivers = [];
    private readonly Dictionary<byte, J1939Transmitter> transmitters = [];
    private readonly Queue<Action> afterwards = new();
    private readonly ITimer timer;
    private readonly FrameSubscription subscription;
    private TaskCompletionSource<byte> address = NewAddress();
    private (J1939ClaimState State, byte? Address) followed;
    private TimeSpan? armed;
    private bool isOver;
    private long sent;

    /// <summary>Takes part from now on: where there is a connection it claims its address at once.</summary>
    /// <param name="session">The session; the node ends with it.</param>
    /// <param name="options">Who it is; null for a tester.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public J1939Node(CanSession session, J1939NodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        Options = options ?? new();
        Options.Validate();
        this.session = session;
        time = new(session.Options.TimeProvider);
        claim = new(Options.Name, Options.Address, Pause);
        outlet = new(session.CreateSender(new() { MaxAge = MaxAge, SendAtMostOnce = true, WriteAtOnce = true }));
        timer = time.Provider.CreateTimer(static node => ((J1939Node)node!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        session.StateChanged += OnStateChanged;
        lock (gate)
        {
            subscription = session.Subscribe(new() { Filter = OfNodes, Reader = J1939Texts.Reader(session), Available = Drain });
            FollowConnection();
            if (claim.State == J1939ClaimState.Idle)
            {
                Fail(J1939Texts.LinkLost(session));
            }

            Arm();
        }

        HandOut();

        // Where the session has ended already, nobody says so any more.
        EndWithSession();
    }

    /// <summary>The name of the session.</summary>
    public string Device => session.Name;

    /// <summary>Who it is.</summary>
    public J1939NodeOptions Options { get; }

    /// <summary>Its NAME.</summary>
    public J1939Name Name => Options.Name;

    /// <summary>Its address; null where it has none, or not yet.</summary>
    public byte? Address
    {
        get
        {
            lock (gate)
            {
                return claim.State == J1939ClaimState.Claimed ? claim.Address : null;
            }
        }
    }

    /// <summary>How far it is with its address.</summary>
    public J1939NodeState State
    {
        get
        {
            lock (gate)
            {
                return isOver ? J1939NodeState.Closed : claim.State switch
                {
                    J1939ClaimState.Claiming => J1939NodeState.Claiming,
                    J1939ClaimState.Claimed => J1939NodeState.Claimed,
                    J1939ClaimState.Lost => J1939NodeState.CannotClaim,
                    _ => J1939NodeState.Disconnected,
                };
            }
        }
    }

    /// <summary>How many messages were sent whole.</summary>
    public long MessagesSent => Interlocked.Read(ref sent);

    /// <summary>Whether it has ended: it was closed, or its session was.</summary>
    public bool IsOver => Volatile.Read(ref isOver);

    /// <summary>Whether another node was heard that has the same NAME, which must not be.</summary>
    public bool HasDouble
    {
        get
        {
            lock (gate)
            {
                return claim.Doubles > 0;
            }
        }
    }

    /// <summary>The session.</summary>
    internal CanSession Session => session;

    /// <summary>Cancelled when the connection of now is lost, or the node ends.</summary>
    internal CancellationToken Connection => outlet.Connection;

    /// <summary>Why nothing can be sent any more, or now.</summary>
    internal Exception WhyNot => IsOver ? J1939Texts.Disposed(session) : J1939Texts.LinkLost(session);

    private static FrameFilter OfNodes { get; } = new(
        [.. new[] { J1939Groups.Request, J1939Control.PacketGroup, J1939Control.Group, J1939Groups.AddressClaimed }.Select(group => IdFilter.Masked(group << GroupShift, GroupMask))]);

    /// <summary>Waits until it has an address, which takes a quarter of a second where nobody objects.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The address.</returns>
    /// <exception cref="J1939Exception">Others have all addresses that it might take, or there is no connection.</exception>
    /// <exception cref="CanSessionException">The session has ended.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<byte> WaitForAddressAsync(CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            return address.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Sends a message: in one frame, in packets to all (BAM, one every 50 ms), or in the packets that one node asks for (RTS and CTS). Long
    /// messages to one address, or to all, go one after another.
    /// </summary>
    /// <param name="group">The number of its parameter group (PGN), 0 to 0x3FFFF.</param>
    /// <param name="data">At most 1,785 bytes, which must not change until they are sent.</param>
    /// <param name="destination">The address that it is for; null or 255 for all.</param>
    /// <param name="priority">The priority of a message of one frame: 0, the highest, to 7.</param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back, and a receiver that waits is told.</param>
    /// <returns>Ends when it is with the operating system and, where it is long and to one address, when all of it was received.</returns>
    /// <exception cref="J1939Exception">It was not sent whole, or the node has no address or no connection.</exception>
    /// <exception cref="ArgumentException">The group, the length, the destination or the priority is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or frames could not leave.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task SendAsync(
        uint group, ReadOnlyMemory<byte> data, byte? destination = null, int priority = J1939Frames.UsualPriority, CancellationToken cancellationToken = default)
    {
        var to = destination ?? J1939Frames.ToAll;
        J1939Limits.Check(group, data.Length, to);
        var source = await WaitForAddressAsync(cancellationToken).ConfigureAwait(false);
        if (to == source)
        {
            throw J1939Limits.ToItself(to);
        }

        if (data.Length < J1939Control.MinLength)
        {
            await SendOneAsync(J1939Frames.Single(group, data.Span, source, to, priority), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            J1939Limits.CheckPriority(priority);
            await SendLongAsync(group, data, source, to, cancellationToken).ConfigureAwait(false);
        }

        Interlocked.Increment(ref sent);
    }

    /// <summary>Asks one node for a parameter group, and waits for the answer.</summary>
    /// <param name="group">The number of the group (PGN).</param>
    /// <param name="destination">The address of who is asked.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer; an acknowledgement (59392) where it has nothing else to say.</returns>
    /// <exception cref="J1939Exception">It did not answer in time, or not whole, or it does not have the group, denies it or is busy; or the node has no address or no connection.</exception>
    /// <exception cref="ArgumentException">The group or the destination is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or the request could not leave.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<J1939Message> RequestAsync(uint group, byte destination, CancellationToken cancellationToken = default) =>
        new J1939Request(this, group, destination, Options.ResponseTimeout).AskOneAsync(cancellationToken);

    /// <summary>Asks all nodes for a parameter group, and takes what each of them answers until the time for it is over.</summary>
    /// <param name="group">The number of the group (PGN).</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answers, as they come, one of each node. Who does not have the group says nothing.</returns>
    /// <exception cref="J1939Exception">The node has no address or no connection.</exception>
    /// <exception cref="ArgumentException">The group is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or the request could not leave.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<J1939Message> RequestAllAsync(uint group, CancellationToken cancellationToken = default) =>
        new J1939Request(this, group, J1939Frames.ToAll, Options.ResponseTimeout).AskAllAsync(cancellationToken);

    /// <summary>Ends it. Nobody is told; who waits for the rest of a message notices that it does not come.</summary>
    public void Dispose() => End(J1939Texts.Disposed(session));

    /// <summary>The device, and the address where there is one.</summary>
    /// <returns><c>0xF9 on truck</c></returns>
    public override string ToString() => Address is { } own ? $"0x{own:X2} on {Device}" : $"{State} on {Device}";

    // A random time up to 153 ms, as SAE J1939-81 has it: a byte of 0.6 ms.
    private static TimeSpan Pause() => TimeSpan.FromMilliseconds(0.6) * Random.Shared.Next(byte.MaxValue + 1);

    private static TaskCompletionSource<byte> NewAddress() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SendOneAsync(CanFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            await outlet.SendAsync(frame, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw WhyNot;
        }
    }

    private async Task SendLongAsync(uint group, ReadOnlyMemory<byte> data, byte source, byte to, CancellationToken cancellationToken)
    {
        try
        {
            await TransmitterTo(source, to).SendAsync(group, data, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            HandOut();
        }
    }

    private J1939Transmitter TransmitterTo(byte source, byte to)
    {
        lock (gate)
        {
            if (isOver || followed != (J1939ClaimState.Claimed, source))
            {
                throw isOver ? J1939Texts.Disposed(session) : J1939Texts.AddressChanged(session);
            }

            if (!transmitters.TryGetValue(to, out var transmitter))
            {
                var sender = session.CreateSender(new() { StallTimeout = StallTimeout, SendAtMostOnce = true });
                transmitter = new(source, to, gate, sender, time) { Say = outlet.Add, DeadlineChanged = Arm };
                transmitters.Add(to, transmitter);
            }

            return transmitter;
        }
    }

    // On the receiving thread, which must not be held up.
    private void Drain()
    {
        lock (gate)
        {
            if (isOver || subscription is null)
            {
                return;
            }

            foreach (ref readonly var frame in subscription.Take().Span)
            {
                Take(frame);
            }

            Arm();
        }

        HandOut();
        EndWithSession();
    }

    private void OnTime()
    {
        lock (gate)
        {
            armed = null;
            var now = time.Now;
            while (now >= claim.Deadline)
            {
                outlet.Add(claim.OnTime(now));
                Follow();
            }

            foreach (var receiver in receivers.Values)
            {
                outlet.Add(receiver.OnTime(now).Reply);
            }

            foreach (var transmitter in transmitters.Values)
            {
                transmitter.OnTime(now);
            }

            Arm();
        }

        HandOut();
    }

    private void OnStateChanged(object? sender, CanSessionState state)
    {
        lock (gate)
        {
            FollowConnection();
            Arm();
        }

        HandOut();
    }

    /// <summary>Claims the address with a connection, and forgets all without one.</summary>
    private void FollowConnection()
    {
        if (isOver || (session.State == CanSessionState.Connected) == (claim.State != J1939ClaimState.Idle))
        {
            return;
        }

        if (claim.State == J1939ClaimState.Idle)
        {
            outlet.Add(claim.Begin(time.Now));
        }
        else
        {
            claim.Reset();
            afterwards.Enqueue(outlet.Renew());
        }

        Follow();
    }

    private void Take(in CanFrame frame)
    {
        if (!frame.Extended || (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return;
        }

        var (id, now) = (new J1939Id(frame.Id), time.Now);
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(data);
        switch (id.GroupNumber)
        {
            case J1939Groups.AddressClaimed when frame.Data.Count == sizeof(ulong):
                outlet.Add(claim.OnClaim(id.Source, new(BinaryPrimitives.ReadUInt64LittleEndian(data)), now));
                Follow();
                break;
            case J1939Groups.Request when frame.Data.Count >= RequestLength && (id.Destination == J1939Frames.ToAll || id.Destination == claim.Address):
                OnRequest(id, J1939Groups.NumberAt(data), now);
                break;
            case J1939Control.Group when IsMine(id) && J1939Control.TryRead(frame.Data, out var control):
                OnControl(id.Source, control, now);
                break;
            case J1939Control.PacketGroup when IsMine(id) && receivers.TryGetValue(id.Source, out var receiver):
                outlet.Add(receiver.OnPacket(frame.Data, now).Reply);
                break;
            default:
                break;
        }
    }

    private bool IsMine(J1939Id id) => claim.State == J1939ClaimState.Claimed && id.Destination == claim.Address;

    private void OnRequest(J1939Id id, uint group, TimeSpan now)
    {
        if (group == J1939Groups.AddressClaimed)
        {
            outlet.Add(claim.OnRequest(now));
        }
        else if (IsMine(id))
        {
            outlet.Add(new J1939Acknowledgement(J1939AcknowledgementKind.Negative, group, id.Source).ToFrame(claim.Address!.Value));
        }
    }

    private void OnControl(byte source, in J1939Control control, TimeSpan now)
    {
        if (transmitters.TryGetValue(source, out var transmitter))
        {
            transmitter.OnControl(control, now);
        }

        if (!receivers.TryGetValue(source, out var receiver))
        {
            receivers.Add(source, receiver = new(claim.Address!.Value, source, (byte)Options.MaxPacketsAtOnce));
        }

        outlet.Add(receiver.OnControl(control, now).Reply);
    }

    /// <summary>Does what follows where the address is another one: transfers belong to that which they began with.</summary>
    private void Follow()
    {
        var (before, now) = (followed, (claim.State, claim.Address));
        if (before == now)
        {
            return;
        }

        followed = now;
        if (before.State == J1939ClaimState.Claimed)
        {
            GiveUpTransfers(claim.State == J1939ClaimState.Idle ? J1939Texts.LinkLost(session) : J1939Texts.AddressChanged(session));
        }

        switch (claim.State)
        {
            case J1939ClaimState.Claiming:
                address = address.Task.IsCompleted ? NewAddress() : address;
                break;
            case J1939ClaimState.Claimed:
                address.TrySetResult(claim.Address!.Value);
                break;
            case J1939ClaimState.Lost:
                Fail(J1939Texts.NoAddress(session, Options.Address, claim.Winner));
                break;
            default:
                Fail(J1939Texts.LinkLost(session));
                break;
        }
    }

    private void GiveUpTransfers(Exception why)
    {
        foreach (var transmitter in transmitters.Values)
        {
            afterwards.Enqueue(() => transmitter.End(why));
        }

        transmitters.Clear();
        receivers.Clear();
    }

    private void Fail(Exception why)
    {
        address = address.Task.IsCompleted ? NewAddress() : address;
        address.SetException(why);

        // Nobody has to ask, so it counts as seen.
        _ = address.Task.Exception;
    }

    /// <summary>Has the timer look when the next deadline is over; one that is armed for an earlier time looks again on its own.</summary>
    private void Arm()
    {
        if (isOver)
        {
            return;
        }

        var next = receivers.Values.Select(one => one.Deadline).Concat(transmitters.Values.Select(one => one.Deadline)).Append(claim.Deadline).Min();
        if (next is { } deadline && (armed is null || deadline < armed))
        {
            // Timers go by whole milliseconds.
            armed = deadline;
            var rest = TimeSpan.FromMilliseconds(Math.Ceiling((deadline - time.Now).TotalMilliseconds) + 1);
            timer.Change(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Does what is done with the gate not held: what is given up goes on with this thread.</summary>
    private void HandOut()
    {
        while (TryTakeAction() is { } action)
        {
            action();
        }

        outlet.HandOut();
    }

    private Action? TryTakeAction()
    {
        lock (gate)
        {
            return afterwards.TryDequeue(out var action) ? action : null;
        }
    }

    private void EndWithSession()
    {
        if (subscription.Completion.IsCompleted)
        {
            End(subscription.Completion.Exception?.InnerException ?? SessionMessages.SessionClosed(session.Name));
        }
    }

    private void End(Exception why)
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            isOver = true;
            claim.Reset();
            GiveUpTransfers(why);
            Fail(why);
            afterwards.Enqueue(outlet.Renew());
        }

        session.StateChanged -= OnStateChanged;
        subscription.Dispose();
        timer.Dispose();
        HandOut();
    }
}
