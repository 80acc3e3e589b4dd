using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Servers;

/// <summary>A program that is connected to a <see cref="CanServer"/>, or was. All members are safe for all threads.</summary>
public sealed class ServerClient
{
    private readonly Lock gate = new();
    private readonly Tally<ServerCounter> counters;
    private FrameSubscription? reader;
    private long counted;

    internal ServerClient(string server, string address, Timestamp connectedSince, Tally<ServerCounter> whole)
    {
        Server = server;
        Address = address;
        ConnectedSince = connectedSince;
        counters = new(whole: whole);
    }

    /// <summary>The name of the server.</summary>
    public string Server { get; }

    /// <summary>Where it connects from: <c>127.0.0.1:40112</c>.</summary>
    public string Address { get; }

    /// <summary>Since when.</summary>
    public Timestamp ConnectedSince { get; }

    /// <summary>Whether it gets frames now: it has said all that its protocol wants said before.</summary>
    public bool IsListening => Volatile.Read(ref reader) is not null;

    /// <summary>Frames sent to it.</summary>
    public long FramesSent => counters[ServerCounter.FramesSent];

    /// <summary>Frames that it lost because it took them too slowly.</summary>
    public long FramesDropped
    {
        get
        {
            CountDropped();
            return counters[ServerCounter.FramesDropped];
        }
    }

    /// <summary>Frames that it did not get because its protocol has no words for them.</summary>
    public long FramesNotCarried => counters[ServerCounter.FramesNotCarried];

    /// <summary>Frames that came from it, those refused included.</summary>
    public long FramesReceived => counters[ServerCounter.FramesReceived];

    /// <summary>Frames of those that were refused: the server only shows the bus, the device cannot carry them, or has no room for them.</summary>
    public long FramesRefused => counters[ServerCounter.FramesRefused];

    /// <summary>Frames of those that waited too long to be sent and were taken back.</summary>
    public long FramesNotSent => counters[ServerCounter.FramesNotSent];

    /// <summary>Bytes that came from it and were nothing of the protocol, or no frame.</summary>
    public long BytesSkipped => counters[ServerCounter.BytesSkipped];

    /// <summary>Where it connects from.</summary>
    /// <returns>The address.</returns>
    public override string ToString() => Address;

    /// <summary>Adds to what is counted.</summary>
    internal void Count(ServerCounter counter, long more) => counters.Add(counter, more);

    /// <summary>Says what its frames are read from; null where it gets none.</summary>
    internal void Follow(FrameSubscription? frames)
    {
        lock (gate)
        {
            CountDropped();
            Volatile.Write(ref reader, frames);
            counted = 0;
        }
    }

    /// <summary>Takes in what it has lost.</summary>
    internal void CountDropped()
    {
        lock (gate)
        {
            if (reader is { FramesDropped: var now })
            {
                counters.Add(ServerCounter.FramesDropped, now - counted);
                counted = now;
            }
        }
    }
}
