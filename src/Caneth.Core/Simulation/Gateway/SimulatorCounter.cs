namespace Caneth.Simulation;

/// <summary>What is counted; each is described at the property of its name in <see cref="SimulatorStatistics"/>.</summary>
internal enum SimulatorCounter
{
    BytesReceived,
    FramesReceived,
    FramesTransmitted,
    FramesDropped,
    FramesDroppedFirst,
    FramesInvalid,
    BytesDiscarded,
    BytesPartial,
    FramesSent,
    FramesOverrun,
    FramesUnsent,
    BytesSent,
    FramesDamaged,
    FramesPadded,
    FramesStale,
    GarbageBytes,
    Heartbeats,
    ForeignBytes,
    ClientsAccepted,
    ClientsRefused,
    ClientsDisconnected,
    TrafficErrors,

    // After what it is the sum of, so that while frames flow none seems to be sent before it was there.
    FramesOffered,
}
