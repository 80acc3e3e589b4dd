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

    /// <summary>The TCP port, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

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
    /// After how long without a frame a client gets a heartbeat, 13 bytes that begin <c>AA 00 FF 00</c>: 1 ms to 1 h, or null for
    /// never. GCAN devices: 2 s.
    /// </summary>
    public TimeSpan? HeartbeatInterval { get; init; }

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
        Option.RequireRange(HeartbeatInterval ?? LongestTime, nameof(HeartbeatInterval), TimeSpan.FromMilliseconds(1), LongestTime);
    }
}
