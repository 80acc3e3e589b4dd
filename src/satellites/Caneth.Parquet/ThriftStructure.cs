namespace Caneth.Parquet;

/// <summary>
/// Walks over a structure in Thrift's compact protocol, as the directory of a file and the headers of its pages are ones. What is claimed there and
/// cannot be has the library go round for hours, since some of what it passes over has no bytes: here everything has one at least.
/// </summary>
/// <remarks>The protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.</remarks>
internal ref struct ThriftStructure(ReadOnlySpan<byte> bytes)
{
    // The structures of Parquet lie eight within each other at most; whoever follows damaged ones must not run out of stack.
    private const int MostWithin = 32;
    private const int LongLength = 15;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    private enum Kind
    {
        Stop, True, False, Byte, Int16, Int32, Int64, Double, Binary, List, Set, Map, Structure,
    }

    private readonly int Left => bytes.Length - position;

    /// <summary>Looks whether the bytes begin with a structure.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="InvalidDataException">They do not.</exception>
    public static int Check(ReadOnlySpan<byte> bytes)
    {
        var walk = new ThriftStructure(bytes);
        walk.PassStructure(MostWithin);
        return walk.position;
    }

    private void PassStructure(int within)
    {
        if (within == 0)
        {
            throw new InvalidDataException($"its directory has structures that lie more than {MostWithin} within each other");
        }

        while (TakeByte() is var field and not (int)Kind.Stop)
        {
            if (field >> 4 == 0)
            {
                _ = TakeNumber();
            }

            // Of a field that is true or false its kind says which.
            if ((Kind)(field & 0x0F) is var kind and not (Kind.True or Kind.False))
            {
                Pass(kind, within);
            }
        }
    }

    private void Pass(Kind kind, int within)
    {
        switch (kind)
        {
            case Kind.True or Kind.False or Kind.Byte:
                Take(1);
                break;
            case Kind.Int16 or Kind.Int32 or Kind.Int64:
                _ = TakeNumber();
                break;
            case Kind.Double:
                Take(sizeof(double));
                break;
            case Kind.Binary:
                Take(TakeNumber());
                break;
            case Kind.List or Kind.Set:
                var list = TakeByte();
                PassAll(list >> 4 == LongLength ? TakeNumber() : (ulong)list >> 4, (Kind)(list & 0x0F), within);
                break;
            case Kind.Map:
                var count = TakeNumber();
                var kinds = count == 0 ? 0 : TakeByte();
                for (CheckCount(count); count > 0; count--)
                {
                    Pass((Kind)(kinds >> 4), within - 1);
                    Pass((Kind)(kinds & 0x0F), within - 1);
                }

                break;
            case Kind.Structure:
                PassStructure(within - 1);
                break;
            default:
                throw new InvalidDataException($"its directory has a field of kind {(int)kind}, which there is not");
        }
    }

    private void PassAll(ulong count, Kind kind, int within)
    {
        for (CheckCount(count); count > 0; count--)
        {
            Pass(kind, within - 1);
        }
    }

    private readonly void CheckCount(ulong count)
    {
        if (count > (ulong)Left)
        {
            throw new InvalidDataException($"its directory has a list of {count:N0} in {Left:N0} bytes");
        }
    }

    private int TakeByte()
    {
        Take(1);
        return bytes[position - 1];
    }

    private ulong TakeNumber()
    {
        var (number, shift) = (0UL, 0);
        int part;
        do
        {
            part = TakeByte();
            number |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80 && shift < 64);
        return number;
    }

    private void Take(ulong count)
    {
        if (count > (ulong)Left)
        {
            throw new InvalidDataException("its directory ends too early");
        }

        position += (int)count;
    }
}
