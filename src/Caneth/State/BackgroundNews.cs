using Caneth.Bridges;
using Caneth.Listening;
using Caneth.Recording;
using Caneth.Servers;
using Caneth.Transmission;

namespace Caneth.State;

/// <summary>
/// Whether anything happened to a shell's recordings, transmissions, servers, bridges and listeners, so that each of its cmdlets can ask at no cost.
/// </summary>
internal sealed class BackgroundNews
{
    private long happened;

    /// <summary>How many times something happened so far, to any of them.</summary>
    public long Count => Volatile.Read(ref happened);

    /// <summary>Counts what happens to a recording from now on, and what did at its start.</summary>
    public void Follow(CanRecording recording)
    {
        recording.EventHappened += (_, _) => Interlocked.Increment(ref happened);
        Interlocked.Increment(ref happened);
    }

    /// <summary>Counts what happens to a transmission from now on, and what did at its start.</summary>
    public void Follow(CanTransmission transmission)
    {
        transmission.EventHappened += (_, _) => Interlocked.Increment(ref happened);
        Interlocked.Increment(ref happened);
    }

    /// <summary>Counts what happens to a server from now on, and what did at its start.</summary>
    public void Follow(CanServer server)
    {
        server.EventHappened += (_, _) => Interlocked.Increment(ref happened);
        Interlocked.Increment(ref happened);
    }

    /// <summary>Counts what happens to a bridge from now on, and what did at its start.</summary>
    public void Follow(CanBridge bridge)
    {
        bridge.EventHappened += (_, _) => Interlocked.Increment(ref happened);
        Interlocked.Increment(ref happened);
    }

    /// <summary>Counts what happens to a listener from now on, and what did at its start.</summary>
    public void Follow(CanListener listener)
    {
        listener.EventHappened += (_, _) => Interlocked.Increment(ref happened);
        Interlocked.Increment(ref happened);
    }
}
