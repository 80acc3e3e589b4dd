using System.Text;

namespace Caneth.Tool.Output;

/// <summary>Writes frames as the Python tool does: <c>[RX] CANFrame(...)</c>.</summary>
/// <param name="output">Where to.</param>
internal sealed class TextFrameWriter(Stream output) : LineFrameWriter(output)
{
    /// <inheritdoc/>
    protected override void Append(StringBuilder lines, in CanFrame frame) => lines.Append("[RX] ").Append(FrameText.Of(frame));
}
