namespace Caneth.Parquet;

/// <summary>
/// Walks over a structure in Thrift's compact protocol, as the directory of a file and the header of a page are, before the library reads it.
/// </summary>
/// <remarks>
/// The library goes on past the end, believes any count, reads a field that it knows as what it should be, and cannot pass over a structure that
/// it does not know: a damaged file has it go round for hours. What is found to be right here is read to its end in the time that its bytes take.
/// The protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.
/// </remarks>
internal ref struct ThriftStructure
{
    // The structures of Parquet lie eight within each other at most; whoever follows damaged ones must not run out of stack.
    private const int MostWithin = 32;
    private const int LongList = 15;
    private const int BitsOfPart = 7;

    private readonly ReadOnlySpan<byte> bytes;
    private readonly Span<long> numbers;
    private int position;

    private ThriftStructure(ReadOnlySpan<byte> bytes, Span<long> numbers)
    {
        this.bytes = bytes;
        this.numbers = numbers;
    }

    private readonly int Left => bytes.Length - position;

    /// <summary>Checks that bytes begin with a structure that the library reads to its end.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="shape">What its fields are.</param>
    /// <param name="numbers">Takes the numbers that the shape asks for; what is not there stays as it is.</param>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="InvalidDataException">They do not; the message goes on after the name of what they are.</exception>
    public static int Measure(ReadOnlySpan<byte> bytes, ThriftShape shape, Span<long> numbers = default)
    {
        var structure = new ThriftStructure(bytes, numbers);
        structure.PassStructure(shape, 0);
        return structure.position;
    }

    private void PassStructure(ThriftShape? shape, int within)
    {
        if (within == MostWithin)
        {
            throw new InvalidDataException($"has structures that lie more than {MostWithin} within each other");
        }

        for (var (number, head) = (0L, TakeByte()); head != 0; head = TakeByte())
        {
            var kind = (ThriftKind)(head & 0x0F);
            number = head >> 4 is > 0 and var step ? number + step : FromZigzag(TakeNumber(sizeof(int)));
            if (shape is null || number is < 0 or > short.MaxValue)
            {
                throw new InvalidDataException($"has a structure that is not known, with a field {number}");
            }

            PassField(number, kind, shape[(int)number], within);
        }
    }

    private void PassField(long number, ThriftKind kind, ThriftField? field, int within)
    {
        var isTruth = kind is ThriftKind.True or ThriftKind.False;
        if (field is not null && field.Kind != (isTruth ? ThriftKind.True : kind))
        {
            throw new InvalidDataException($"has a field {number} that is a {kind} instead of a {field.Kind}");
        }

        if (field?.Place is { } place)
        {
            numbers[place] = FromZigzag(TakeNumber(SizeOf(kind)));
        }
        else if (!isTruth)
        {
            // Of a truth value the kind says which.
            Pass(kind, field, within);
        }
    }

    private void Pass(ThriftKind kind, ThriftField? field, int within)
    {
        switch (kind)
        {
            case ThriftKind.I8:
                Take(1);
                break;
            case ThriftKind.I16 or ThriftKind.I32 or ThriftKind.I64:
                _ = TakeNumber(SizeOf(kind));
                break;
            case ThriftKind.Double:
                Take(sizeof(double));
                break;
            case ThriftKind.Binary:
                Take(TakeNumber(sizeof(int)));
                break;
            case ThriftKind.List:
                PassList(field, within + 1);
                break;
            case ThriftKind.Structure:
                PassStructure(field?.Shape, within + 1);
                break;
            default:
                // Sets and maps, and lists of truth values: Parquet has none there.
                throw new InvalidDataException($"has a value of the kind {kind}");
        }
    }

    private void PassList(ThriftField? field, int within)
    {
        var head = TakeByte();
        var kind = (ThriftKind)(head & 0x0F);
        var count = head >> 4 is < LongList and var few ? (ulong)few : TakeNumber(sizeof(int));
        if (count > (ulong)Left || within == MostWithin)
        {
            throw new InvalidDataException($"has a list of {count:N0} values in {Left:N0} bytes");
        }

        if (field is not null && count > 0 && field.Element != kind)
        {
            throw new InvalidDataException($"has a list of values of the kind {kind} instead of {field.Element}");
        }

        for (; count > 0; count--)
        {
            Pass(kind, kind is ThriftKind.Structure ? field : null, within);
        }
    }

    private int TakeByte()
    {
        Take(1);
        return bytes[position - 1];
    }

    private ulong TakeNumber(int size)
    {
        var number = 0UL;
        for (var shift = 0; shift < size * 8; shift += BitsOfPart)
        {
            var part = (ulong)TakeByte();
            number |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException($"has a number of more than {size} bytes");
    }

    private void Take(ulong count)
    {
        if (count > (ulong)Left)
        {
            throw new InvalidDataException("ends too early");
        }

        position += (int)count;
    }

    private static int SizeOf(ThriftKind kind) => kind is ThriftKind.I64 ? sizeof(long) : sizeof(int);

    private static long FromZigzag(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);
}
