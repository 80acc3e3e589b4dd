using System.Globalization;
using System.Text;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Something that was found in the frames of an id: mostly some bits of them.</summary>
public abstract class FieldFinding
{
    private readonly FrameStream stream;
    private readonly BitField? place;
    private readonly int frameLength;

    private protected FieldFinding(FrameStream stream, BitField? place, int frameLength)
    {
        this.stream = stream;
        this.place = place;
        this.frameLength = frameLength;
    }

    /// <summary>The identifier of the frames.</summary>
    public uint Id => stream.Id;

    /// <summary>The identifier as people read it, in hex; 8 digits where it is extended.</summary>
    public string HexId => CanId.Format(stream.Id, stream.Extended);

    /// <summary>Whether the id has 29 bits.</summary>
    public bool Extended => stream.Extended;

    /// <summary>The device or channel that the frames came from; null where there is none.</summary>
    public string? Device => stream.Device;

    /// <summary>The name of the message, where a database knows the id.</summary>
    public string? Message { get; internal init; }

    /// <summary>The name of the signal that has these bits, where a database knows one.</summary>
    public string? Signal { get; internal init; }

    /// <summary>The start bit as a DBC file counts; null where it is not about bits.</summary>
    public int? StartBit => place?.StartBit;

    /// <summary>How many bits it is about; null where it is not about bits.</summary>
    public int? Length => place?.Length;

    /// <summary>Which end the start bit names. Bits within one byte have no byte order: they count as little-endian.</summary>
    public ByteOrder? ByteOrder => place?.ByteOrder;

    /// <summary>Whether the bits are a number in two's complement.</summary>
    public bool IsSigned => place?.IsSigned ?? false;

    /// <summary>The value of the multiplexer at which the bits are in the frame; null where they always are.</summary>
    public ulong? MultiplexerValue { get; internal init; }

    /// <summary>How sure it is, 0 to 1: what findings are ranked by.</summary>
    public double Score { get; internal set; }

    /// <summary>Why it was found, in a sentence.</summary>
    public string Why { get; internal set; } = "";

    /// <summary>The bits of the multiplexer, where there is one.</summary>
    internal BitField? Multiplexer { get; init; }

    /// <summary>What the raw value is multiplied by.</summary>
    private protected virtual double FactorOfSignal => 1;

    /// <summary>What is added to that.</summary>
    private protected virtual double OffsetOfSignal => 0;

    /// <summary>
    /// A database with one message that has these bits for a signal, so that they can be waited for, decoded or plotted at once.
    /// </summary>
    /// <param name="name">What to call the signal: letters, digits and underscores.</param>
    /// <returns>The database. It is called like the signal.</returns>
    /// <exception cref="ArgumentException">The name is none that a database can have.</exception>
    /// <exception cref="InvalidOperationException">It is not about bits.</exception>
    public CanDatabase ToDatabase(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!IsName(name))
        {
            throw new ArgumentException($"'{VisibleText.Shorten(name)}' cannot be the name of a signal: give letters, digits and underscores.", nameof(name));
        }

        if (place is not { } bits)
        {
            throw new InvalidOperationException($"What was found of {HexId} is not about bits, so there is no signal to make of it.");
        }

        const uint ExtendedBit = 1u << 31;
        var number = stream.Extended ? stream.Id | ExtendedBit : stream.Id;
        var message = Message is { } known && IsName(known) ? known : $"Id_{HexId}";
        var lines = new List<string> { $"BO_ {number} {message}: {frameLength} Vector__XXX" };
        if (Multiplexer is { } switching)
        {
            lines.Add(Line("Multiplexer M", switching, 1, 0));
        }

        lines.Add(Line(MultiplexerValue is { } value ? string.Create(CultureInfo.InvariantCulture, $"{name} m{value}") : name, bits, FactorOfSignal, OffsetOfSignal));
        var text = string.Join('\n', lines) + '\n';
        return CanDatabase.Parse(Encoding.UTF8.GetBytes(text), name);
    }

    /// <summary>Whether another finding is about the same bits.</summary>
    internal bool HasBitsOf(FieldFinding other) => place == other.place;

    /// <summary>Where the bits are, as a table shows it: <c>12</c>, <c>8-11</c> or, of more than a byte, as a DBC file does: <c>23|16@0</c>.</summary>
    /// <returns>A text; empty where it is not about bits.</returns>
    public string GetBits() => place is not { } bits ? ""
        : bits.Length == 1 ? $"{bits.StartBit}"
        : bits.IsInByte ? $"{bits.StartBit}-{bits.StartBit + bits.Length - 1}"
        : $"{bits.StartBit}|{bits.Length}@{(bits.ByteOrder == Signals.ByteOrder.LittleEndian ? 1 : 0)}{(bits.IsSigned ? "-" : "")}";

    /// <summary>Where it is, and why.</summary>
    /// <returns>A text such as <c>321 bit 12: ...</c>.</returns>
    public override string ToString() => VisibleText.Of(place is { } bits ? $"{HexId} {bits}: {Why}" : $"{HexId}: {Why}");

    private static string Line(string name, BitField bits, double factor, double offset)
    {
        var (order, sign) = (bits.ByteOrder == Signals.ByteOrder.LittleEndian ? 1 : 0, bits.IsSigned ? '-' : '+');
        return string.Create(CultureInfo.InvariantCulture, $" SG_ {name} : {bits.StartBit}|{bits.Length}@{order}{sign} ({factor:R},{offset:R}) [0|0] \"\" Vector__XXX");
    }

    private static bool IsName(string text) =>
        !char.IsAsciiDigit(text[0]) && text.Length <= 128 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
