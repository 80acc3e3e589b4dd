using System.Collections.Concurrent;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// A tester of one control unit over UDS (ISO 14229-1) or OBD-II: asks, waits for the answer as long as the control unit may take, and knows by its
/// answers which session it is in. One request at a time; others wait. All members are safe for all threads.
/// </summary>
/// <remarks>
/// An answer to another request is passed over and counted, whoever asked for it. A request that was sent is never sent again: it may have been
/// carried out.
/// </remarks>
/// <example>
/// <code>
/// using var engine = new UdsClient(session, IsoTpAddress.Normal(0x7E0, 0x7E8));
/// EcuData vin = await engine.ReadDataAsync(0xF190);
/// </code>
/// </example>
public sealed class UdsClient : IDisposable
{
    private static readonly byte[] TesterPresentRequest = [(byte)UdsService.TesterPresent, UdsSubFunctions.SuppressReply];

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly IsoTpAddress address;
    private readonly UdsOptions options;
    private readonly UdsState state;
    private readonly ITimer timer;
    private UdsExchange? exchange;
    private Exception? lastError;
    private long lastHeard;
    private long requests;
    private long passedOver;
    private long testerPresents;
    private bool keepsSession;

    /// <summary>Opens a channel to a control unit. Nothing is sent.</summary>
    /// <param name="session">The session; the channel ends with it.</param>
    /// <param name="address">Who speaks with whom.</param>
    /// <param name="name">What the control unit is called; null for its address.</param>
    /// <param name="isoTp">How messages are carried; null for the usual way.</param>
    /// <param name="options">How long is waited; null for the usual times.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public UdsClient(CanSession session, IsoTpAddress address, string? name = null, IsoTpOptions? isoTp = null, UdsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(address);
        this.options = options ?? new();
        this.options.Validate();
        this.address = address;
        state = new(this.options);
        Channel = new(session, address, isoTp);
        Name = name ?? address.ToString();
        timer = Channel.TimeProvider.CreateTimer(static client => ((UdsClient)client!).OnTesterPresentDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Raised each time that the control unit asks for patience (response pending, 78), on a thread of the session: a handler must not block.
    /// </summary>
    public event EventHandler<UdsMessage>? ResponsePending;

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The name of the session.</summary>
    public string Device => Channel.Device;

    /// <summary>The id of requests, and the byte that their frames begin with where there is one: <c>7E0</c>, <c>6F1/12</c>.</summary>
    public string Request => IsoTpAddress.Text(address.TransmitId, address.TransmitExtended, address.TransmitAddress);

    /// <summary>The id of answers, and the byte that their frames begin with where there is one: <c>7E8</c>, <c>612/F1</c>.</summary>
    public string Reply => IsoTpAddress.Text(address.ReceiveId, address.ReceiveExtended, address.ReceiveAddress);

    /// <summary>The session that it is in as far as its answers tell: <c>Default</c>, <c>Extended</c>, or a number in hex.</summary>
    public string Session => UdsSubFunctions.NameOf(UdsService.DiagnosticSessionControl, state.Session);

    /// <summary>The level of security that is unlocked; null where none is.</summary>
    public int? UnlockedLevel => state.UnlockedLevel;

    /// <summary>Whether it is told again and again that the tester is present, so that its session does not end.</summary>
    public bool KeepsSession => Volatile.Read(ref keepsSession);

    /// <summary>How many requests were sent.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>How many messages came that were no answer to what was asked: to an earlier request, or to another tester's.</summary>
    public long PassedOver => Interlocked.Read(ref passedOver);

    /// <summary>How often it was told that the tester is present.</summary>
    public long TesterPresents => Interlocked.Read(ref testerPresents);

    /// <summary>Why the last request was refused or failed; null where it was not.</summary>
    public Exception? LastError => Volatile.Read(ref lastError);

    /// <summary>Whether it has ended: it was closed, or its session was.</summary>
    public bool IsOver => Channel.IsOver;

    /// <summary>What carries the messages; what comes while nothing is asked for can be received there.</summary>
    public IsoTpChannel Channel { get; }

    /// <summary>How many bytes each identifier has that was read.</summary>
    internal ConcurrentDictionary<ushort, int> Lengths { get; } = new();

    /// <summary>The routines that it has, as far as it was asked for them.</summary>
    internal ConcurrentDictionary<ushort, byte> Routines { get; } = new();

    /// <summary>Both ways, and the name.</summary>
    internal string Unit => Name == address.ToString() ? Name : $"{Name} ({address})";

    /// <summary>Asks for something, and waits for the answer.</summary>
    /// <param name="request">The service and what belongs to it, 1 byte or more, which must not change until it is answered.</param>
    /// <param name="cancellationToken">Gives up. What was sent may have been done all the same.</param>
    /// <returns>The answer; null where the request wanted none (bit 7 of its sub-function) and nothing was refused in time.</returns>
    /// <exception cref="UdsException">The control unit refused it.</exception>
    /// <exception cref="TimeoutException">The control unit did not answer in time.</exception>
    /// <exception cref="IsoTpException">The request or the answer was not carried whole, or there is no connection.</exception>
    /// <exception cref="CanSessionException">The session is closed, or frames could not leave.</exception>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<UdsMessage?> RequestAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
    {
        var asked = request.IsEmpty ? throw new ArgumentException("A request has 1 byte or more.", nameof(request))
            : UdsMessage.Decode(new MessageData(request.Span));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Volatile.Write(ref lastError, null);
            var silence = Channel.TimeProvider.GetElapsedTime(lastHeard);
            var response = await ExchangeAsync(request, asked, cancellationToken).ConfigureAwait(false);
            lastHeard = Channel.TimeProvider.GetTimestamp();
            if (response?.ResponseCode is { } code)
            {
                state.Refused(code, silence);
                throw new UdsException(ChannelMessages.Refused(Name, asked, code), response);
            }

            state.Done(asked, response);
            if (asked is { ServiceId: (byte)UdsService.RoutineControl, Identifiers: [var routine, ..] })
            {
                Routines.TryAdd(routine, 0);
            }

            if (state.Session == UdsState.DefaultSession)
            {
                StopTesterPresent();
            }

            return response;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Volatile.Write(ref lastError, failure);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Tells the control unit from now on that the tester is present whenever nothing else was asked for a time, and never in the midst of an
    /// exchange, so that its session does not end. It ends with the session, that of the control unit or of the device.
    /// </summary>
    public void StartTesterPresent()
    {
        if (!IsOver)
        {
            Volatile.Write(ref keepsSession, true);
            timer.Change(options.TesterPresentInterval, options.TesterPresentInterval);
        }
    }

    /// <summary>Tells it so no more.</summary>
    public void StopTesterPresent()
    {
        if (KeepsSession)
        {
            Volatile.Write(ref keepsSession, false);
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends it. The control unit is told nothing.</summary>
    public void Dispose()
    {
        Volatile.Write(ref keepsSession, false);
        timer.Dispose();
        Channel.Dispose();
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    private async Task<UdsMessage?> ExchangeAsync(ReadOnlyMemory<byte> request, UdsMessage asked, CancellationToken cancellationToken)
    {
        using var current = new UdsExchange(Channel, Unit, asked, state.Times, RaisePending);
        Volatile.Write(ref exchange, current);
        Channel.Listener = current;
        try
        {
            Interlocked.Increment(ref requests);
            await SendAsync(request, current, cancellationToken).ConfigureAwait(false);
            current.Sent();
            return await current.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Channel.Listener = null;
            Volatile.Write(ref exchange, null);
            Interlocked.Add(ref passedOver, current.PassedOver);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> request, UdsExchange current, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Channel.SendAsync(request, stop.Token);
        if (!sending.IsCompleted && await Task.WhenAny(sending, current.Answer).ConfigureAwait(false) != sending)
        {
            // It was refused before all of it was there.
            await stop.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await sending.ConfigureAwait(false);
    }

    private void RaisePending(UdsMessage response)
    {
        try
        {
            ResponsePending?.Invoke(this, response);
        }
        catch (Exception)
        {
            // A handler that fails is its own affair.
        }
    }

    private void OnTesterPresentDue()
    {
        if (IsOver)
        {
            StopTesterPresent();
        }
        else if (KeepsSession)
        {
            _ = SendTesterPresentAsync();
        }
    }

    private async Task SendTesterPresentAsync()
    {
        try
        {
            if (!await turn.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
            {
                if (options.TesterPresentWhilePending && Volatile.Read(ref exchange) is { IsPending: true })
                {
                    await TellTesterPresentAsync().ConfigureAwait(false);
                }

                return;
            }

            try
            {
                // Whatever is asked for keeps the session, too.
                if (KeepsSession && Channel.TimeProvider.GetElapsedTime(lastHeard) > options.TesterPresentInterval / 2)
                {
                    await TellTesterPresentAsync().ConfigureAwait(false);
                    lastHeard = Channel.TimeProvider.GetTimestamp();
                }
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception failure)
        {
            // The next one may be sent; where none can, the session of the control unit has ended and its next refusal says so.
            Volatile.Write(ref lastError, failure);
        }
    }

    private async Task TellTesterPresentAsync()
    {
        await Channel.SendAsync(TesterPresentRequest).ConfigureAwait(false);
        Interlocked.Increment(ref testerPresents);
    }
}
