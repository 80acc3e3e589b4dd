namespace Caneth.Links.Gateway;

/// <summary>
/// What a gateway pads its frames with. One frame with other bytes than zero after its data may be the first that is out of line;
/// many are the gateway's way, unless it padded with zeros before: then the stream is out of line, in a way that leaves every frame
/// valid.
/// </summary>
internal sealed class PaddingHistory
{
    private const int SuspectsInARow = 3;
    private const int WeightOfSuspect = 4;
    private const int Trusted = 4 * WeightOfSuspect;
    private const int ZerosExpected = 32;

    private int suspects;
    private int zeros;
    private int suspectRun;

    /// <summary>Whether other bytes than zero after the data are this gateway's way.</summary>
    public bool PaddingTrusted => suspects >= Trusted;

    /// <summary>Notes frames that are padded with zeros.</summary>
    public void NoteZeros(int frames)
    {
        suspects = Math.Max(0, suspects - frames);
        zeros = Math.Min(2 * ZerosExpected, zeros + frames);
        suspectRun = 0;
    }

    /// <summary>Looks at what valid frames are padded with.</summary>
    /// <param name="run">Valid frames, one after another.</param>
    /// <param name="outOfLine">Whether it turned out that the stream is out of line.</param>
    /// <returns>How many of them count as frames: all, or those up to where that turned out.</returns>
    public int Check(ReadOnlySpan<byte> run, out bool outOfLine)
    {
        outOfLine = false;
        var frames = run.Length / FrameCodec.FrameSize;
        for (var index = 0; index < frames; index++)
        {
            if (FrameCodec.IsPlausible(run[(index * FrameCodec.FrameSize)..]))
            {
                NoteZeros(frames: 1);
            }
            else if (++suspectRun == SuspectsInARow && zeros >= ZerosExpected)
            {
                suspects = suspectRun = 0;
                outOfLine = true;
                return index + 1;
            }
            else
            {
                suspects = Math.Min(4 * Trusted, suspects + WeightOfSuspect);
                zeros = Math.Max(0, zeros - 1);
            }
        }

        return frames;
    }
}
