namespace Caneth.Simulation;

/// <summary>What is counted; each is described at the property of its name in <see cref="SimulatorStatistics"/>.</summary>
internal enum Counter
{
    BytesReceived,
    FramesReceived,
    FramesTransmitted,
    FramesDropped,
    FramesDroppedFirst,
    FramesInvalid,
    BytesDiscarded,
    BytesPartial,
    FramesOffered,
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
    ClientsKicked,
    TrafficErrors,
}
