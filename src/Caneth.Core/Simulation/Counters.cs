namespace Caneth.Simulation;

/// <summary>The counters behind <see cref="SimulatorStatistics"/>, added to by many threads, once a batch.</summary>
internal sealed class Counters
{
    private readonly long[] values = new long[Enum.GetValues<Counter>().Length];

    public void Add(Counter counter, long amount)
    {
        if (amount != 0)
        {
            Interlocked.Add(ref values[(int)counter], amount);
        }
    }

    public SimulatorStatistics Snapshot(int framesPending) => new()
    {
        BytesReceived = Get(Counter.BytesReceived),
        FramesReceived = Get(Counter.FramesReceived),
        FramesTransmitted = Get(Counter.FramesTransmitted),
        FramesPending = framesPending,
        FramesDropped = Get(Counter.FramesDropped),
        FramesDroppedFirst = Get(Counter.FramesDroppedFirst),
        FramesInvalid = Get(Counter.FramesInvalid),
        BytesDiscarded = Get(Counter.BytesDiscarded),
        BytesPartial = Get(Counter.BytesPartial),
        FramesSent = Get(Counter.FramesSent),
        FramesOverrun = Get(Counter.FramesOverrun),
        FramesUnsent = Get(Counter.FramesUnsent),
        BytesSent = Get(Counter.BytesSent),
        FramesDamaged = Get(Counter.FramesDamaged),
        FramesPadded = Get(Counter.FramesPadded),
        FramesStale = Get(Counter.FramesStale),
        GarbageBytes = Get(Counter.GarbageBytes),
        Heartbeats = Get(Counter.Heartbeats),
        ForeignBytes = Get(Counter.ForeignBytes),
        ClientsAccepted = Get(Counter.ClientsAccepted),
        ClientsRefused = Get(Counter.ClientsRefused),
        ClientsKicked = Get(Counter.ClientsKicked),
        TrafficErrors = Get(Counter.TrafficErrors),

        // After what it is the sum of, so that while frames flow none seems to be sent before it was there.
        FramesOffered = Get(Counter.FramesOffered),
    };

    private long Get(Counter counter) => Interlocked.Read(ref values[(int)counter]);
}
