using Caneth.Logs.Text;

namespace Caneth.Logs.Trc;

/// <summary>The cells of a line in a TRC file, but for the data.</summary>
internal ref struct TrcCells
{
    /// <summary>In version 1, the id of a line that is about the status of the bus.</summary>
    public const long StatusId = 0xFFFF_FFFF;

    private const int ExtendedDigits = 8;

    public TrcCells()
    {
    }

    /// <summary>Nanoseconds since the start.</summary>
    public long Time { get; private set; }

    public TrcType Type { get; private set; }

    public string? Bus { get; private set; }

    /// <summary>The id, or -1 where there is none.</summary>
    public long Id { get; private set; } = -1;

    public bool Extended { get; private set; }

    /// <summary>The length or the DLC, or -1 where there is none.</summary>
    public int Length { get; private set; } = -1;

    /// <summary>Whether <see cref="Length"/> is a DLC.</summary>
    public bool LengthIsCode { get; private set; }

    public FrameFlags Flags { get; private set; }

    public static bool IsDirection(ReadOnlySpan<byte> word) => word.SequenceEqual("Rx"u8) || word.SequenceEqual("Tx"u8);

    /// <summary>What is wrong where a column cannot be read.</summary>
    public static string Describe(char column) => column switch
    {
        'N' => "a line begins with its number",
        'O' => "expected the time in milliseconds after the number",
        'I' => "the id is not a hex number",
        'd' => "the direction is neither Rx nor Tx",
        'l' or 'L' => "the length is not a number from 0 to 64",
        _ => $"column {column} cannot be read",
    };

    /// <summary>Reads bytes until there are enough or something else follows.</summary>
    /// <returns>How many there were.</returns>
    public static int ReadBytes(ref Utf8Words words, scoped Span<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length && words.Peek is [var high, var low] && HexDigit.Pair(high, low) is var value and <= byte.MaxValue)
        {
            _ = words.Next();
            bytes[count++] = (byte)value;
        }

        return count;
    }

    /// <summary>
    /// Takes the number of a line, in version 1 with a bracket after it, to which a large time is joined:
    /// <c>3)1000001000.0</c>.
    /// </summary>
    public static bool TryTakeNumber(ref Utf8Words words)
    {
        var word = words.Peek;
        var rest = word;
        var read = Utf8Numbers.TryTakeDecimal(ref rest, out _) && rest is [] or [(byte)')', ..];
        words.Skip(word.Length - rest.Length + (rest.IsEmpty ? 0 : 1));
        return read;
    }

    /// <summary>Reads a cell.</summary>
    /// <param name="column">The letter of the column, as in $COLUMNS.</param>
    /// <param name="word">Its content.</param>
    /// <param name="names">The names of buses.</param>
    /// <returns>Whether it can be read.</returns>
    public bool TryRead(char column, ReadOnlySpan<byte> word, StringCache names)
    {
        switch (column)
        {
            case 'O':
                var read = Utf8Numbers.TryTakeFixed(ref word, unitDigits: 6, out var time, point: PointOf(word)) && word.IsEmpty;
                Time = time;
                return read;
            case 'T':
                ReadType(word);
                return !word.IsEmpty;
            case 'B':
                Bus = word.SequenceEqual("-"u8) ? null : names.Get(word);
                return !word.IsEmpty;
            case 'I':
                return TryReadId(word);
            case 'd':
                Flags |= word.SequenceEqual("Tx"u8) ? FrameFlags.Transmitted : FrameFlags.None;
                return IsDirection(word);
            case 'l' or 'L':
                LengthIsCode = column == 'L';
                var known = Utf8Numbers.TryTakeDecimal(ref word, out var length) && word.IsEmpty && length <= CanData.MaxLength;
                Length = known ? (int)length : -1;
                return known;
            default:
                return !word.IsEmpty;
        }
    }

    // Some tools write the comma of the country.
    private static byte PointOf(ReadOnlySpan<byte> word) => word.Contains((byte)',') ? (byte)',' : (byte)'.';

    private bool TryReadId(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("-"u8))
        {
            return true;
        }

        var digits = Utf8Numbers.TakeHex(ref word, out var id);
        Id = id;
        Extended = digits == ExtendedDigits || digits > 4 && id > CanId.MaxStandard;
        Flags |= Extended ? FrameFlags.Extended : FrameFlags.None;
        return digits is > 0 and <= ExtendedDigits && word.IsEmpty;
    }

    private void ReadType(ReadOnlySpan<byte> word)
    {
        const FrameFlags Fast = FrameFlags.Fd | FrameFlags.BitRateSwitch;
        (Type, var flags) = word switch
        {
            [(byte)'D', (byte)'T'] or [(byte)'R', (byte)'x'] => (TrcType.Data, FrameFlags.None),
            [(byte)'T', (byte)'x'] => (TrcType.Data, FrameFlags.Transmitted),
            [(byte)'F', (byte)'D'] => (TrcType.Data, FrameFlags.Fd),
            [(byte)'F', (byte)'B'] => (TrcType.Data, Fast),
            [(byte)'F', (byte)'E'] => (TrcType.Data, FrameFlags.Fd | FrameFlags.ErrorState),
            [(byte)'B', (byte)'I'] => (TrcType.Data, Fast | FrameFlags.ErrorState),
            [(byte)'R', (byte)'R'] => (TrcType.Remote, FrameFlags.None),
            [(byte)'E', (byte)'R'] => (TrcType.Error, FrameFlags.None),
            [(byte)'S', (byte)'T'] => (TrcType.Status, FrameFlags.None),
            [(byte)'E', (byte)'C'] => (TrcType.ErrorCounter, FrameFlags.None),
            [(byte)'E', (byte)'V'] => (TrcType.Event, FrameFlags.None),
            _ when word.SequenceEqual("Error"u8) => (TrcType.Error, FrameFlags.None),
            _ when word.SequenceEqual("Warng"u8) => (TrcType.Status, FrameFlags.None),
            _ => (TrcType.Unknown, FrameFlags.None),
        };
        Flags |= flags;
    }
}
