namespace Caneth.Analysis;

/// <summary>Something that is so in a second capture and never was in the first.</summary>
public sealed class FrameDifference : FieldFinding
{
    internal FrameDifference(FrameStream stream, FrameDifferenceKind kind, int frameLength, BitField? field = null)
        : base(stream, field, frameLength) => Kind = kind;

    /// <summary>In which way it differs.</summary>
    public FrameDifferenceKind Kind { get; }

    /// <summary>How often the bits changed in the second capture; 0 where it is not about bits.</summary>
    public int Changes { get; internal init; }

    /// <summary>When the bits changed first in the second capture; null where they did not, or where it is not about bits.</summary>
    public Timestamp? FirstChange { get; internal init; }

    /// <summary>How many frames of the id there were in the first capture.</summary>
    public long ReferenceFrames { get; internal init; }

    /// <summary>How many frames of the id there were in the second.</summary>
    public long DifferenceFrames { get; internal init; }
}
