namespace Caneth.Analysis;

/// <summary>The frames of one id from one device: what the bits of one frame can be compared with.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Extended">Whether it has 29 bits.</param>
/// <param name="Device">The device or channel that they came from; null where there is none.</param>
internal readonly record struct FrameStream(uint Id, bool Extended, string? Device)
{
    /// <summary>A frame of the stream without data, by which its message is found.</summary>
    public CanFrame Empty => new(Id, default, Extended ? FrameFlags.Extended : FrameFlags.None);

    /// <summary>The stream that a frame belongs to.</summary>
    /// <param name="frame">The frame.</param>
    public FrameStream(in CanFrame frame)
        : this(frame.Id, frame.Extended, frame.Device)
    {
    }
}
