using Caneth.Flow;

namespace Caneth.Simulation;

/// <summary>
/// What a simulated gateway has done so far, exact to the frame once it is at rest. From the clients to the bus,
/// <see cref="BytesReceived"/> is 13 times the sum of <see cref="FramesReceived"/> and <see cref="FramesInvalid"/>, plus
/// <see cref="BytesDiscarded"/> and <see cref="BytesPartial"/>; <see cref="FramesReceived"/> is the sum of
/// <see cref="FramesTransmitted"/>, <see cref="FramesPending"/>, <see cref="FramesDropped"/> and <see cref="FramesDroppedFirst"/>.
/// From the bus to the clients, <see cref="FramesOffered"/> is the sum of <see cref="FramesSent"/>, <see cref="FramesQueued"/>,
/// <see cref="FramesOverrun"/> and <see cref="FramesUnsent"/>; <see cref="BytesSent"/> is 13 times the sum of
/// <see cref="FramesSent"/>, <see cref="FramesStale"/>, <see cref="FramesDamaged"/>, <see cref="Heartbeats"/> and
/// <see cref="ClientsRefused"/>, plus <see cref="GarbageBytes"/> and <see cref="ForeignBytes"/>.
/// </summary>
public sealed class SimulatorStatistics
{
    private readonly Counts<SimulatorCounter> counts;

    internal SimulatorStatistics(Counts<SimulatorCounter> counts, int framesPending)
    {
        this.counts = counts;
        FramesPending = framesPending;
    }

    /// <summary>Bytes read from clients.</summary>
    public long BytesReceived => counts[SimulatorCounter.BytesReceived];

    /// <summary>Frames read from clients.</summary>
    public long FramesReceived => counts[SimulatorCounter.FramesReceived];

    /// <summary>Of those, the frames that reached the bus.</summary>
    public long FramesTransmitted => counts[SimulatorCounter.FramesTransmitted];

    /// <summary>Of those, the frames that wait in the transmit buffer now.</summary>
    public long FramesPending { get; }

    /// <summary>Of those, the frames lost because the transmit buffer was full.</summary>
    public long FramesDropped => counts[SimulatorCounter.FramesDropped];

    /// <summary>Of those, the frames lost to <see cref="SimulatorFault.DropFirst"/>.</summary>
    public long FramesDroppedFirst => counts[SimulatorCounter.FramesDroppedFirst];

    /// <summary>Pieces of 13 bytes from clients that are not a frame.</summary>
    public long FramesInvalid => counts[SimulatorCounter.FramesInvalid];

    /// <summary>Bytes from clients lost to <see cref="SimulatorFault.DiscardUneven"/>.</summary>
    public long BytesDiscarded => counts[SimulatorCounter.BytesDiscarded];

    /// <summary>Bytes of frames that were not complete when their connection ended.</summary>
    public long BytesPartial => counts[SimulatorCounter.BytesPartial];

    /// <summary>Frames from the bus, each counted for every client that was to get it.</summary>
    public long FramesOffered => counts[SimulatorCounter.FramesOffered];

    /// <summary>Of those, the frames handed to the operating system for a client.</summary>
    public long FramesSent => counts[SimulatorCounter.FramesSent];

    /// <summary>Of those, the frames that wait for their client now.</summary>
    public long FramesQueued => FramesOffered - FramesSent - FramesOverrun - FramesUnsent;

    /// <summary>Of those, the frames lost because the buffer for a client was full.</summary>
    public long FramesOverrun => counts[SimulatorCounter.FramesOverrun];

    /// <summary>Of those, the frames that were waiting or being written when their connection ended.</summary>
    public long FramesUnsent => counts[SimulatorCounter.FramesUnsent];

    /// <summary>Bytes handed to the operating system.</summary>
    public long BytesSent => counts[SimulatorCounter.BytesSent];

    /// <summary>Extra frames with reserved bits or a long DLC.</summary>
    public long FramesDamaged => counts[SimulatorCounter.FramesDamaged];

    /// <summary>Good frames whose padding was made non-zero.</summary>
    public long FramesPadded => counts[SimulatorCounter.FramesPadded];

    /// <summary>Extra frames from before the client came.</summary>
    public long FramesStale => counts[SimulatorCounter.FramesStale];

    /// <summary>Random bytes between frames.</summary>
    public long GarbageBytes => counts[SimulatorCounter.GarbageBytes];

    /// <summary>Heartbeats sent.</summary>
    public long Heartbeats => counts[SimulatorCounter.Heartbeats];

    /// <summary>Bytes of registration packets, of heartbeats of free text and of the banners of other servers.</summary>
    public long ForeignBytes => counts[SimulatorCounter.ForeignBytes];

    /// <summary>Clients that were served.</summary>
    public long ClientsAccepted => counts[SimulatorCounter.ClientsAccepted];

    /// <summary>Clients that read <c>Sorry,Limited</c>.</summary>
    public long ClientsRefused => counts[SimulatorCounter.ClientsRefused];

    /// <summary>Clients disconnected to make room for a new one.</summary>
    public long ClientsDisconnected => counts[SimulatorCounter.ClientsDisconnected];

    /// <summary>Exceptions of the bus traffic when it was shown a frame.</summary>
    public long TrafficErrors => counts[SimulatorCounter.TrafficErrors];
}
