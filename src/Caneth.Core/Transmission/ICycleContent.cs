using Caneth.Flow;

namespace Caneth.Transmission;

/// <summary>What a <see cref="CanTransmission"/> sends: it makes the frame of a cycle and hands it on.</summary>
public interface ICycleContent
{
    /// <summary>
    /// Makes the frame of a cycle and hands it on, on the thread that sends everything: it must not wait. Where it throws, that cycle is left
    /// out.
    /// </summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="elapsed">When the cycle is due, counted from the first.</param>
    /// <returns>Whether the target took it.</returns>
    bool SendTo(IImmediateSink target, TimeSpan elapsed);
}
