using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>What is counted of a publisher; each is described at the property of its name in <see cref="CanPublisher"/>.</summary>
internal enum PublisherCounter
{
    [Instrument("caneth.publisher.frames", "{frame}", "Frames that the broker has acknowledged.")]
    FramesPublished,

    [Instrument("caneth.publisher.batches", "{batch}", "Batches that the broker has acknowledged.")]
    BatchesPublished,

    [Instrument("caneth.publisher.bytes", "By", "Bytes of the batches that the broker has acknowledged.")]
    BytesPublished,

    [Instrument("caneth.publisher.frames.unread", "{frame}", "Frames that the broker has acknowledged and thrown away, since nobody had subscribed.")]
    FramesUnread,

    [Instrument("caneth.publisher.frames.overrun", "{frame}", "Frames that came faster than they could be put into the spool.")]
    FramesOverrun,

    [Instrument("caneth.publisher.frames.discarded", "{frame}", "Frames that left the spool unpublished, to make room for others.")]
    FramesDiscarded,

    [Instrument("caneth.publisher.signals", "{value}", "Values of signals sent to the broker.")]
    SignalsPublished,

    [Instrument("caneth.publisher.reconnects", "{connection}", "Connections to the broker made after the first.")]
    Reconnects,
}
