using Caneth.Flow;
using Caneth.Signals;
using System.Net;
using System.Net.Sockets;

namespace Caneth.Simulation;

/// <summary>
/// A CAN-over-TCP gateway in this process, faithful to what the makers document and the field reports: one port, several
/// clients, a bus with traffic of its own, bounded buffers, and the faults that real devices have. All members may be used
/// by several threads at once.
/// </summary>
public sealed class GatewaySimulator : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly SimulatorOptions options;
    private readonly Tally<SimulatorCounter> counters = new();
    private readonly SimulatedBus bus;
    private readonly TransmitBuffer transmitBuffer;
    private readonly ClientListener listener;
    private readonly ClientDialer? dialer;
    private readonly Task draining;
    private int disposed;

    private GatewaySimulator(SimulatorOptions options)
    {
        this.options = options;
        foreach (var fault in options.Faults)
        {
            Faults.Set(fault);
        }

        bus = new(options, Faults, counters);
        transmitBuffer = new(options, counters, bus.Transmit);
        var context = new GatewayContext(bus, transmitBuffer, options, Faults, counters);
        listener = new(context);
        dialer = options.Dial is { } target ? new(context, target) : null;
        Faults.Changed += () =>
        {
            listener.LookAtFaults();
            ForEachClient(client => client.Signal());
        };
        Resume();
        draining = Task.Run(() => EndQuietlyAsync(transmitBuffer.RunAsync(stopping.Token)));
        Completion = BackgroundTask.Run(RunTrafficAsync);
    }

    /// <summary>The name of the simulator.</summary>
    public string Name => options.Name;

    /// <summary>
    /// The address to connect to, as text: <c>127.0.0.1</c>. Where it listens at all addresses, it is the loopback one; where it dials, the host that it dials.
    /// </summary>
    public string HostName => options.Dial is DnsEndPoint host ? host.Host : (options.Dial as IPEndPoint ?? listener.EndPoint).Address switch
    {
        _ when Faults[SimulatorFault.DeadAddress] is not null => "localhost",
        var any when any.Equals(IPAddress.Any) => $"{IPAddress.Loopback}",
        var any when any.Equals(IPAddress.IPv6Any) => $"{IPAddress.IPv6Loopback}",
        var address => $"{address}",
    };

    /// <summary>The port to connect to; where it dials, the port that it dials.</summary>
    public int Port => options.Dial is DnsEndPoint host ? host.Port : (options.Dial as IPEndPoint ?? listener.EndPoint).Port;

    /// <summary>Whether it dials, and does not listen.</summary>
    public bool Dials => dialer is not null;

    /// <summary>What the frames on its bus mean, where its traffic says so; null where nobody does.</summary>
    public CanDatabase? Database => options.Traffic?.Database;

    /// <summary>How many clients are connected and served now.</summary>
    public int Clients => bus.Clients;

    /// <summary>The faults, to be switched on and off at any time.</summary>
    public SimulatorFaults Faults { get; } = new();

    /// <summary>What happened so far.</summary>
    public SimulatorStatistics Statistics => new(counters.Snapshot(), transmitBuffer.Count);

    /// <summary>
    /// A task that is done when the traffic has nothing more to say: a playback has come to its end and is with the operating
    /// system, or the simulator was disposed. It fails as the traffic fails, for example where a log cannot be read.
    /// </summary>
    public Task Completion { get; }

    /// <summary>Starts a gateway. It listens when this returns, or begins to dial.</summary>
    /// <param name="options">What kind of gateway; null for one on a free port with nothing on its bus.</param>
    /// <returns>The running gateway.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is beyond its limits.</exception>
    /// <exception cref="SocketException">The port is in use, or the address is none of this computer.</exception>
    public static GatewaySimulator Start(SimulatorOptions? options = null)
    {
        options ??= new();
        options.Validate();
        return new(options);
    }

    /// <summary>Puts a frame on the bus: every client gets it.</summary>
    /// <param name="frame">A classic data or remote frame.</param>
    /// <exception cref="ArgumentException">The gateway's wire cannot carry such a frame.</exception>
    public void Send(CanFrame frame) => bus.Send(new ReadOnlySpan<CanFrame>(in frame));

    /// <summary>Puts frames on the bus, one after another with nothing in between: every client gets them.</summary>
    /// <param name="frames">
    /// Classic data and remote frames. A client whose buffer in the gateway is full loses them, which is counted.
    /// </param>
    /// <exception cref="ArgumentException">The gateway's wire cannot carry one of the frames; none was sent.</exception>
    public void Send(ReadOnlySpan<CanFrame> frames) => bus.Send(frames);

    /// <summary>
    /// Puts frames on the bus as fast as the clients take them; nothing is lost. Waits for the first client too.
    /// </summary>
    /// <param name="frames">Classic data and remote frames.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that is done when every client's buffer has the frames.</returns>
    /// <exception cref="ArgumentException">
    /// The gateway's wire cannot carry one of the frames; those before it may be sent.
    /// </exception>
    public ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default) =>
        bus.SendAsync(frames, cancellationToken);

    /// <summary>Waits until all that was put on the bus is with the operating system.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that is done then.</returns>
    public Task FlushAsync(CancellationToken cancellationToken = default) => bus.FlushAsync(cancellationToken);

    /// <summary>Waits until a number of clients are served.</summary>
    /// <param name="count">How many, at least.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that is done then.</returns>
    public Task WaitForClientsAsync(int count = 1, CancellationToken cancellationToken = default) =>
        bus.WaitForClientsAsync(count, cancellationToken);

    /// <summary>Captures from now on what clients put on the bus, without loss.</summary>
    /// <returns>The capture; it continues until it or the simulator is disposed.</returns>
    public BusCapture Capture() => bus.Capture();

    /// <summary>Ends all connections; the gateway goes on listening, or dials again.</summary>
    /// <param name="reset">
    /// True: at once, with RST. False: with FIN; what the clients still send is read until they close too, for 5 s at most.
    /// </param>
    public void DisconnectClients(bool reset = false) => ForEachClient(client =>
    {
        if (reset)
        {
            client.Close(reset: true);
        }
        else
        {
            client.End();
        }
    });

    /// <summary>
    /// Stops listening: who connects now is refused by the operating system, which gives the port to nobody else. Or stops dialling. Clients
    /// that are connected stay.
    /// </summary>
    public void StopListening()
    {
        listener.Close();
        dialer?.Close();
    }

    /// <summary>Listens again, at the same port, or dials again.</summary>
    /// <exception cref="SocketException">Another program has taken the port since.</exception>
    /// <exception cref="ObjectDisposedException">The simulator was disposed.</exception>
    public void Resume()
    {
        if (dialer is null)
        {
            listener.Open();
        }
        else
        {
            dialer.Open();
        }
    }

    /// <summary>Ends everything: when the task is done, no connection, timer or loop is left.</summary>
    /// <returns>A task that is done then.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await listener.DisposeAsync().ConfigureAwait(false);
            if (dialer is not null)
            {
                await dialer.DisposeAsync().ConfigureAwait(false);
            }

            await draining.ConfigureAwait(false);
            bus.EndCaptures();
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.Dispose();
        }
    }

    private void ForEachClient(Action<SimulatedClient> action)
    {
        listener.ForEach(action);
        dialer?.ForEach(action);
    }

    private async Task RunTrafficAsync()
    {
        if (options.Traffic is { } traffic)
        {
            await EndQuietlyAsync(traffic.RunAsync(bus, stopping.Token)).ConfigureAwait(false);
        }
    }

    private async Task EndQuietlyAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }
}
