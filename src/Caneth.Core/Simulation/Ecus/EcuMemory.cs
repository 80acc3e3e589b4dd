namespace Caneth.Simulation;

/// <summary>The memory of a control unit: 64 KiB from address 0, with a program in it.</summary>
internal sealed class EcuMemory
{
    public const int Size = 0x1_0000;

    private const byte Erased = 0xFF;
    private const int ProgramStep = 7;

    private readonly byte[] bytes = new byte[Size];

    public EcuMemory()
    {
        for (var place = 0; place < bytes.Length; place++)
        {
            bytes[place] = (byte)(ProgramStep * place);
        }
    }

    /// <summary>Whether anything is programmed at all.</summary>
    public bool IsProgrammed => bytes.AsSpan().ContainsAnyExcept(Erased);

    /// <summary>All of it.</summary>
    public static MemoryRange All => new(0, Size);

    /// <summary>A part that it has.</summary>
    public Span<byte> this[MemoryRange range] => bytes.AsSpan((int)range.Address, (int)range.Size);

    /// <summary>Whether it has all of a part, and there is any.</summary>
    public static bool Has(MemoryRange range) => range.Size > 0 && range.Address + range.Size <= Size;

    public void Erase(MemoryRange range) => this[range].Fill(Erased);
}
