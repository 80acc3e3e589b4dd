using Caneth.Flow;

namespace Caneth.Transmission;

/// <summary>A frame that is the same in each cycle.</summary>
/// <param name="frame">The frame.</param>
public sealed class FrameCycle(CanFrame frame) : ICycleContent
{
    /// <summary>The frame.</summary>
    public CanFrame Frame => frame;

    /// <inheritdoc/>
    public bool SendTo(IImmediateSink target, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.TrySend(frame);
    }
}
