using Caneth.Logs;

namespace Caneth.Tool.Output;

/// <summary>Writes frames in a format of log files.</summary>
/// <param name="output">Where to.</param>
/// <param name="format">A format that is text.</param>
internal sealed class LogFrameWriter(Stream output, LogFormat format) : IFrameWriter
{
    private readonly ILogWriter writer = CanLog.Create(output, format);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        writer.Write(frames);
        writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
