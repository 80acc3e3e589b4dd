using System.Net;
using Caneth.Flow;
using Caneth.Links;
using Caneth.Links.Incoming;
using Caneth.Sessions;

namespace Caneth.Listening;

/// <summary>
/// Waits for gateways that dial in (TCP-client mode, behind NAT for example), and opens a session for each, by its identity: what its registration
/// packet says, or the address that it comes from. Where the same gateway dials in again, its session goes on, and a connection that was half-open is
/// replaced. All members are safe for all threads.
/// </summary>
/// <example>
/// <code>
/// await using var listener = CanListener.Start(new ListenerOptions { Address = CanLinkType.ParseAddress("tcp-listen://0.0.0.0:20001?identity=mac") });
/// listener.DeviceAdded += (_, session) => Console.WriteLine($"{session.Name} is here.");
/// </code>
/// </example>
public sealed class CanListener : IAsyncDisposable, IIncomingHost
{
    private readonly ListenerOptions options;
    private readonly IncomingGateways incoming;
    private readonly ListenerEventLog events;
    private readonly Tally<ListenerCounter> counters = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, ListenedDevice> devices = new(StringComparer.OrdinalIgnoreCase);
    private bool isStopped;

    private CanListener(ListenerOptions options)
    {
        this.options = options;
        var time = options.Session.TimeProvider;
        events = new(options.Name, time);
        events.Added += happened => Raise(() => EventHappened?.Invoke(this, happened));
        incoming = new(
            options.Address, GatewayListenScheme.CreateReader(options.Address, options.Session.Heartbeat, options.RegistrationTimeout, time), this, time);
        Address = new(options.Address.Scheme, options.Address.Host, incoming.Port) { Options = options.Address.Options };
    }

    /// <summary>
    /// Raised when a gateway dialled in for the first time, with its session, on a thread of the listener: a handler must not block. Who subscribes
    /// to the session there misses no frame.
    /// </summary>
    public event EventHandler<CanSession>? DeviceAdded;

    /// <summary>Raised when something happened that <see cref="EventsAfter"/> lists, on a thread of the listener: a handler must not block.</summary>
    public event EventHandler<ListenerEvent>? EventHappened;

    /// <summary>What the listener is called.</summary>
    public string Name => options.Name;

    /// <summary>Where gateways dial in, with the port in use.</summary>
    public CanAddress Address { get; }

    /// <summary>Where gateways dial in, as a URI: <c>tcp-listen://0.0.0.0:20001</c>.</summary>
    public string Uri => Address.Uri;

    /// <summary>The port in use.</summary>
    public int Port => Address.Port;

    /// <summary>What it is doing.</summary>
    public ListenerState State => Volatile.Read(ref isStopped) ? ListenerState.Stopped : ListenerState.Listening;

    /// <summary>The sessions of the gateways that have come, those that are away now included.</summary>
    public IReadOnlyList<CanSession> Devices
    {
        get
        {
            lock (gate)
            {
                return [.. devices.Values.Select(device => device.Session)];
            }
        }
    }

    /// <summary>How many gateways are connected now.</summary>
    public int DevicesConnected => Devices.Count(session => session.State == CanSessionState.Connected);

    /// <summary>How many connections there are of which it is not known yet who they are.</summary>
    public int ConnectionsPending => incoming.ConnectionsPending;

    /// <summary>Connections that were accepted so far, those that were refused afterwards included.</summary>
    public long ConnectionsAccepted => counters[ListenerCounter.ConnectionsAccepted];

    /// <summary>Connections so far that took the place of another one of the same gateway.</summary>
    public long ConnectionsReplaced => counters[ListenerCounter.ConnectionsReplaced];

    /// <summary>Connections so far that were refused: unknown, too many, or no gateways.</summary>
    public long ConnectionsRefused => counters[ListenerCounter.ConnectionsRefused];

    /// <summary>How many events there were so far.</summary>
    public long EventCount => events.Count;

    /// <summary>Starts to listen. Gateways can dial in when this returns.</summary>
    /// <param name="options">Where, and for whom; null for port 20001 of this computer alone, and for everybody.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="LinkException">The port is in use, or the address is none of this computer.</exception>
    public static CanListener Start(ListenerOptions? options = null)
    {
        options ??= new();
        options.Validate();
        var listener = new CanListener(options);
        listener.incoming.Start();
        return listener;
    }

    /// <summary>What happened, oldest first; the last 1,000 events are kept, warnings rather than what is good to know.</summary>
    /// <param name="number">Only events after the one of this number; 0 for all.</param>
    /// <returns>The events.</returns>
    public IReadOnlyList<ListenerEvent> EventsAfter(long number = 0) => events.After(number);

    /// <summary>Listens no more, and disconnects its devices: what they are to send leaves first, for 2 s at most.</summary>
    /// <returns>Ends when everything is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (isStopped)
            {
                return;
            }

            Volatile.Write(ref isStopped, true);
        }

        await incoming.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(Devices.Select(session => session.DisposeAsync().AsTask())).ConfigureAwait(false);
        events.Dispose();
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    void IIncomingHost.Accepted() => counters.Add(ListenerCounter.ConnectionsAccepted, 1);

    /// <summary>Hands a connection to the session of its gateway, which is opened where there is none.</summary>
    void IIncomingHost.Take(IncomingStream stream, IncomingIdentity identity, IPEndPoint from)
    {
        var device = DeviceOf(identity, from, out var isNew);
        if (device is null)
        {
            stream.Dispose();
            return;
        }

        if (isNew)
        {
            events.Add(ListenerEventKind.DeviceAdded, EventLevel.Information, ListenerMessages.Added(identity.Text, from), device.Session.Name);
            Raise(() => DeviceAdded?.Invoke(this, device.Session));
        }

        if (device.Offer(stream))
        {
            counters.Add(ListenerCounter.ConnectionsReplaced, 1);
            events.Add(ListenerEventKind.ConnectionReplaced, EventLevel.Information, ListenerMessages.Replaced(identity.Text, from), device.Session.Name);
            if (device.NoteReplacement(out var times, out var within))
            {
                events.Add(ListenerEventKind.IdentityShared, EventLevel.Warning, ListenerMessages.Shared(identity.Text, from, times, within),
                    device.Session.Name, ListenerMessages.TellApart);
            }
        }
        else if (!isNew)
        {
            events.Add(ListenerEventKind.DeviceReturned, EventLevel.Information, ListenerMessages.Returned(identity.Text, from), device.Session.Name);
        }
    }

    void IIncomingHost.Refused(string message, string? advice) => Refuse(message, advice);

    void IIncomingHost.NotAccepted(string message) => events.Add(ListenerEventKind.AcceptFailed, EventLevel.Warning, message);

    // A handler that fails must not take the listener along.
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

    /// <returns>The device of an identity; null where it was refused.</returns>
    private ListenedDevice? DeviceOf(IncomingIdentity identity, IPEndPoint from, out bool isNew)
    {
        var (refused, advice) = ("", "");
        lock (gate)
        {
            isNew = false;
            if (isStopped)
            {
                return null;
            }

            if (devices.TryGetValue(identity.Text, out var known) && known.Session.State != CanSessionState.Closed)
            {
                return known;
            }

            if (options.Admit?.Invoke(identity.Text) == false)
            {
                (refused, advice) = (ListenerMessages.Unknown(identity.Text, from), ListenerMessages.AllowIdentity);
            }
            else if (devices.Count >= options.MaxDevices)
            {
                (refused, advice) = (ListenerMessages.Full(identity.Text, from, options.MaxDevices), ListenerMessages.MakeRoom);
            }
            else
            {
                isNew = true;
                var name = options.NameDevice?.Invoke(identity.Text) ?? identity.Text;
                return devices[identity.Text] = new(identity, name, options.Session, Address, Forget);
            }
        }

        Refuse(refused, advice);
        return null;
    }

    private void Forget(ListenedDevice device)
    {
        lock (gate)
        {
            if (devices.TryGetValue(device.Identity, out var known) && known == device)
            {
                devices.Remove(device.Identity);
            }
        }
    }

    private void Refuse(string message, string? advice = null)
    {
        counters.Add(ListenerCounter.ConnectionsRefused, 1);
        events.Add(ListenerEventKind.ConnectionRefused, EventLevel.Warning, message, advice: advice);
    }
}
