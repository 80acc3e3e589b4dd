using Caneth.Logs.Appending;

namespace Caneth.Logs.Text;

/// <summary>What the writers of text formats share: a line for a frame, and the look at a file that is appended to.</summary>
internal abstract class TextLogWriter : LogWriter
{
    private const int BufferLength = 128 * 1024;
    private const int LongestLine = 2048;

    protected TextLogWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options, BufferLength, LongestLine)
    {
        if (output.AppendTo is { } path)
        {
            Appended = AppendedText.Examine(format, path, output.Existing, output.Compresses);
            output.AppendAt(Appended.Point);
        }
    }

    /// <summary>The file that is appended to; null where it is a new one.</summary>
    protected AppendedText? Appended { get; }

    /// <summary>Whether there are lines already, with their header.</summary>
    protected bool Appending => Appended is { HasLines: true };
}
