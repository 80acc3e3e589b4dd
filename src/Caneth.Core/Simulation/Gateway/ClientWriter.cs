using Caneth.Flow;
using System.Net.Sockets;
using Caneth.Links.Gateway;

namespace Caneth.Simulation;

/// <summary>What one client gets and when: the frames queued for it, heartbeats, and what the faults make of them.</summary>
internal sealed class ClientWriter
{
    private static readonly SimulatorFault[] Limits =
        [SimulatorFault.Reset, SimulatorFault.CloseOrderly, SimulatorFault.HalfOpen];

    // 1,456 bytes: a datagram that goes over Ethernet whole.
    private const int MaxFramesPerDatagram = 112;

    private static readonly TimeSpan Tear = TimeSpan.FromMilliseconds(1);

    private readonly SimulatedClient client;
    private readonly Socket socket;
    private readonly SimulatorOptions options;
    private readonly SimulatorFaults faults;
    private readonly SimulatedBus bus;
    private readonly Tally<SimulatorCounter> counters;
    private readonly CancellationToken closing;
    private readonly FaultInjector injector;
    private readonly OutgoingQueue queue;
    private readonly byte[] writing;
    private volatile int inFlight;
    private long framesSent;
    private long latestWrite;
    private long waitingSince;
    private long framesSinceHeartbeat;

    public ClientWriter(SimulatedClient client, Socket socket, GatewayContext gateway, int seed, CancellationToken closing)
    {
        this.client = client;
        this.socket = socket;
        this.closing = closing;
        (bus, _, options, faults, counters) = gateway;
        injector = new(faults, counters, seed);
        queue = new(options.ClientBuffer);
        var atOnce = Math.Min(options.DialByUdp ? Math.Min(options.CoalesceFrames, MaxFramesPerDatagram) : options.CoalesceFrames, options.ClientBuffer);
        writing = GC.AllocateUninitializedArray<byte>(atOnce * FrameCodec.FrameSize);
        latestWrite = options.TimeProvider.GetTimestamp();
    }

    /// <summary>Frames from before the client came, to begin with.</summary>
    public byte[] InitialFrames { private get; set; } = [];

    /// <summary>How many more frames the client can be offered without loss.</summary>
    public int Room => queue.Room;

    /// <summary>How many frames are queued or being written.</summary>
    public int Unsent => queue.Count + inFlight;

    private static ReadOnlySpan<byte> RefusalText => "Sorry,Limited"u8;

    private static ReadOnlySpan<byte> HeartbeatMark => [0xAA, 0x00, 0xFF, 0x00];

    /// <summary>Queues encoded frames, as far as there is room.</summary>
    public void Offer(ReadOnlySpan<byte> frames)
    {
        var count = frames.Length / FrameCodec.FrameSize;
        counters.Add(SimulatorCounter.FramesOffered, count);
        counters.Add(SimulatorCounter.FramesOverrun, count - queue.Add(frames));
    }

    /// <summary>Whether a fault that comes after a number of frames is on, and that many were sent.</summary>
    public bool IsDue(SimulatorFault fault) => faults[fault] is { } setting && Interlocked.Read(ref framesSent) >= setting.Value;

    /// <summary>Says what the client hears first, and whether it then is to hear anything else.</summary>
    /// <returns>Whether the connection goes on as one to a gateway.</returns>
    public async Task<bool> GreetAsync()
    {
        if (faults[SimulatorFault.HttpServer] is not null)
        {
            await WriteForeignAsync(ClientGreeting.Http.ToArray()).ConfigureAwait(false);
            return false;
        }

        if (faults[SimulatorFault.SshServer] is not null)
        {
            await WriteForeignAsync(ClientGreeting.Ssh.ToArray()).ConfigureAwait(false);
            await WaitForEndAsync().ConfigureAwait(false);
            return false;
        }

        if (RegistrationOf(faults[SimulatorFault.Registration]) is { Length: > 0 } registration)
        {
            await WriteForeignAsync(registration).ConfigureAwait(false);
        }

        return faults[SimulatorFault.AcceptThenClose] is null;
    }

    /// <summary>Tells the client that there is no room for it.</summary>
    public async Task WriteRefusalAsync()
    {
        await WriteBytesAsync(RefusalText.ToArray()).ConfigureAwait(false);
        counters.Add(SimulatorCounter.ClientsRefused, 1);
    }

    /// <summary>Does the one thing that is to be done now, or waits for something to do.</summary>
    /// <param name="changed">A task, taken before the call, that is done when frames were queued or a fault was changed.</param>
    public async Task WriteNextAsync(Task changed)
    {
        var allowed = FramesAllowed();
        if (allowed == 0)
        {
            await ActOnLimitAsync(changed).ConfigureAwait(false);
        }
        else if (InitialFrames.Length > 0)
        {
            await WriteBytesAsync(InitialFrames).ConfigureAwait(false);
            counters.Add(SimulatorCounter.FramesStale, InitialFrames.Length / FrameCodec.FrameSize);
            InitialFrames = [];
        }
        else if (TimeToWait() is not { } wait)
        {
            await WriteFramesAsync(allowed).ConfigureAwait(false);
        }
        else if (wait == TimeSpan.Zero)
        {
            await WriteHeartbeatAsync().ConfigureAwait(false);
        }
        else
        {
            await changed.WaitAsync(wait, options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How long to wait for frames, zero where a heartbeat is due, or null where frames are to be written now.</summary>
    private TimeSpan? TimeToWait()
    {
        var count = queue.Count;
        if (count == 0)
        {
            waitingSince = 0;
            return options.HeartbeatInterval is { } interval ? Remaining(interval, latestWrite) : Timeout.InfiniteTimeSpan;
        }

        if (options.CoalesceTime == TimeSpan.Zero || count >= options.CoalesceFrames)
        {
            return null;
        }

        if (waitingSince == 0)
        {
            waitingSince = options.TimeProvider.GetTimestamp();
        }

        return Remaining(options.CoalesceTime, waitingSince) is var rest && rest > TimeSpan.Zero ? rest : null;
    }

    private TimeSpan Remaining(TimeSpan wanted, long since)
    {
        var rest = wanted - options.TimeProvider.GetElapsedTime(since);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private async Task WriteFramesAsync(int allowed)
    {
        // First in flight, then out of the queue: at no moment may all seem to be written.
        inFlight = Math.Min(allowed, writing.Length / FrameCodec.FrameSize);
        var length = queue.Take(writing.AsSpan(0, inFlight * FrameCodec.FrameSize));
        inFlight = length / FrameCodec.FrameSize;
        waitingSince = 0;
        bus.SignalProgress();
        if (faults.AffectsOutput)
        {
            await WriteDamagedAsync(injector.Apply(writing.AsSpan(0, length))).ConfigureAwait(false);
            injector.Count();
            await WriteFreeHeartbeatAsync().ConfigureAwait(false);
        }
        else
        {
            await WriteBytesAsync(writing.AsMemory(0, length)).ConfigureAwait(false);
        }

        Interlocked.Add(ref framesSent, inFlight);
        counters.Add(SimulatorCounter.FramesSent, inFlight);
        inFlight = 0;
        bus.SignalProgress();
    }

    private async Task WriteDamagedAsync(ReadOnlyMemory<byte> bytes)
    {
        if (faults[SimulatorFault.RegistrationAlways] is { } registration)
        {
            var packet = RegistrationOf(registration);
            counters.Add(SimulatorCounter.ForeignBytes, packet.Length);
            bytes = (byte[])[.. packet, .. bytes.Span];
        }

        await (faults[SimulatorFault.Drip] is { } drip ? WriteDrippingAsync(bytes, drip.Value) : WriteTornAsync(bytes)).ConfigureAwait(false);
    }

    private async Task WriteDrippingAsync(ReadOnlyMemory<byte> bytes, int piece)
    {
        while (!bytes.IsEmpty)
        {
            var next = bytes[..Math.Min(piece, bytes.Length)];
            await WriteBytesAsync(next).ConfigureAwait(false);
            bytes = bytes[next.Length..];
            await Task.Delay(Tear, options.TimeProvider, closing).ConfigureAwait(false);
        }
    }

    private async Task WriteFreeHeartbeatAsync()
    {
        framesSinceHeartbeat += inFlight;
        if (faults[SimulatorFault.FreeHeartbeat] is { } heartbeat && framesSinceHeartbeat >= heartbeat.Every)
        {
            framesSinceHeartbeat = 0;
            await WriteForeignAsync(ClientGreeting.Heartbeat(heartbeat.Value)).ConfigureAwait(false);
        }
    }

    private async Task WriteForeignAsync(byte[] bytes)
    {
        await WriteBytesAsync(bytes).ConfigureAwait(false);
        counters.Add(SimulatorCounter.ForeignBytes, bytes.Length);
    }

    private async Task WriteTornAsync(ReadOnlyMemory<byte> bytes)
    {
        var first = true;
        while (faults[SimulatorFault.Split] is { } split && !bytes.IsEmpty)
        {
            var piece = Math.Min(bytes.Length, injector.NextPiece(split.Value, tearsFrame: first));
            await WriteBytesAsync(bytes[..piece]).ConfigureAwait(false);
            bytes = bytes[piece..];

            // A moment for the client to see the first piece alone; more of them would only be slow.
            if (first)
            {
                await Task.Delay(Tear, options.TimeProvider, closing).ConfigureAwait(false);
            }

            first = false;
        }

        await WriteBytesAsync(bytes).ConfigureAwait(false);
    }

    /// <summary>The registration packet: the gateway's own, or else a made-up one where a fault wants one.</summary>
    private byte[] RegistrationOf(FaultSetting? fault) => !options.RegistrationPacket.IsEmpty ? options.RegistrationPacket.ToArray()
        : fault is { } setting ? ClientGreeting.Registration(setting.Value)
        : [];

    private async Task WriteHeartbeatAsync()
    {
        if (!options.Heartbeat.IsEmpty)
        {
            await WriteForeignAsync(options.Heartbeat.ToArray()).ConfigureAwait(false);
            return;
        }

        var heartbeat = new byte[FrameCodec.FrameSize];
        HeartbeatMark.CopyTo(heartbeat);
        await WriteBytesAsync(heartbeat).ConfigureAwait(false);
        counters.Add(SimulatorCounter.Heartbeats, 1);
    }

    private async ValueTask WriteBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, SocketFlags.None, closing).ConfigureAwait(false);
            counters.Add(SimulatorCounter.BytesSent, sent);
            bytes = bytes[sent..];
        }

        latestWrite = options.TimeProvider.GetTimestamp();
    }

    private async Task WaitForEndAsync() =>
        await Task.Delay(Timeout.InfiniteTimeSpan, options.TimeProvider, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>How many frames may go before a fault wants something else to happen.</summary>
    private int FramesAllowed()
    {
        var allowed = int.MaxValue;
        if (faults.AffectsOutput)
        {
            foreach (var fault in Limits)
            {
                if (faults[fault] is { } setting)
                {
                    allowed = (int)Math.Clamp(setting.Value - framesSent, 0, allowed);
                }
            }
        }

        return allowed;
    }

    private async Task ActOnLimitAsync(Task changed)
    {
        if (IsDue(SimulatorFault.Reset))
        {
            client.Close(reset: true);
        }
        else if (IsDue(SimulatorFault.CloseOrderly))
        {
            client.End();
        }
        else if (IsDue(SimulatorFault.HalfOpen))
        {
            await changed.ConfigureAwait(false);
        }
    }
}
