using System.Net.Sockets;

namespace Caneth.Simulation;

/// <summary>One connection of the simulated gateway, from its beginning to its end: a reader and a writer.</summary>
internal sealed class SimulatedClient : IDisposable
{
    // What the client still sends after our end is read, but only for a while.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(5);

    private readonly Socket socket;
    private readonly GatewayContext gateway;
    private readonly ClientReader reader;
    private readonly ClientWriter writer;
    private readonly bool refused;
    private readonly ChangeSignal changes = new();
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private ITimer? lingering;
    private volatile bool ended;
    private volatile bool closed;

    /// <summary>A connection that was just accepted.</summary>
    /// <param name="socket">Its socket, which is the client's from now on.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="number">Tells the clients of a gateway apart.</param>
    /// <param name="refused">Whether there is no room for it.</param>
    public SimulatedClient(Socket socket, GatewayContext gateway, int number, bool refused)
    {
        this.socket = socket;
        this.gateway = gateway;
        this.refused = refused;
        reader = new(gateway.Options, gateway.Faults, gateway.Counters);
        writer = new(this, socket, gateway, unchecked(gateway.Options.Seed * 397 + number), closing.Token);
    }

    /// <summary>Whether the client gets no more frames.</summary>
    public bool Ended => ended;

    /// <summary>How many more frames the client can be offered without loss.</summary>
    public int Room => writer.Room;

    /// <summary>Whether everything offered is with the operating system.</summary>
    public bool AllWritten => writer.Unsent == 0;

    /// <summary>Has the client begin with frames from before it came.</summary>
    public void BeginWith(byte[] stale) => writer.InitialFrames = stale;

    /// <summary>Queues encoded frames for the client, as far as there is room. Called under the lock of the bus.</summary>
    public void Offer(ReadOnlySpan<byte> frames)
    {
        writer.Offer(frames);
        changes.Signal();
    }

    /// <summary>Makes the reader and the writer look at the faults again.</summary>
    public void Signal() => changes.Signal();

    /// <summary>Serves the client until the connection is over.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(Task.Run(ReadAsync), Task.Run(WriteAsync)).ConfigureAwait(false);
        Close(reset: false);

        // Whoever closed it may not have come so far; what is offered from now on would be counted nowhere.
        gateway.Bus.Leave(this);
        reader.End();
        gateway.Counters.Add(SimulatorCounter.FramesUnsent, writer.Unsent);
    }

    /// <summary>Sends nothing more (FIN) but goes on reading until the client closes too, for 5 s at most.</summary>
    public void End()
    {
        lock (gate)
        {
            if (ended)
            {
                return;
            }

            ended = true;
            var time = gateway.Options.TimeProvider;
            lingering = time.CreateTimer(_ => Close(reset: false), null, Linger, Timeout.InfiniteTimeSpan);
        }

        gateway.Bus.Leave(this);
        changes.Signal();
    }

    /// <summary>Closes the connection at once, that is, lets the reader and the writer end.</summary>
    /// <param name="reset">Whether with RST instead of FIN.</param>
    public void Close(bool reset)
    {
        lock (gate)
        {
            ended = true;
            if (closed)
            {
                return;
            }

            closed = true;
            lingering?.Dispose();
            if (reset)
            {
                socket.LingerState = new LingerOption(true, 0);
            }

            closing.Cancel();
        }

        gateway.Bus.Leave(this);
        changes.Signal();
    }

    /// <summary>
    /// Frees the socket, after <see cref="RunAsync"/>: with an operation under way, .NET would reset the connection.
    /// </summary>
    public void Dispose()
    {
        lock (gate)
        {
            (ended, closed) = (true, true);
            lingering?.Dispose();
            closing.Dispose();
            socket.Dispose();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                // Asked again after the wait for bytes: those that arrived in the silence are for later.
                await WaitWhileSilentAsync().ConfigureAwait(false);
                var count = await socket.ReceiveAsync(reader.Free, SocketFlags.None, closing.Token).ConfigureAwait(false);
                await WaitWhileSilentAsync().ConfigureAwait(false);
                if (closed || count == 0 && !gateway.Options.DialByUdp)
                {
                    break;
                }

                if (!refused)
                {
                    reader.Received(count, gateway.TransmitBuffer, this);
                }
            }

            End();
        }
        catch (Exception)
        {
            // Whatever it was, this connection is over and the others are not.
            Close(reset: false);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            if (!gateway.Options.DialByUdp)
            {
                socket.NoDelay = true;
            }

            if (refused)
            {
                await writer.WriteRefusalAsync().ConfigureAwait(false);
                End();
            }
            else if (!await writer.GreetAsync().ConfigureAwait(false))
            {
                End();
            }

            while (!ended)
            {
                var changed = changes.Next();
                if (!ended)
                {
                    await writer.WriteNextAsync(changed).ConfigureAwait(false);
                }
            }

            if (!closed)
            {
                socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception)
        {
            Close(reset: false);
        }
    }

    private Task WaitWhileSilentAsync() => IsSilent() ? changes.WaitUntilAsync(() => !IsSilent()) : Task.CompletedTask;

    private bool IsSilent() => !closed && !refused
        && (gateway.Faults[SimulatorFault.ZeroWindow] is not null || (!ended && writer.IsDue(SimulatorFault.HalfOpen)));
}
