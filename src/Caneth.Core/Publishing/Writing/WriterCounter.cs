using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>What is counted of a writer; each is described at the property of its name in <see cref="PublishedFramesWriter"/>.</summary>
internal enum WriterCounter
{
    [Instrument("caneth.writer.frames", "{frame}", "Frames in files that are whole.")]
    FramesWritten,

    [Instrument("caneth.writer.files", "{file}", "Files completed.")]
    Files,

    [Instrument("caneth.writer.frames.repeated", "{frame}", "Frames that came again, and were not written again.")]
    FramesRepeated,

    [Instrument("caneth.writer.frames.lost", "{frame}", "Frames that the broker had handed over, and that could not be written.")]
    FramesLost,

    [Instrument("caneth.writer.messages.refused", "{message}", "Messages that were no batches of frames, or damaged.")]
    MessagesRefused,

    [Instrument("caneth.writer.reconnects", "{connection}", "Connections to the broker made after the first.")]
    Reconnects,
}
