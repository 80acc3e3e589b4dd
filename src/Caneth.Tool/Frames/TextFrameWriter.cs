using System.Management.Automation;
using System.Text;

namespace Caneth.Tool.Frames;

/// <summary>Writes frames as the Python tool does: <c>[RX] CANFrame(...)</c>.</summary>
/// <param name="output">Where to.</param>
internal sealed class TextFrameWriter(Stream output) : IFrameWriter
{
    private readonly StringBuilder lines = new();

    /// <inheritdoc/>
    public void Write(IReadOnlyList<PSObject> frames)
    {
        lines.Clear();
        foreach (var frame in frames)
        {
            lines.Append("[RX] ").Append(FrameText.Of(frame)).Append(Environment.NewLine);
        }

        output.Write(Encoding.UTF8.GetBytes(lines.ToString()));
    }
}
