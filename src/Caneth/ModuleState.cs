using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Caneth.Handlers;
using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth;

/// <summary>
/// What the module holds for one runspace: its devices, recordings and simulators. Ends with the runspace, the module or the
/// process.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source that nothing waits for has nothing in it to be disposed of.")]
internal sealed class ModuleState
{
    // A shell that ends must not wait for ever for a gateway that is gone.
    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(3);

    private static readonly ConditionalWeakTable<Runspace, ModuleState> States = [];

    private CancellationTokenSource ending = new();

    static ModuleState() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var (_, state) in States)
        {
            state.End();
        }
    };

    private ModuleState(Runspace runspace)
    {
        Handlers = new(runspace);
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
            {
                End();
            }
        };
    }

    /// <summary>The state of the runspace that this thread runs.</summary>
    public static ModuleState Current => States.GetValue(Runspace.DefaultRunspace, static runspace => new(runspace));

    /// <summary>The devices, in the order in which they were connected.</summary>
    public NamedSet<CanSession> Sessions { get; } = new(session => session.Name);

    /// <summary>The recordings, in the order in which they were started.</summary>
    public NamedSet<CanRecording> Recordings { get; } = new(recording => recording.Name);

    /// <summary>The simulators, in the order in which they were started.</summary>
    public NamedSet<GatewaySimulator> Simulators { get; } = new(simulator => simulator.Name);

    /// <summary>Cancelled when all of this ends; a module that is imported again begins with a new one.</summary>
    public CancellationToken Ending => Volatile.Read(ref ending).Token;

    /// <summary>The handlers that run on this runspace, or beside it.</summary>
    public HandlerQueue Handlers { get; }

    /// <summary>How many events of a session or a recording have been shown; it is forgotten with its entry.</summary>
    public ConditionalWeakTable<object, StrongBox<long>> EventsShown { get; } = [];

    /// <summary>The device that is meant where none is named: the one connected last, an open one if there is any.</summary>
    public CanSession? DefaultSession
    {
        get
        {
            List<CanSession> all = [.. Sessions];
            return all.FindLast(session => session.State != CanSessionState.Closed) ?? all.LastOrDefault();
        }
    }

    /// <summary>Disconnects and stops everything: what was sent leaves, sockets and loops end.</summary>
    public void End()
    {
        Handlers.End();
        Interlocked.Exchange(ref ending, new()).Cancel();
        List<IAsyncDisposable> open = [.. Recordings.Clear(), .. Sessions.Clear(), .. Simulators.Clear()];

        // Recordings first, so that their files are complete; then devices, so that a simulator among the gateways can take
        // what they still send.
        foreach (var kind in open.GroupBy(one => one.GetType()))
        {
            Task.WaitAll([.. kind.Select(one => one.DisposeAsync().AsTask())], ToEnd);
        }
    }
}
