using Caneth.Flow;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>What a session had counted at one moment.</summary>
public sealed class SessionStatistics
{
    private readonly Counts<SessionCounter> counts;
    private readonly Counts<LinkCounter> link;

    internal SessionStatistics(Counts<SessionCounter> counts, Counts<LinkCounter> link, int framesPending)
    {
        this.counts = counts;
        this.link = link;
        FramesPending = framesPending;
    }

    /// <summary>Frames received and decoded.</summary>
    public long FramesReceived => counts[SessionCounter.FramesReceived];

    /// <summary>Frames handed to the operating system, those sent again included.</summary>
    public long FramesSent => counts[SessionCounter.FramesSent];

    /// <summary>Frames that wait to be sent now.</summary>
    public int FramesPending { get; }

    /// <summary>Received frames that readers lost because they were too slow, all readers added up.</summary>
    public long FramesDropped => counts[SessionCounter.FramesDropped];

    /// <summary>Frames that waited to be sent and were given up: to make room, cleared, or when the session was closed.</summary>
    public long FramesDiscarded => counts[SessionCounter.FramesDiscarded];

    /// <summary>Frames taken back because their sender timed out or cancelled.</summary>
    public long FramesWithdrawn => counts[SessionCounter.FramesWithdrawn];

    /// <summary>Frames sent again because the gateway had not acknowledged them when the connection broke.</summary>
    public long FramesResent => counts[SessionCounter.FramesResent];

    /// <summary>Frames that the gateway had not acknowledged when the connection broke and that were not sent again.</summary>
    public long FramesUnconfirmed => counts[SessionCounter.FramesUnconfirmed];

    /// <inheritdoc cref="LinkCounter.BytesReceived"/>
    public long BytesReceived => link[LinkCounter.BytesReceived];

    /// <summary>Bytes handed to the operating system.</summary>
    public long BytesSent => counts[SessionCounter.BytesSent];

    /// <inheritdoc cref="LinkCounter.BytesSkipped"/>
    public long BytesSkipped => link[LinkCounter.BytesSkipped];

    /// <inheritdoc cref="LinkCounter.Resynchronisations"/>
    public long Resynchronisations => link[LinkCounter.Resynchronisations];

    /// <inheritdoc cref="LinkCounter.InvalidFrames"/>
    public long InvalidFrames => link[LinkCounter.InvalidFrames];

    /// <inheritdoc cref="LinkCounter.PartialFrames"/>
    public long PartialFrames => link[LinkCounter.PartialFrames];

    /// <inheritdoc cref="LinkCounter.LongDlcFrames"/>
    public long LongDlcFrames => link[LinkCounter.LongDlcFrames];

    /// <inheritdoc cref="LinkCounter.Heartbeats"/>
    public long Heartbeats => link[LinkCounter.Heartbeats];

    /// <inheritdoc cref="LinkCounter.HeartbeatBytes"/>
    public long HeartbeatBytes => link[LinkCounter.HeartbeatBytes];

    /// <inheritdoc cref="LinkCounter.RegistrationPackets"/>
    public long RegistrationPackets => link[LinkCounter.RegistrationPackets];

    /// <inheritdoc cref="LinkCounter.RegistrationBytes"/>
    public long RegistrationBytes => link[LinkCounter.RegistrationBytes];

    /// <inheritdoc cref="LinkCounter.FramesRefused"/>
    public long FramesRefused => link[LinkCounter.FramesRefused];

    /// <inheritdoc cref="LinkCounter.ErrorFrames"/>
    public long ErrorFrames => link[LinkCounter.ErrorFrames];

    /// <inheritdoc cref="LinkCounter.OtherBusFrames"/>
    public long OtherBusFrames => link[LinkCounter.OtherBusFrames];

    /// <inheritdoc cref="LinkCounter.PacketsLost"/>
    public long PacketsLost => link[LinkCounter.PacketsLost];

    /// <inheritdoc cref="LinkCounter.PacketsDropped"/>
    public long PacketsDropped => link[LinkCounter.PacketsDropped];

    /// <inheritdoc cref="LinkCounter.FramesLost"/>
    public long FramesLost => link[LinkCounter.FramesLost];

    /// <summary>Connections made after the first.</summary>
    public long Reconnects => counts[SessionCounter.Reconnects];

    /// <summary>Attempts to connect that failed.</summary>
    public long ConnectFailures => counts[SessionCounter.ConnectFailures];

    /// <summary>How often the gateway refused this client, being at its limit.</summary>
    public long Refusals => counts[SessionCounter.Refusals];
}
