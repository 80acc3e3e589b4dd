namespace Caneth.Simulation;

/// <summary>A transfer of memory, block by block.</summary>
/// <param name="range">What is transferred.</param>
/// <param name="isUpload">Whether it goes from the control unit to the tester.</param>
internal sealed class EcuTransfer(MemoryRange range, bool isUpload)
{
    private MemoryRange left = range;

    public bool IsUpload => isUpload;

    /// <summary>How many bytes are left.</summary>
    public long Left => left.Size;

    /// <summary>The number of the next block: from 1, and after 255 from 0.</summary>
    public byte Next { get; private set; } = 1;

    /// <summary>What was answered to the latest block; null before the first.</summary>
    public byte[]? LastAnswer { get; private set; }

    /// <summary>Whether a block is the latest once more, because its answer was lost.</summary>
    public bool Repeats(byte number) => LastAnswer is not null && number == (byte)(Next - 1);

    /// <summary>The part that the next block has, of a number of bytes at most.</summary>
    public MemoryRange Part(int most) => left with { Size = Math.Min(left.Size, most) };

    /// <summary>A block is done.</summary>
    public void Advance(MemoryRange part, byte[] answer)
    {
        left = new(left.Address + part.Size, left.Size - part.Size);
        (Next, LastAnswer) = ((byte)(Next + 1), answer);
    }
}
