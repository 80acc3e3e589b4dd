namespace Caneth.Recording;

/// <summary>Frames in a row that a recording lost.</summary>
public sealed class RecordedGap
{
    internal RecordedGap(Timestamp first, Timestamp last, long frames) => (First, Last, Frames) = (first, last, frames);

    /// <summary>The time of the first of them or, where that is unknown, of the last frame before them.</summary>
    public Timestamp First { get; }

    /// <summary>The time of the last of them or, where that is unknown, of a frame after them.</summary>
    public Timestamp Last { get; }

    /// <summary>How many they are.</summary>
    public long Frames { get; }

    /// <summary>The gap in words.</summary>
    /// <returns><c>12 frames, from ... to ..., are missing</c></returns>
    public override string ToString() => RecordingMessages.Missing(First, Last, Frames);
}
