namespace Caneth.Publishing;

/// <summary>One message that lies in a spool, to be published.</summary>
/// <param name="segment">The file that it is in.</param>
/// <param name="offset">Where it begins there.</param>
/// <param name="length">How long it is with what the spool puts before it.</param>
/// <param name="frames">How many frames it has.</param>
internal sealed class SpoolEntry(SpoolSegment segment, long offset, int length, int frames)
{
    public SpoolSegment Segment => segment;

    public long Offset => offset;

    public int Length => length;

    public int Frames => frames;

    /// <summary>Whether the broker has it; then it is only waiting for those before it.</summary>
    public bool IsAcknowledged { get; set; }
}
