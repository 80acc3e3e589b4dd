using System.Diagnostics.Metrics;
using Caneth.Sessions;

namespace Caneth.Recording;

/// <summary>
/// What recordings tell the meter <c>Caneth</c>. Each measurement carries the tag <c>recording</c>, the recording's name.
/// </summary>
internal static class RecordingInstruments
{
    public static Counter<long> FramesWritten { get; } = CanMeter.Counter(
        "caneth.recording.frames.written", "{frame}", "Frames written to files, with the operating system.");

    public static Counter<long> FramesLost { get; } = CanMeter.Counter(
        "caneth.recording.frames.lost", "{frame}", "Frames that a recording lost, or whose file another program took away.");

    public static Counter<long> BytesWritten { get; } = CanMeter.Counter(
        "caneth.recording.bytes.written", "By", "Bytes written to files, as they lie on the disk.");

    public static Counter<long> Files { get; } = CanMeter.Counter(
        "caneth.recording.files", "{file}", "Files completed.");

    public static KeyValuePair<string, object?> Tag(string recording) => new("recording", recording);
}
