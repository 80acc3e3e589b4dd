namespace Caneth.Logs.Compression;

/// <summary>A prefix code of deflate (RFC 1951, 3.2.2), built from the lengths of its codes.</summary>
internal sealed class HuffmanCode
{
    /// <summary>The longest code, in bits.</summary>
    public const int MaxLength = 15;

    private const int MostSymbols = 288;

    // Nearly all codes are this short and found in one step.
    private const int FastBits = 10;
    private const int FastSymbolBits = 9;

    private readonly ushort[] fast = new ushort[1 << FastBits];
    private readonly int[] counts = new int[MaxLength + 1];
    private readonly ushort[] symbols = new ushort[MostSymbols];

    /// <summary>Builds the code.</summary>
    /// <param name="lengths">The length of each symbol's code in bits, 0 where it has none.</param>
    /// <returns>Whether such a code exists: a set of lengths that no code has is damage.</returns>
    public bool TryBuild(ReadOnlySpan<byte> lengths)
    {
        Array.Clear(counts);
        Array.Clear(fast);
        foreach (var length in lengths)
        {
            counts[length]++;
        }

        var used = lengths.Length - counts[0];
        counts[0] = 0;
        var left = 1;
        for (var length = 1; length <= MaxLength; length++)
        {
            left = (left << 1) - counts[length];
            if (left < 0)
            {
                return false;
            }
        }

        Sort(lengths);

        // A code may leave room only where it has one symbol, or none at all.
        return left == 0 || used <= 1;
    }

    /// <summary>Finds the symbol that some bits begin with.</summary>
    /// <param name="bits">The bits, the next one lowest; those after the end of the input are zero.</param>
    /// <param name="length">How many of them the symbol takes up.</param>
    /// <returns>The symbol; negative where no symbol begins so.</returns>
    public int Find(uint bits, out int length)
    {
        var entry = fast[bits & ((1 << FastBits) - 1)];
        length = entry >> FastSymbolBits;
        return length > 0 ? entry & ((1 << FastSymbolBits) - 1) : FindLong(bits, out length);
    }

    private void Sort(ReadOnlySpan<byte> lengths)
    {
        Span<int> places = stackalloc int[MaxLength + 1];
        Span<int> codes = stackalloc int[MaxLength + 1];
        places[0] = codes[0] = 0;
        for (var length = 1; length <= MaxLength; length++)
        {
            places[length] = places[length - 1] + counts[length - 1];
            codes[length] = (codes[length - 1] + counts[length - 1]) << 1;
        }

        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] is > 0 and var length)
            {
                symbols[places[length]++] = (ushort)symbol;
                AddFast(symbol, codes[length]++, length);
            }
        }
    }

    // Codes are packed with their highest bit first, everything else with its lowest.
    private void AddFast(int symbol, int code, int length)
    {
        if (length > FastBits)
        {
            return;
        }

        var reversed = 0;
        for (var bit = 0; bit < length; bit++)
        {
            reversed |= ((code >> bit) & 1) << (length - 1 - bit);
        }

        for (var index = reversed; index < fast.Length; index += 1 << length)
        {
            fast[index] = (ushort)((length << FastSymbolBits) | symbol);
        }
    }

    private int FindLong(uint bits, out int length)
    {
        int code = 0, first = 0, place = 0;
        for (length = 1; length <= MaxLength; length++)
        {
            code |= (int)(bits & 1);
            bits >>= 1;
            if (code - first < counts[length])
            {
                return symbols[place + code - first];
            }

            place += counts[length];
            first = (first + counts[length]) << 1;
            code <<= 1;
        }

        length = MaxLength;
        return -1;
    }
}
