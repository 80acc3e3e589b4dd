using Caneth.Flow;

namespace Caneth.Links;

/// <summary>What a link counts of what comes and is not a frame, and what it comes in.</summary>
public enum LinkCounter
{
    /// <summary>Bytes received.</summary>
    [Instrument("caneth.bytes.received", "By", "Bytes received.")]
    BytesReceived,

    /// <summary>Received bytes passed over because they were not frames, those of partial frames included.</summary>
    [Instrument("caneth.bytes.skipped", "By", "Received bytes passed over because they were not frames.")]
    BytesSkipped,

    /// <summary>How often frames went on after such bytes.</summary>
    [Instrument("caneth.resynchronisations", "{resynchronisation}", "How often alignment was found again after such bytes.")]
    Resynchronisations,

    /// <summary>Invalid frames (reserved bits, an id beyond its limit) in line with good ones; they are skipped.</summary>
    [Instrument("caneth.frames.invalid", "{frame}", "Single invalid frames between good ones.")]
    InvalidFrames,

    /// <summary>Frames of which a connection's end left only a part.</summary>
    [Instrument("caneth.frames.partial", "{frame}", "Frames of which the end of a connection left only a part.")]
    PartialFrames,

    /// <summary>Frames with a DLC of 9 to 15, which is legal on a bus and means 8 bytes; they are received like others.</summary>
    [Instrument("caneth.frames.long_dlc", "{frame}", "Frames with a DLC of 9 to 15, which is legal on a bus.")]
    LongDlcFrames,

    /// <summary>Idle heartbeats of the other side, which are not frames.</summary>
    [Instrument("caneth.heartbeats", "{heartbeat}", "Idle heartbeats of the gateway.")]
    Heartbeats,

    /// <summary>The bytes of those.</summary>
    [Instrument("caneth.heartbeats.bytes", "By", "The bytes of heartbeats.")]
    HeartbeatBytes,

    /// <summary>Registration packets, by which the other side says who it is, and which are not frames.</summary>
    [Instrument("caneth.registrations", "{packet}", "Registration packets, by which the gateway says who it is.")]
    RegistrationPackets,

    /// <summary>The bytes of those.</summary>
    [Instrument("caneth.registrations.bytes", "By", "The bytes of registration packets.")]
    RegistrationBytes,

    /// <summary>Frames that were sent and that the other side refused.</summary>
    [Instrument("caneth.frames.refused", "{frame}", "Sent frames that the other side refused.")]
    FramesRefused,

    /// <summary>Error frames, in which a controller says what is wrong on its bus.</summary>
    [Instrument("caneth.frames.error", "{frame}", "Error frames, in which a controller says what is wrong on its bus.")]
    ErrorFrames,

    /// <summary>Received frames of other buses that come over the same connection; they are passed over.</summary>
    [Instrument("caneth.frames.other_bus", "{frame}", "Received frames of other buses than the one that was asked for.")]
    OtherBusFrames,

    /// <summary>Packets that were lost on the way, as their numbers show.</summary>
    [Instrument("caneth.packets.lost", "{packet}", "Packets that were lost on the way, as their numbers show.")]
    PacketsLost,

    /// <summary>Packets passed over: not whole frames, from somebody else, or received twice.</summary>
    [Instrument("caneth.packets.dropped", "{packet}", "Packets passed over: not whole frames, from somebody else, or received twice.")]
    PacketsDropped,

    /// <summary>Received frames that an operating system dropped because they came faster than they were taken.</summary>
    [Instrument("caneth.frames.lost", "{frame}", "Received frames that an operating system dropped because they came faster than they were taken.")]
    FramesLost,
}
