namespace Caneth.Binding;

/// <summary>
/// Reads a frame to be sent, as <see cref="FrameConverter"/> does; but what a text names is the interface of another computer's candump, and
/// no device of this shell.
/// </summary>
public sealed class FrameToSendConverter : ArgumentConverter<CanFrame>
{
    /// <inheritdoc/>
    protected override CanFrame Read(object argument) => Argument.ValueOf(argument) is string
        ? FrameConverter.ReadFrame(argument) with { Device = null }
        : FrameConverter.ReadFrame(argument);
}
