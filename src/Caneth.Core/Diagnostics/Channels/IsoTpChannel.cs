using System.Threading.Channels;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// Sends and receives whole messages over ISO-TP (ISO 15765-2) on a session: to one partner, from one partner. It answers with flow controls on
/// the thread that receives, keeps the separation time that the partner asks for and never undershoots it, sends no more at once than a gateway
/// holds, and gives up what is under way when the connection is lost. All members are safe for all threads.
/// </summary>
/// <remarks>
/// What leaves this computer two milliseconds apart a gateway may put on the bus closer together, for it moves frames in batches:
/// <see cref="IsoTpOptions.GatewayJitter"/> is added to every time that the partner asks for, and <see cref="IsoTpOptions.MinimumGap"/> is kept in
/// any case.
/// </remarks>
/// <example>
/// <code>
/// using var channel = new IsoTpChannel(session, IsoTpAddress.Normal(0x7E0, 0x7E8));
/// await channel.SendAsync(new byte[] { 0x22, 0xF1, 0x90 });
/// await foreach (var message in channel.ReceiveAsync())
/// {
///     Console.WriteLine(message);
/// }
/// </code>
/// </example>
public sealed class IsoTpChannel : IDisposable
{
    // How many messages wait for somebody who receives them; the oldest goes for a new one.
    private const int InboxSize = 256;

    // A flow control is of no use once its sender has given up (N_Bs).
    private static readonly TimeSpan FlowControlMaxAge = TimeSpan.FromSeconds(1);

    // How long frames wait while none of the session leaves at all: a connection that takes nothing is none.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly CanSession session;
    private readonly IsoTpAddress address;
    private readonly IsoTpEndpoint endpoint;
    private readonly ChannelClock time;
    private readonly IsoTpDelivery delivery;
    private readonly IsoTpTransmitter transmitter;
    private readonly DeadlineTimer timer;
    private readonly FrameSubscription subscription;
    private readonly Channel<IsoTpMessage> inbox;
    private IIsoTpListener? listener;
    private CanFrame first;
    private bool isOver;
    private long sent;
    private long received;
    private long incomplete;
    private long dropped;

    /// <summary>Opens a channel. What the partner sends from now on is received.</summary>
    /// <param name="session">The session; the channel ends with it.</param>
    /// <param name="address">Who speaks with whom.</param>
    /// <param name="options">How; null for the usual way.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public IsoTpChannel(CanSession session, IsoTpAddress address, IsoTpOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(address);
        this.session = session;
        this.address = address;
        endpoint = new(address, options);
        time = new(session.Options.TimeProvider);
        inbox = Channel.CreateBounded<IsoTpMessage>(
            new BoundedChannelOptions(InboxSize) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref dropped));
        delivery = new(session.CreateSender(new() { MaxAge = FlowControlMaxAge, SendAtMostOnce = true, WriteAtOnce = true }), Receive);
        var sender = session.CreateSender(new() { StallTimeout = StallTimeout, SendAtMostOnce = true, WriteAtOnce = true });
        transmitter = new(endpoint.Sender, gate, sender, time)
        {
            DeadlineChanged = Arm,
            Failed = (error, reason) => ChannelMessages.NotSent(address, error, reason),
            Hindrance = () => session.State == CanSessionState.Connected ? null : ChannelMessages.NotConnected(session, address),
        };
        timer = new(time, OnTime);
        session.StateChanged += OnStateChanged;
        lock (gate)
        {
            subscription = session.Subscribe(
                new() { Filter = FrameFilter.ForId(address.ReceiveId), Reader = ChannelMessages.Reader(address), Available = Drain });
        }

        AnsweredIds.Of(session).Add(address);

        // Where the session has ended already, nobody says so any more.
        EndWithSession();
    }

    /// <summary>The name of the session.</summary>
    public string Device => session.Name;

    /// <summary>Whether it has ended: it was closed, or its session was.</summary>
    public bool IsOver => Volatile.Read(ref isOver);

    /// <summary>How many messages were sent whole.</summary>
    public long MessagesSent => Interlocked.Read(ref sent);

    /// <summary>How many messages were received whole.</summary>
    public long MessagesReceived => Interlocked.Read(ref received);

    /// <summary>How many messages were received in part.</summary>
    public long MessagesIncomplete => Interlocked.Read(ref incomplete);

    /// <summary>How many messages were dropped because nobody received them, and newer ones came.</summary>
    public long MessagesDropped => Interlocked.Read(ref dropped);

    /// <summary>Sends a message, after those that were given before.</summary>
    /// <param name="message">1 byte or more, which must not change until it is sent.</param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back, and will never be sent.</param>
    /// <returns>Ends when its last frame is with the operating system. Nothing shows whether the partner took it.</returns>
    /// <exception cref="IsoTpException">
    /// It was not sent whole: no flow control came, the partner has no room or asked for patience too often, there is no connection or it was lost.
    /// </exception>
    /// <exception cref="ArgumentException">The message is empty, or the link does not carry its frames.</exception>
    /// <exception cref="CanSessionException">The session is closed, or frames could not leave.</exception>
    /// <exception cref="ObjectDisposedException">The channel is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        await transmitter.SendAsync(message, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref sent);
    }

    /// <summary>
    /// Receives messages one by one until the channel is closed, those first that came since it was opened: the last 256 that nobody received.
    /// </summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The messages in order; one that broke off says why, and is as long as it came.</returns>
    /// <exception cref="CanSessionException">The session ended on its own; the cause is inside.</exception>
    public IAsyncEnumerable<IsoTpMessage> ReceiveAsync(CancellationToken cancellationToken = default) => inbox.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Ends it: what is under way is given up.</summary>
    public void Dispose() => End(ChannelMessages.Disposed(address), failure: null);

    /// <summary>Both ways: <c>7E0 -> 7E8</c>.</summary>
    /// <returns>The ids, and the bytes of address where there are any.</returns>
    public override string ToString() => address.ToString();

    /// <summary>What was received and nobody has taken.</summary>
    internal ChannelReader<IsoTpMessage> Inbox => inbox.Reader;

    /// <summary>The clock of its session.</summary>
    internal TimeProvider TimeProvider => time.Provider;

    /// <summary>Whether a message has begun to come and has not ended.</summary>
    internal bool IsReceiving
    {
        get
        {
            lock (gate)
            {
                return endpoint.Receiver.IsReceiving;
            }
        }
    }

    /// <summary>Who looks at messages before others do; null where nobody does.</summary>
    internal IIsoTpListener? Listener
    {
        get => Volatile.Read(ref listener);
        set => Volatile.Write(ref listener, value);
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

        delivery.HandOut();
        transmitter.Progress();
        EndWithSession();
    }

    private void OnTime()
    {
        lock (gate)
        {
            timer.Disarm();
            Keep(endpoint.OnTime(time.Now).Ended);
            Arm();
        }

        delivery.HandOut();
        transmitter.Progress();
    }

    // Before anything is sent again over a new connection.
    private void OnStateChanged(object? sender, CanSessionState state)
    {
        if (state == CanSessionState.Connected)
        {
            return;
        }

        var lost = ChannelMessages.LinkLost(session, address);
        lock (gate)
        {
            Keep(endpoint.Receiver.Abandon(lost.Error, lost.Message));
        }

        delivery.HandOut();
        transmitter.Break(lost);
        Listener?.Fail(lost);
    }

    private void Take(in CanFrame frame)
    {
        var wasReceiving = endpoint.Receiver.IsReceiving;
        var step = endpoint.OnFrame(frame, time.Now, out var reply);
        Keep(step.Interrupted, frame.Timestamp);
        if (step.Interrupted is not null || !wasReceiving)
        {
            first = frame;
        }

        Keep(step.Ended, frame.Timestamp);
        if (reply is not null)
        {
            delivery.Add(reply);
        }
    }

    private void Keep(IsoTpReception? ended, Timestamp at = default)
    {
        if (ended is not null)
        {
            delivery.Add(flowControl: null, IsoTpMessage.Of(ended, first, at == default ? first.Timestamp : at, address.ReceiveAddress));
        }
    }

    private void Receive(IsoTpMessage message)
    {
        Interlocked.Increment(ref (message.Complete ? ref received : ref incomplete));
        if (Listener?.Take(message) != true)
        {
            inbox.Writer.TryWrite(message);
        }
    }

    private void Arm() => timer.Arm(isOver ? null : endpoint.Deadline);

    private void EndWithSession()
    {
        if (subscription.Completion.IsCompleted)
        {
            var failure = subscription.Completion.Exception?.InnerException;
            End(failure ?? SessionMessages.SessionClosed(session.Name), failure);
        }
    }

    private void End(Exception why, Exception? failure)
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            isOver = true;
        }

        session.StateChanged -= OnStateChanged;
        AnsweredIds.Of(session).Remove(address);
        subscription.Dispose();
        timer.End();
        transmitter.End(why);
        transmitter.Dispose();
        Listener?.Fail(why);
        inbox.Writer.TryComplete(failure);
    }
}
