using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Diagnostics.Channels;

/// <summary>The life of a node: its connection, its address, and what it sends. All members are safe for all threads.</summary>
internal sealed class J1939NodeCore
{
    private const uint GroupMask = 0x03FF_0000;
    private const int GroupShift = 8;

    // What is said at once is of no use later.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private static readonly FrameFilter OfNodes = new(
        [.. new[] { J1939Groups.Request, J1939Control.PacketGroup, J1939Control.Group, J1939Groups.AddressClaimed }.Select(group => IdFilter.Masked(group << GroupShift, GroupMask))]);

    private readonly Lock gate = new();
    private readonly CanSession session;
    private readonly J1939NodeOptions options;
    private readonly ChannelClock time;
    private readonly J1939AddressClaim claim;
    private readonly J1939Responder responder;
    private readonly J1939Outlet outlet;
    private readonly J1939Transmitters transmitters;
    private readonly J1939AddressWait address = new();
    private readonly Queue<Action> afterwards = new();
    private readonly DeadlineTimer timer;
    private readonly FrameSubscription subscription;
    private (J1939ClaimState State, byte? Address) followed;
    private bool isOver;
    private int doublesTold;

    public J1939NodeCore(CanSession session, J1939NodeOptions options)
    {
        this.session = session;
        this.options = options;
        time = new(session.Options.TimeProvider);
        claim = new(options.Name, options.Address);
        outlet = new(session.CreateSender(new() { MaxAge = MaxAge, SendAtMostOnce = true, WriteAtOnce = true }));
        responder = new(claim, (byte)options.MaxPacketsAtOnce, outlet.Add);
        transmitters = new(session, gate, time, outlet.Add, Arm);
        timer = new(time, OnTime);
        session.StateChanged += OnStateChanged;
        lock (gate)
        {
            subscription = session.Subscribe(new() { Filter = OfNodes, Reader = J1939Texts.Reader(session), Available = Drain });
            FollowConnection();
            if (claim.State == J1939ClaimState.Idle)
            {
                address.Fail(J1939Texts.LinkLost(session));
            }

            Arm();
        }

        HandOut();

        // Where the session has ended already, nobody says so any more.
        EndWithSession();
    }

    public bool IsOver => Volatile.Read(ref isOver);

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

    /// <summary>Whether another node with the same NAME was heard.</summary>
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

    /// <summary>Cancelled when the connection of now is lost, or the node ends.</summary>
    public CancellationToken Connection => outlet.Connection;

    /// <summary>Why nothing can be sent any more, or now.</summary>
    public Exception WhyNot => IsOver ? J1939Texts.Disposed(session) : J1939Texts.LinkLost(session);

    /// <summary>Its address when it has one; fails where it has none.</summary>
    public Task<byte> WaitForAddressAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return address.Address.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Whether another node with the same NAME was heard since this was asked.</summary>
    public bool TakeDouble()
    {
        lock (gate)
        {
            var isNew = claim.Doubles > doublesTold;
            doublesTold = claim.Doubles;
            return isNew;
        }
    }

    /// <summary>Sends a message of one frame.</summary>
    public async Task SendOneAsync(CanFrame frame, CancellationToken cancellationToken)
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

    /// <summary>Sends a message of several frames.</summary>
    /// <param name="group">The number of its parameter group.</param>
    /// <param name="data">Its data.</param>
    /// <param name="source">The address that it has.</param>
    /// <param name="to">To whom, 255 for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SendLongAsync(uint group, ReadOnlyMemory<byte> data, byte source, byte to, CancellationToken cancellationToken)
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

    /// <summary>Ends it.</summary>
    /// <param name="why">Why.</param>
    public void End(Exception why)
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
            address.Fail(why);
            afterwards.Enqueue(outlet.Renew());
        }

        session.StateChanged -= OnStateChanged;
        subscription.Dispose();
        timer.End();
        HandOut();
    }

    private J1939Transmitter TransmitterTo(byte source, byte to)
    {
        lock (gate)
        {
            if (isOver || followed != (J1939ClaimState.Claimed, source))
            {
                throw isOver ? J1939Texts.Disposed(session) : J1939Texts.AddressChanged(session);
            }

            return transmitters.To(source, to);
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
                var now = time.Now;
                if (responder.OnFrame(frame, now) is { } control)
                {
                    transmitters.OnControl(new J1939Id(frame.Id).Source, control, now);
                }

                FollowAddress();
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
            timer.Disarm();
            var now = time.Now;
            responder.OnTime(now);
            transmitters.OnTime(now);
            FollowAddress();
            Arm();
        }

        HandOut();
    }

    private void OnStateChanged(object? sender, CanSessionState state)
    {
        lock (gate)
        {
            if (state != CanSessionState.Connected)
            {
                ForgetConnection();
            }

            FollowConnection();
            Arm();
        }

        HandOut();
    }

    /// <summary>Claims the address where there is a connection, perhaps a new one already.</summary>
    private void FollowConnection()
    {
        if (!isOver && claim.State == J1939ClaimState.Idle && session.State == CanSessionState.Connected)
        {
            outlet.Add(claim.Begin(time.Now));
            FollowAddress();
        }
    }

    private void ForgetConnection()
    {
        if (!isOver && claim.State != J1939ClaimState.Idle)
        {
            claim.Reset();
            afterwards.Enqueue(outlet.Renew());
            FollowAddress();
        }
    }

    /// <summary>Does what follows where the address is another one: transfers belong to that which they began with.</summary>
    private void FollowAddress()
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
                address.Begin();
                break;
            case J1939ClaimState.Claimed:
                address.Set(claim.Address!.Value);
                break;
            case J1939ClaimState.Lost:
                address.Fail(J1939Texts.NoAddress(session, options.Address, claim.Winner));
                break;
            default:
                address.Fail(J1939Texts.LinkLost(session));
                break;
        }
    }

    private void GiveUpTransfers(Exception why)
    {
        afterwards.Enqueue(transmitters.Forget(why));
        responder.ForgetTransfers();
    }

    private void Arm() => timer.Arm(isOver ? null : new[] { transmitters.Deadline, responder.Deadline }.Min());

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
}
