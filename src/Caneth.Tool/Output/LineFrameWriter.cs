using System.Text;

namespace Caneth.Tool.Output;

/// <summary>The base of the writers for people: a line a frame.</summary>
/// <param name="output">Where to.</param>
internal abstract class LineFrameWriter(Stream output) : IFrameWriter
{
    private readonly StringBuilder lines = new();

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            Append(lines, frame);
            lines.Append(Environment.NewLine);
        }

        Flush();
    }

    /// <inheritdoc/>
    public virtual void Dispose() => output.Dispose();

    /// <summary>Appends a frame, without the end of its line.</summary>
    protected abstract void Append(StringBuilder lines, in CanFrame frame);

    /// <summary>Writes lines that are not frames, with the next.</summary>
    protected void Append(string text) => lines.Append(text);

    /// <summary>Writes what is gathered.</summary>
    protected void Flush()
    {
        output.Write(Encoding.UTF8.GetBytes(lines.ToString()));
        lines.Clear();
    }
}
