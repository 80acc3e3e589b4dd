using System.Runtime.CompilerServices;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// A connection to one CAN channel of a gateway that makes itself again when it is lost: receives for any number of readers,
/// sends in order, and accounts for every frame. All members are safe for all threads.
/// </summary>
/// <example>
/// <code>
/// await using var session = await CanSession.ConnectAsync("192.168.0.7", 20001);
/// await session.SendAsync(new CanFrame(0x123, [1, 2, 3]));
/// await foreach (var frame in session.ReceiveAsync(FrameFilter.ForId(0x321)))
/// {
///     Console.WriteLine(frame);
/// }
/// </code>
/// </example>
public sealed class CanSession : IAsyncDisposable
{
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(2);

    private readonly SessionCore core;
    private readonly SessionLoop loop;
    private readonly SessionRequests requests;

    private CanSession(SessionOptions options)
    {
        options.Validate();
        Options = options;
        core = new(options);
        core.Events.Added += happened => Raise(() => EventHappened?.Invoke(this, happened));
        loop = new(options, core, state => Raise(() => StateChanged?.Invoke(this, state)));
        requests = new(core, loop, options);
    }

    /// <summary>Raised after <see cref="State"/> changed, on a thread of the session: a handler must not block.</summary>
    public event EventHandler<CanSessionState>? StateChanged;

    /// <summary>
    /// Raised when something happened that <see cref="EventsAfter"/> lists, on a thread of the session: a handler must not
    /// block.
    /// </summary>
    public event EventHandler<SessionEvent>? EventHappened;

    /// <summary>What the session was opened with.</summary>
    public SessionOptions Options { get; }

    /// <summary>The name of the session, and the device of its frames.</summary>
    public string Name => core.Name;

    /// <summary>Where it connects to.</summary>
    public CanAddress Address => core.Connector.Address;

    /// <summary>Where it connects to, as a URI: <c>tcp://192.168.0.7:20001</c>.</summary>
    public string Uri => Address.Uri;

    /// <summary>What kind of link it has: the scheme of its address, <c>tcp</c>.</summary>
    public string Link => Address.Scheme;

    /// <summary>Who says of frames that were sent that they have arrived.</summary>
    public LinkConfirmation Confirms => Capabilities.Confirmation;

    /// <summary>The name or address of the gateway.</summary>
    public string HostName => Address.Host;

    /// <summary>The TCP port of the CAN channel; 0 where the link has no port.</summary>
    public int Port => Address.Port;

    /// <summary>What its link carries: what it does not is refused before anything is sent.</summary>
    public LinkCapabilities Capabilities => core.Connector.Capabilities;

    /// <summary>What it is doing.</summary>
    public CanSessionState State => loop.State;

    /// <summary>Since when it is connected; null where it is not.</summary>
    public Timestamp? ConnectedSince => loop.ConnectedSince;

    /// <summary>Why the last connection or attempt failed; null where none did.</summary>
    public CanSessionException? LastError => loop.LastError;

    /// <summary>
    /// Done when the session has ended and all of it is closed. It was closed where it ends well; where the session ended on its own,
    /// without <see cref="SessionOptions.Reconnect"/> when there is no connection, it fails with what readers and senders get too: a
    /// <see cref="CanSessionException"/> of <see cref="SessionError.SessionClosed"/> with the cause inside.
    /// </summary>
    public Task Completion => loop.Completion;

    /// <summary>Frames received so far.</summary>
    public long FramesReceived => core.Counters[SessionCounter.FramesReceived];

    /// <summary>Frames handed to the operating system so far.</summary>
    public long FramesSent => core.Counters[SessionCounter.FramesSent];

    /// <summary>Frames that wait to be sent now.</summary>
    public int FramesPending => core.Queue.FramesPending;

    /// <summary>Received frames that readers lost so far because they were too slow.</summary>
    public long FramesDropped => core.Counters[SessionCounter.FramesDropped];

    /// <summary>Received bytes passed over so far because they were not frames.</summary>
    public long BytesSkipped => core.LinkCounters[LinkCounter.BytesSkipped];

    /// <summary>
    /// By what the gateway identifies itself, text or bytes in hex: its registration packet. Null where it sent none.
    /// </summary>
    public string? GatewayIdentity => core.Connector.PeerIdentity;

    /// <summary>Connections made after the first.</summary>
    public long Reconnects => core.Counters[SessionCounter.Reconnects];

    /// <summary>
    /// The reader for which the session waits: it must not lose a frame, and its buffer is full, so that nobody gets any until it takes
    /// some. Null where the session waits for no reader.
    /// </summary>
    public string? HeldBackBy => core.Readers.HeldBackBy;

    /// <summary>All that it counted so far.</summary>
    public SessionStatistics Statistics => new(core.Counters.Snapshot(), core.LinkCounters.Snapshot(), core.Queue.FramesPending);

    /// <summary>Opens a session and waits for its first connection.</summary>
    /// <param name="hostName">The name or address of the gateway.</param>
    /// <param name="port">The TCP port of the CAN channel, 1 to 65535.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>The connected session.</returns>
    /// <exception cref="CanSessionException">The first attempt failed; nothing is left behind.</exception>
    public static Task<CanSession> ConnectAsync(
        string hostName, int port = SessionOptions.DefaultPort, CancellationToken cancellationToken = default) =>
        ConnectAsync(new SessionOptions { HostName = hostName, Port = port }, cancellationToken);

    /// <summary>Opens a session and waits for its first connection.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>The connected session.</returns>
    /// <exception cref="CanSessionException">The first attempt failed; nothing is left behind.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task<CanSession> ConnectAsync(SessionOptions options, CancellationToken cancellationToken = default)
    {
        var session = Open(options);
        try
        {
            await session.loop.FirstAttempt.WaitAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.loop.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a session without waiting: it connects in the background, and goes on trying.</summary>
    /// <param name="options">Where to and how.</param>
    /// <returns>The session, connecting.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static CanSession Open(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var session = new CanSession(options);
        options.BeforeConnecting?.Invoke(session);
        session.loop.Start();
        return session;
    }

    /// <summary>Sends one frame; while the link is down, waits for it.</summary>
    /// <param name="frame">A classic data or remote frame.</param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back and will never be sent.</param>
    /// <returns>Ends when the frame is with the operating system. Nothing shows whether it reached the bus.</returns>
    /// <exception cref="ArgumentException">The link cannot carry the frame.</exception>
    /// <exception cref="CanSessionException">The session is closed, or the frame was given up.</exception>
    /// <exception cref="SendCanceledException">The send was cancelled.</exception>
    public ValueTask SendAsync(CanFrame frame, CancellationToken cancellationToken = default)
    {
        Capabilities.ThrowIfNotCarried(frame);
        return new PendingSend(frame, core.Limits).SendAsync(core.Queue, cancellationToken);
    }

    /// <summary>Sends one frame that is of no use later: past its time it is never sent, nor sent again after a break.</summary>
    /// <param name="frame">A classic data or remote frame.</param>
    /// <param name="timeout">How long the frame may wait, 0 s to 49 days.</param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back and will never be sent.</param>
    /// <returns>Ends when the frame is with the operating system. Nothing shows whether it reached the bus.</returns>
    /// <exception cref="ArgumentException">The link cannot carry the frame, or the time is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, the frame was given up, or its time was over.</exception>
    /// <exception cref="SendCanceledException">The send was cancelled.</exception>
    public ValueTask SendAsync(CanFrame frame, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Capabilities.ThrowIfNotCarried(frame);
        return new PendingSend(frame, core.LimitsOf(new() { MaxAge = timeout })) { WriteHere = true }.SendAsync(core.Queue, cancellationToken);
    }

    /// <summary>Sends frames in order; while the link is down, waits for it.</summary>
    /// <param name="frames">Classic data or remote frames, which must not change until the send has ended.</param>
    /// <param name="atomic">
    /// Whether they go back to back in one write, and stay together across a reconnect; then at most 112.
    /// </param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back and will never be sent.</param>
    /// <returns>Ends when all frames are with the operating system.</returns>
    /// <exception cref="ArgumentException">
    /// The link cannot carry a frame; nothing was sent. Or an atomic batch is too large.
    /// </exception>
    /// <exception cref="CanSessionException">The session is closed, or frames were given up.</exception>
    /// <exception cref="SendCanceledException">The send was cancelled; it says how many frames had left.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, bool atomic = false, CancellationToken cancellationToken = default)
    {
        PendingSend.ThrowIfUnsendable(Capabilities, frames.Span, atomic);
        return new ChunkedSend(core.Queue, frames, atomic, mostAtOnce: Options.SendBuffer, core.Limits).SendAsync(cancellationToken);
    }

    /// <summary>Makes a sender for many single frames, which does not wait for each.</summary>
    /// <param name="options">How long its frames may wait; by default as long as the session lets them.</param>
    /// <returns>The sender.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FrameSender CreateSender(SenderOptions? options = null) =>
        new(core, options ?? new());

    /// <summary>Gives up all frames that wait to be sent; their senders get an error.</summary>
    /// <returns>How many they were.</returns>
    public int ClearSendBuffer() => core.DiscardQueued("the send buffer was cleared");

    /// <summary>Waits until everything that waited to be sent is with the operating system.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends when nothing waits any more.</returns>
    public Task FlushAsync(CancellationToken cancellationToken = default) => core.Queue.WaitEmptyAsync().WaitAsync(cancellationToken);

    /// <summary>Begins to keep frames for one reader; dispose it when done.</summary>
    /// <param name="options">Which frames, and how many to keep; by default all, and 65,536.</param>
    /// <returns>The subscription. Frames received from now on are in it.</returns>
    public FrameSubscription Subscribe(SubscriptionOptions? options = null) => core.Subscribe(options ?? new());

    /// <summary>Receives frames one by one until the session is closed.</summary>
    /// <param name="filter">Which frames; all by default.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The frames in order, those received from the first <c>MoveNextAsync</c> on.</returns>
    /// <exception cref="CanSessionException">The session ended on its own; the cause is inside.</exception>
    public async IAsyncEnumerable<CanFrame> ReceiveAsync(
        FrameFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var subscription = Subscribe(new() { Filter = filter ?? FrameFilter.All });
        await foreach (var frame in subscription.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return frame;
        }
    }

    /// <summary>Waits for the next matching frame.</summary>
    /// <param name="filter">Which frame.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="CanSessionException">The session ended first; where it ended on its own, the cause is inside.</exception>
    public Task<CanFrame> WaitForFrameAsync(FrameFilter filter, CancellationToken cancellationToken = default) =>
        WaitForFrameAsync(filter, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits for the next matching frame, for a time.</summary>
    /// <param name="filter">Which frame.</param>
    /// <param name="timeout">How long to wait, 0 s to 49 days or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="TimeoutException">None came in time; where there is no connection, it says why inside.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="CanSessionException">The session ended first; where it ended on its own, the cause is inside.</exception>
    /// <exception cref="ArgumentException">The time is out of its range.</exception>
    public Task<CanFrame> WaitForFrameAsync(FrameFilter filter, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        requests.WaitForFrameAsync(filter, timeout, cancellationToken);

    /// <summary>
    /// Sends a frame and waits for its reply. It listens before it sends, so that even an immediate reply is not missed.
    /// </summary>
    /// <param name="request">What to send.</param>
    /// <param name="reply">Which frame is the reply.</param>
    /// <param name="cancellationToken">Gives up sending or waiting; then the request is never sent later, nor sent again.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="CanSessionException">The session ended first; where it ended on its own, the cause is inside.</exception>
    public Task<CanFrame> RequestAsync(CanFrame request, FrameFilter reply, CancellationToken cancellationToken = default) =>
        RequestAsync(request, reply, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>
    /// Sends a frame and waits for its reply, for a time. It listens before it sends, so that even an immediate reply is not missed.
    /// </summary>
    /// <param name="request">What to send.</param>
    /// <param name="reply">Which frame is the reply.</param>
    /// <param name="timeout">
    /// How long sending and waiting may take together, 0 s to 49 days or <see cref="Timeout.InfiniteTimeSpan"/>; past it the request is
    /// never sent, nor sent again.
    /// </param>
    /// <param name="cancellationToken">Gives up sending or waiting; then the request is never sent later, nor sent again.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="TimeoutException">None came in time; where there is no connection, it says why inside.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="CanSessionException">The session ended first; where it ended on its own, the cause is inside.</exception>
    /// <exception cref="ArgumentException">The link cannot carry the frame, or the time is out of its range.</exception>
    public Task<CanFrame> RequestAsync(
        CanFrame request, FrameFilter reply, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        requests.RequestAsync(request, reply, timeout, cancellationToken);

    /// <summary>How many events there were so far.</summary>
    public long EventCount => core.Events.Count;

    /// <summary>
    /// What happened, oldest first; the last 1,000 events are kept, warnings and errors rather than what is good to know.
    /// </summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<SessionEvent> EventsAfter(long number = 0) => core.Events.After(number);

    /// <summary>Sends what waits, then ends the connection in order and the session with it.</summary>
    /// <param name="cancellationToken">
    /// Ends the wait for what is to be sent and for the gateway; the rest is given up, counted and reported.
    /// </param>
    /// <returns>Ends when everything is closed.</returns>
    public Task CloseAsync(CancellationToken cancellationToken = default) => loop.CloseAsync(cancellationToken);

    /// <summary>
    /// As <see cref="CloseAsync"/>, waiting at most 2 s for what is to be sent, and not at all while the link is down.
    /// </summary>
    /// <returns>Ends when everything is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(DisposeTimeout, Options.TimeProvider);
        if (State != CanSessionState.Connected)
        {
            await timeout.CancelAsync().ConfigureAwait(false);
        }

        await CloseAsync(timeout.Token).ConfigureAwait(false);
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>How many readers there are.</summary>
    internal int ReaderCount => core.Readers.Count;

    // A handler that fails must not take the session, and with it the user's shell, along.
    private static void Raise(Action handlers)
    {
        try
        {
            handlers();
        }
        catch (Exception)
        {
            // It is the handler's own affair.
        }
    }
}
