using System.Net;

namespace Caneth.Simulation;

/// <summary>What kind of gateway is simulated. Cannot change once it runs; the faults can.</summary>
public sealed record SimulatorOptions
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    /// <summary>The name of the simulator, for people, and the device of the frames that it received.</summary>
    public string Name { get; init; } = "simulator";

    /// <summary>
    /// The address to listen at. Only this computer can reach the loopback address, so anything else is a decision.
    /// </summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port, 0 to 65535; 0 takes a free one. Where it dials, the port that it dials from.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Whom it dials, an <see cref="IPEndPoint"/> or a <see cref="DnsEndPoint"/>, as a gateway in TCP-client mode does: then it does not listen. Null,
    /// the default, for a gateway in TCP-server mode.
    /// </summary>
    public EndPoint? Dial { get; init; }

    /// <summary>
    /// Whether it dials by UDP, from <see cref="Port"/>: then each datagram is some whole frames, at most 112, and nothing shows whether anybody is there.
    /// </summary>
    public bool DialByUdp { get; init; }

    /// <summary>How long it waits until it dials again, when a connection has ended or could not be made, 10 ms to 49 days; 1 s by default.</summary>
    public TimeSpan RedialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What it sends first on each connection to say who it is, up to 128 bytes: a MAC address of 6 bytes, or text. Empty, the default, for nothing.
    /// With <see cref="SimulatorFault.RegistrationAlways"/> in front of everything that is written, too.
    /// </summary>
    public ReadOnlyMemory<byte> RegistrationPacket { get; init; }

    /// <summary>What is on the bus besides the clients; null for nothing.</summary>
    public IBusTraffic? Traffic { get; init; }

    /// <summary>How many clients are served at once, 1 or more.</summary>
    public int MaxClients { get; init; } = 8;

    /// <summary>What happens to one client more.</summary>
    public ClientLimitPolicy ClientLimitPolicy { get; init; }

    /// <summary>
    /// The bit rate of the bus in bit/s, at which frames from clients leave the gateway; 0 for infinitely fast.
    /// </summary>
    public int BitRate { get; init; }

    /// <summary>
    /// How many frames from clients wait for the bus at most; those beyond are dropped and counted. EBYTE devices hold 600. An
    /// infinitely fast bus keeps none waiting.
    /// </summary>
    public int TransmitBuffer { get; init; } = 600;

    /// <summary>How many frames wait for each client at most; those beyond are dropped and counted.</summary>
    public int ClientBuffer { get; init; } = 8192;

    /// <summary>
    /// How many frames go to a client in one write at most, 1 to 5041 (64 KiB). With a <see cref="CoalesceTime"/>, that many are
    /// written without waiting for more.
    /// </summary>
    public int CoalesceFrames { get; init; } = 5041;

    /// <summary>
    /// How long a frame waits at most for others to be written with, up to an hour. Zero writes at once, and together only what
    /// came in the meantime.
    /// </summary>
    public TimeSpan CoalesceTime { get; init; }

    /// <summary>
    /// After how long without a frame a client gets a heartbeat: 1 ms to 49 days, or null for never. GCAN devices: 2 s, USR devices: 30 s.
    /// </summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>What the heartbeat is, up to 128 bytes. Empty, the default, for that of GCAN devices: 13 bytes that begin <c>AA 00 FF 00</c>.</summary>
    public ReadOnlyMemory<byte> Heartbeat { get; init; }

    /// <summary>The faults that are on from the beginning.</summary>
    public IReadOnlyList<FaultSetting> Faults { get; init; } = [];

    /// <summary>The clock of everything that waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The seed of all randomness, so that a run can be repeated.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name);
        ArgumentNullException.ThrowIfNull(Address);
        ArgumentNullException.ThrowIfNull(Faults);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        Option.RequireRange(Port, nameof(Port), 0, IPEndPoint.MaxPort);
        Option.Require(MaxClients >= 1, nameof(MaxClients), MaxClients, "1 or more");
        Option.Require(BitRate >= 0, nameof(BitRate), BitRate, "0 or more");
        Option.RequireRange(TransmitBuffer, nameof(TransmitBuffer), 1, 1_000_000);
        Option.RequireRange(ClientBuffer, nameof(ClientBuffer), 1, 1_000_000);
        Option.RequireRange(CoalesceFrames, nameof(CoalesceFrames), 1, 5041);
        Option.RequireRange(CoalesceTime, nameof(CoalesceTime), TimeSpan.Zero, LongestTime);
        Option.Require(Dial is null or IPEndPoint or DnsEndPoint, nameof(Dial), Dial, "a host with a port");
        Option.Require(Dial is not null || !DialByUdp, nameof(DialByUdp), DialByUdp, "false without Dial");
        Option.RequireTime(RedialDelay, nameof(RedialDelay), TimeSpan.FromMilliseconds(10));
        Option.RequireRange(RegistrationPacket.Length, nameof(RegistrationPacket), 0, ClientGreeting.MaxLength, " bytes");
        Option.RequireRange(Heartbeat.Length, nameof(Heartbeat), 0, ClientGreeting.MaxLength, " bytes");
        Option.RequireTime(HeartbeatInterval, nameof(HeartbeatInterval), TimeSpan.FromMilliseconds(1));
    }
}
