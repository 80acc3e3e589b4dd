using Caneth.Flow;

namespace Caneth.Sessions;

/// <summary>What a session counts itself; each is described at the property of its name in <see cref="SessionStatistics"/>.</summary>
internal enum SessionCounter
{
    [Instrument("caneth.frames.received", "{frame}", "Frames received and decoded.")]
    FramesReceived,

    [Instrument("caneth.frames.sent", "{frame}", "Frames handed to the operating system, those sent again included.")]
    FramesSent,

    [Instrument("caneth.frames.dropped", "{frame}", "Received frames that readers lost because they were too slow.")]
    FramesDropped,

    [Instrument("caneth.frames.discarded", "{frame}", "Frames that waited to be sent and were given up.")]
    FramesDiscarded,

    [Instrument("caneth.frames.withdrawn", "{frame}", "Frames taken back because their sender gave up or their time was over.")]
    FramesWithdrawn,

    [Instrument("caneth.frames.resent", "{frame}", "Frames sent again because the gateway had not acknowledged them when the connection broke.")]
    FramesResent,

    [Instrument("caneth.frames.unconfirmed", "{frame}", "Frames that the gateway had not acknowledged when the connection broke and that were not sent again.")]
    FramesUnconfirmed,

    [Instrument("caneth.bytes.sent", "By", "Bytes handed to the operating system.")]
    BytesSent,

    [Instrument("caneth.reconnects", "{connection}", "Connections made after the first.")]
    Reconnects,

    [Instrument("caneth.connect.failures", "{attempt}", "Attempts to connect that failed.")]
    ConnectFailures,

    [Instrument("caneth.refusals", "{attempt}", "How often the gateway refused the client, being at its limit.")]
    Refusals,
}
