using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Caneth.Bridges;
using Caneth.Diagnostics.Channels;
using Caneth.Handlers;
using Caneth.Links;
using Caneth.Listening;
using Caneth.Publishing;
using Caneth.Recording;
using Caneth.Servers;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Simulation;
using Caneth.Transmission;

namespace Caneth.State;

/// <summary>
/// What one copy of the module holds for one runspace: its devices, listeners, control units, recordings, publishers, transmissions, servers, bridges,
/// simulators and databases. Ends with the runspace, the module or the process.
/// </summary>
/// <remarks>
/// Two copies of the module in one shell (another folder, another version) share the assembly that was loaded first, and nothing else.
/// The runspace of a background handler shares what the shell has that registered it, and only its handlers are its own.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A source that nothing waits for has nothing in it to be disposed of.")]
internal sealed class ModuleState
{
    // A shell that ends must not wait forever for a gateway that is gone.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(3);

    private static readonly ConditionalWeakTable<Runspace, ConcurrentDictionary<string, ModuleState>> States = [];

    private const int MostRemembered = 50;

    private readonly CanSession? ownDefault;
    private readonly ModuleState? owner;
    private readonly BackgroundNews news;
    private readonly NamedSet<CanReply> replies;
    private readonly ConditionalWeakTable<CanSession, string> dialledIn;
    private readonly Lock gate = new();
    private CyclicTransmitter? transmitter;
    private IReadOnlyList<CanAddress> addresses = [];
    private long newsReported;
    private CancellationTokenSource ending = new();

    static ModuleState() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var (_, copies) in States)
        {
            foreach (var state in copies.Values)
            {
                state.End();
            }
        }
    };

    private ModuleState(Runspace runspace, ModuleState? owner = null, CanSession? ownDefault = null)
    {
        this.owner = owner;
        this.ownDefault = ownDefault;
        Handlers = new(runspace, owner?.Handlers.Handlers);
        Sessions = owner?.Sessions ?? new(session => session.Name);
        replies = owner?.replies ?? new(reply => reply.Name);
        dialledIn = owner?.dialledIn ?? [];
        Diagnostics = owner?.Diagnostics ?? new();
        Recordings = owner?.Recordings ?? new(recording => recording.Name);
        FileActions = owner?.FileActions ?? [];
        news = owner?.news ?? new();
        Transmissions = owner?.Transmissions ?? new(transmission => transmission.Name);
        Publishers = owner?.Publishers ?? new(publisher => publisher.Name);
        Bridges = owner?.Bridges ?? new(bridge => bridge.Name);
        Servers = owner?.Servers ?? new(server => server.Name);
        Listeners = owner?.Listeners ?? new(listener => listener.Name);
        Simulators = owner?.Simulators ?? new(simulator => simulator.Name);
        Databases = owner?.Databases ?? new();
        EventsShown = owner?.EventsShown ?? [];
        runspace.StateChanged += (_, change) =>
        {
            // Not while it is closing: what a user registered for PowerShell.Exiting still runs then, and may send.
            if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
            {
                End();
                Handlers.Dispose();
            }
        };
    }

    /// <summary>The state of the copy that is used in the runspace of this thread; where there are several, of one of them.</summary>
    public static ModuleState Current => Copies(Runspace.DefaultRunspace) is { IsEmpty: false } copies ? copies.Values.First() : Of(null);

    /// <summary>The devices, in the order in which they were connected.</summary>
    public NamedSet<CanSession> Sessions { get; }

    /// <summary>The listeners at which gateways dial in, in the order in which they were started.</summary>
    public NamedSet<CanListener> Listeners { get; }

    /// <summary>The recordings, in the order in which they were started.</summary>
    public NamedSet<CanRecording> Recordings { get; }

    /// <summary>What recordings run for their files; it is forgotten with its recording.</summary>
    public ConditionalWeakTable<CanRecording, FileActions> FileActions { get; }

    /// <summary>What is sent again and again, in the order in which it was started.</summary>
    public NamedSet<CanTransmission> Transmissions { get; }

    /// <summary>The bridges between devices, in the order in which they were started.</summary>
    public NamedSet<CanBridge> Bridges { get; }

    /// <summary>The publishers, in the order in which they were started.</summary>
    public NamedSet<CanPublisher> Publishers { get; }

    /// <summary>The servers that offer devices to other programs, in the order in which they were started.</summary>
    public NamedSet<CanServer> Servers { get; }

    /// <summary>What sends it: one thread for all that the shell sends so.</summary>
    public CyclicTransmitter Transmitter
    {
        get
        {
            if (owner is not null)
            {
                return owner.Transmitter;
            }

            lock (gate)
            {
                return transmitter ??= new();
            }
        }
    }

    /// <summary>The simulators, in the order in which they were started.</summary>
    public NamedSet<GatewaySimulator> Simulators { get; }

    /// <summary>The databases that frames are decoded with.</summary>
    public DatabaseBindings Databases { get; }

    /// <summary>Cancelled when all of this ends; a module that is imported again begins with a new one.</summary>
    public CancellationToken Ending => Volatile.Read(ref ending).Token;

    /// <summary>The handlers that run on this runspace, or beside it.</summary>
    public HandlerQueue Handlers { get; }

    /// <summary>Which events of a session or a recording have been shown; it is forgotten with its entry.</summary>
    public ConditionalWeakTable<object, ShownEvents> EventsShown { get; }

    /// <summary>
    /// The device that is meant where none is named: in a background handler the one whose frames it sees; otherwise the one connected last,
    /// an open one if there is any, and one that has dialled in only where there is no other.
    /// </summary>
    public CanSession? DefaultSession
    {
        get
        {
            if (ownDefault is not null)
            {
                return ownDefault;
            }

            List<CanSession> all = [.. Sessions];

            // One that came unasked must not get what is meant for another.
            return all.FindLast(session => session.State != CanSessionState.Closed && !dialledIn.TryGetValue(session, out _))
                ?? all.FindLast(session => session.State != CanSessionState.Closed) ?? all.LastOrDefault();
        }
    }

    /// <summary>The replies, in the order in which they were registered; those whose devices have ended are forgotten.</summary>
    public NamedSet<CanReply> ActiveReplies
    {
        get
        {
            replies.RemoveWhere(reply => reply.Ended);
            return replies;
        }
    }

    /// <summary>The control units, vehicles and nodes that the devices are asked through.</summary>
    public DiagnosticState Diagnostics { get; }

    /// <summary>The control units that answered OBD-II on any device.</summary>
    public IEnumerable<ObdUnit> ObdUnits => Sessions.SelectMany(Diagnostics.ObdUnitsOf);

    /// <summary>Where devices were connected, the latest first.</summary>
    public IReadOnlyList<CanAddress> Addresses => Volatile.Read(ref addresses);

    /// <summary>Remembers where a device was connected.</summary>
    public void Remember(CanAddress address) =>
        Volatile.Write(ref addresses, [address, .. addresses.Where(other => other != address).Take(MostRemembered - 1)]);

    /// <summary>Takes a listener in that was started just now.</summary>
    public void Add(CanListener listener)
    {
        Listeners.Add(listener);
        listener.EventHappened += news.Note;
        news.Note(listener, null);
    }

    /// <summary>Takes the device of a gateway in that has just dialled in; for any thread.</summary>
    /// <param name="session">The device.</param>
    /// <param name="databases">What its frames mean.</param>
    public void Add(CanSession session, IReadOnlyList<CanDatabase> databases)
    {
        foreach (var database in databases)
        {
            Databases.Bind(session, database);
        }

        dialledIn.Add(session, session.Name);
        Sessions.Add(session);
        if (Databases.Of(session).Databases.Count > 0)
        {
            LiveTraffic.Of(session, Databases, out _);
        }
    }

    /// <summary>A name for a device that comes unasked: the one wanted, or with a number where an open device has it; for any thread.</summary>
    public string FreeDeviceName(string name)
    {
        bool IsTaken(string wanted) => Sessions.Any(open => NamedSet<CanSession>.IsSame(open.Name, wanted) && open.State != CanSessionState.Closed);
        return IsTaken(name) ? Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{name}#{number}").First(free => !IsTaken(free)) : name;
    }

    /// <summary>Takes a recording in that was started just now.</summary>
    public void Add(CanRecording recording)
    {
        Recordings.Add(recording);
        recording.EventHappened += news.Note;
        news.Note(recording, null);
    }

    /// <summary>Takes a transmission in that was started just now.</summary>
    public void Add(CanTransmission transmission)
    {
        Transmissions.Add(transmission);
        transmission.EventHappened += news.Note;
        news.Note(transmission, null);
    }

    /// <summary>Takes a bridge in that was started just now.</summary>
    public void Add(CanBridge bridge)
    {
        Bridges.Add(bridge);
        bridge.EventHappened += news.Note;
        news.Note(bridge, null);
    }

    /// <summary>Takes a publisher in that was started just now.</summary>
    public void Add(CanPublisher publisher)
    {
        Publishers.Add(publisher);
        publisher.EventHappened += news.Note;
        news.Note(publisher, null);
    }

    /// <summary>Takes a server in that was started just now.</summary>
    public void Add(CanServer server)
    {
        Servers.Add(server);
        server.EventHappened += news.Note;
        news.Note(server, null);
    }

    /// <summary>
    /// Shows what is new of the recordings, publishers, transmissions, servers, bridges and listeners. The shell's own cmdlets do so; a background handler's have nobody
    /// to show it to.
    /// </summary>
    /// <param name="show">Shows it.</param>
    public void ReportNews(Action show)
    {
        var count = news.Count;
        if (count == newsReported || owner is not null)
        {
            return;
        }

        show();
        newsReported = count;
    }

    /// <summary>The state of a copy of the module in the runspace of this thread.</summary>
    /// <param name="module">The copy; null where its cmdlets were loaded without a module.</param>
    public static ModuleState Of(PSModuleInfo? module) => Copies(Runspace.DefaultRunspace)
        .GetOrAdd(module?.ModuleBase ?? string.Empty, static (_, runspace) => new(runspace), Runspace.DefaultRunspace);

    /// <summary>Lets a runspace that is about to open share what this one has.</summary>
    /// <param name="runspace">The runspace of a background handler.</param>
    /// <param name="module">The copy of the module that is imported there.</param>
    /// <param name="device">The device that is meant there where none is named.</param>
    public void ShareWith(Runspace runspace, PSModuleInfo? module, CanSession device) =>
        Copies(runspace)[module?.ModuleBase ?? string.Empty] = new(runspace, owner ?? this, device);

    /// <summary>Disconnects and stops everything: what was sent leaves, sockets and loops end.</summary>
    /// <returns>What was open, in words.</returns>
    public IReadOnlyList<string> End()
    {
        var handlers = Handlers.End();
        Interlocked.Exchange(ref ending, new()).Cancel();
        if (owner is not null)
        {
            return [];
        }

        // First what sends on its own, so that nothing goes to a device that is about to end.
        var sending = Transmissions.Clear().Count(transmission => !transmission.IsOver);
        lock (gate)
        {
            transmitter?.Dispose();
            transmitter = null;
        }

        Diagnostics.End();
        IReadOnlyList<CanReply> answering = ActiveReplies.Clear();
        foreach (var reply in answering)
        {
            reply.Dispose();
        }

        IReadOnlyList<CanRecording> recordings = Recordings.Clear();
        IReadOnlyList<CanPublisher> publishers = Publishers.Clear();
        IReadOnlyList<CanBridge> bridges = Bridges.Clear();
        IReadOnlyList<CanServer> servers = Servers.Clear();
        IReadOnlyList<CanListener> listeners = Listeners.Clear();
        IReadOnlyList<CanSession> sessions = Sessions.Clear();
        IReadOnlyList<GatewaySimulator> simulators = Simulators.Clear();
        Databases.Clear();
        var open = ModuleMessages.Open(sessions, recordings, publishers, simulators, servers, bridges, listeners, handlers, answering.Count, sending);

        var actions = recordings.Select(recording => FileActions.TryGetValue(recording, out var own) ? own : null).OfType<FileActions>();

        // Recordings and publishers first, so that their files are complete and had their turn; then what bridges and servers send; then listeners, so that no device comes any
        // more; then devices, so that a simulator among the gateways can take what they still send.
        foreach (IEnumerable<IAsyncDisposable> kind in new IEnumerable<IAsyncDisposable>[] { recordings, actions, publishers, bridges, servers, listeners, sessions, simulators })
        {
            Task.WaitAll([.. kind.Select(one => one.DisposeAsync().AsTask())], EndTimeout);
        }

        // A gateway may have dialled in at the last moment; its device has ended with its listener.
        Sessions.Clear();

        return open;
    }

    private static ConcurrentDictionary<string, ModuleState> Copies(Runspace runspace) =>
        States.GetValue(runspace, static _ => new(StringComparer.OrdinalIgnoreCase));
}
