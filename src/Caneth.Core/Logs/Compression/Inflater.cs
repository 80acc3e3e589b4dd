namespace Caneth.Logs.Compression;

/// <summary>
/// Unpacks deflate (RFC 1951). The streams of .NET are faster but throw away what they have unpacked when they come to damage,
/// and do not say where in the input they are; this one is for what is damaged, cut off, or to be appended to.
/// </summary>
/// <param name="input">The compressed data.</param>
internal sealed class Inflater(BitInput input)
{
    private const int WindowLength = 32 * 1024;
    private const int EndOfBlock = 256;
    private const int LengthCodes = 29;
    private const int DistanceCodes = 30;

    private static readonly ushort[] LengthBases =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly byte[] LengthBits =
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static readonly ushort[] DistanceBases =
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
        12289, 16385, 24577,
    ];

    private static readonly byte[] CodeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly byte[] window = new byte[WindowLength];
    private readonly HuffmanCode literals = new();
    private readonly HuffmanCode distances = new();
    private BlockKind block;
    private bool last;
    private int storedLeft;
    private int matchLeft;
    private int matchDistance;

    private enum BlockKind
    {
        None,
        Stored,
        Coded,
    }

    /// <summary>How far it got.</summary>
    public InflateState State { get; private set; }

    /// <summary>How many bytes were unpacked.</summary>
    public long Unpacked { get; private set; }

    /// <summary>
    /// Where in the input, and after how many unpacked bytes, the last flush of the writer lies: a place at the border of a
    /// byte between two blocks, where compressed data can be ended. Null before the first.
    /// </summary>
    public (long Position, long Unpacked)? LastFlush { get; private set; }

    /// <summary>Begins anew, with what comes next in the input.</summary>
    public void Begin()
    {
        (block, last, storedLeft, matchLeft) = (BlockKind.None, false, 0, 0);
        (State, Unpacked, LastFlush) = (InflateState.Running, 0, null);
    }

    /// <summary>Unpacks some bytes.</summary>
    /// <returns>
    /// How many: fewer than there is room for only where <see cref="State"/> says why, or just after a <see cref="LastFlush"/>.
    /// </returns>
    public int Read(Span<byte> destination)
    {
        var count = 0;
        while (count < destination.Length && State == InflateState.Running)
        {
            switch (block)
            {
                case BlockKind.None:
                    State = last ? InflateState.Finished : BeginBlock();
                    break;
                case BlockKind.Stored:
                    var flushed = LastFlush;
                    count += CopyStored(destination[count..]);
                    if (LastFlush != flushed && count > 0)
                    {
                        return count;
                    }

                    break;
                default:
                    count += Decode(destination[count..]);
                    break;
            }
        }

        return count;
    }

    private InflateState BeginBlock()
    {
        if (!input.Need(3))
        {
            return InflateState.CutOff;
        }

        var kind = (input.Peek() >> 1) & 3;
        if (kind == 3)
        {
            // Nothing is taken: where a writer was killed and another continued after it, this is the first byte of its header.
            return InflateState.Damaged;
        }

        last = input.Take(3) % 2 == 1;
        switch (kind)
        {
            case 0:
                return BeginStored();
            case 1:
                block = BlockKind.Coded;
                return BuildFixed() ? InflateState.Running : InflateState.Damaged;
            default:
                block = BlockKind.Coded;
                return BuildDynamic();
        }
    }

    private InflateState BeginStored()
    {
        input.AlignToByte();
        if (!input.Need(32))
        {
            return InflateState.CutOff;
        }

        storedLeft = (int)input.Take(16);
        block = BlockKind.Stored;
        return input.Take(16) == (~storedLeft & 0xFFFF) ? InflateState.Running : InflateState.Damaged;
    }

    private int CopyStored(Span<byte> destination)
    {
        var wanted = Math.Min(storedLeft, destination.Length);
        var count = input.TakeBytes(destination[..wanted]);
        foreach (var value in destination[..count])
        {
            window[Unpacked++ & (WindowLength - 1)] = value;
        }

        storedLeft -= count;
        if (storedLeft == 0)
        {
            block = BlockKind.None;
            LastFlush = (input.Position, Unpacked);
        }
        else if (count < wanted)
        {
            State = InflateState.CutOff;
        }

        return count;
    }

    private int Decode(Span<byte> destination)
    {
        var count = 0;
        while (count < destination.Length)
        {
            if (matchLeft > 0)
            {
                Put(destination, ref count, window[(Unpacked - matchDistance) & (WindowLength - 1)]);
                matchLeft--;
                continue;
            }

            // A literal or a length with its bits and a distance with its own are at most 48 bits, asked for in two parts.
            var symbol = Symbol(literals);
            if (symbol is >= 0 and < EndOfBlock)
            {
                Put(destination, ref count, (byte)symbol);
            }
            else if (symbol == EndOfBlock)
            {
                block = BlockKind.None;
                break;
            }
            else if (symbol < 0 || !BeginMatch(symbol - EndOfBlock - 1))
            {
                State = State == InflateState.Running ? InflateState.Damaged : State;
                break;
            }
        }

        return count;
    }

    private void Put(Span<byte> destination, ref int count, byte value)
    {
        destination[count++] = value;
        window[Unpacked++ & (WindowLength - 1)] = value;
    }

    private bool BeginMatch(int lengthCode)
    {
        if (lengthCode >= LengthCodes || !TryTake(LengthBits[lengthCode], out var more))
        {
            return false;
        }

        var length = LengthBases[lengthCode] + (int)more;
        var distanceCode = Symbol(distances);
        if (distanceCode is < 0 or >= DistanceCodes || !TryTake(Math.Max(0, distanceCode / 2 - 1), out more))
        {
            return false;
        }

        matchDistance = DistanceBases[distanceCode] + (int)more;
        matchLeft = matchDistance <= Unpacked ? length : 0;
        return matchLeft > 0;
    }

    /// <summary>Takes a symbol; where there is none, the state says why.</summary>
    private int Symbol(HuffmanCode code)
    {
        _ = input.Need(HuffmanCode.MaxLength);
        var symbol = code.Find(input.Peek(), out var length);
        if (length > input.Available)
        {
            State = InflateState.CutOff;
            return -1;
        }

        if (symbol < 0)
        {
            State = InflateState.Damaged;
            return -1;
        }

        _ = input.Take(length);
        return symbol;
    }

    private bool TryTake(int count, out uint value)
    {
        var there = input.Need(count);
        value = there ? input.Take(count) : 0;
        State = there ? State : InflateState.CutOff;
        return there;
    }

    private bool BuildFixed()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        Span<byte> distanceLengths = stackalloc byte[32];
        distanceLengths.Fill(5);
        return literals.TryBuild(lengths) && distances.TryBuild(distanceLengths);
    }

    private InflateState BuildDynamic()
    {
        if (!TryTake(14, out var counts))
        {
            return InflateState.CutOff;
        }

        var literalCount = (int)(counts & 31) + 257;
        var distanceCount = (int)((counts >> 5) & 31) + 1;
        var lengthCount = (int)(counts >> 10) + 4;
        Span<byte> lengths = stackalloc byte[320];
        lengths.Clear();
        for (var index = 0; index < lengthCount; index++)
        {
            if (!TryTake(3, out var length))
            {
                return InflateState.CutOff;
            }

            lengths[CodeLengthOrder[index]] = (byte)length;
        }

        if (literalCount > 286 || !literals.TryBuild(lengths[..CodeLengthOrder.Length]))
        {
            return InflateState.Damaged;
        }

        lengths.Clear();
        if (!ReadLengths(lengths[..(literalCount + distanceCount)]))
        {
            return State == InflateState.Running ? InflateState.Damaged : State;
        }

        Span<byte> distanceLengths = stackalloc byte[32];
        lengths.Slice(literalCount, distanceCount).CopyTo(distanceLengths);
        return lengths[EndOfBlock] > 0 && literals.TryBuild(lengths[..literalCount])
            && distances.TryBuild(distanceLengths[..distanceCount]) ? InflateState.Running : InflateState.Damaged;
    }

    private bool ReadLengths(Span<byte> lengths)
    {
        var index = 0;
        while (index < lengths.Length)
        {
            var symbol = Symbol(literals);
            if (symbol is >= 0 and < 16)
            {
                lengths[index++] = (byte)symbol;
                continue;
            }

            var (bits, least) = symbol switch { 16 => (2, 3), 17 => (3, 3), _ => (7, 11) };
            if (symbol < 0 || symbol == 16 && index == 0 || !TryTake(bits, out var more))
            {
                return false;
            }

            var repeat = least + (int)more;
            if (index + repeat > lengths.Length)
            {
                return false;
            }

            lengths.Slice(index, repeat).Fill(symbol == 16 ? lengths[index - 1] : (byte)0);
            index += repeat;
        }

        return true;
    }
}
