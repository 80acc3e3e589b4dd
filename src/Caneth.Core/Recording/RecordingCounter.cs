using Caneth.Flow;

namespace Caneth.Recording;

/// <summary>What a recording counts for the meter.</summary>
internal enum RecordingCounter
{
    [Instrument("caneth.recording.frames.written", "{frame}", "Frames written to files, with the operating system.")]
    FramesWritten,

    [Instrument("caneth.recording.frames.lost", "{frame}", "Frames that a recording lost, or whose file another program took away.")]
    FramesLost,

    [Instrument("caneth.recording.bytes.written", "By", "Bytes written to files, as they lie on the disk.")]
    BytesWritten,

    [Instrument("caneth.recording.files", "{file}", "Files completed.")]
    Files,
}
