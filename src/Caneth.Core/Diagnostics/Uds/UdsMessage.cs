using System.Buffers.Binary;
using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>A message of UDS (ISO 14229-1) or OBD-II (SAE J1979), taken apart.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class UdsMessage
{
    private const byte ResponseBit = 0x40;
    private const byte Negative = 0x7F;
    private const int NegativeLength = 3;

    private readonly IsoTpMessage carried;

    private UdsMessage(IsoTpMessage carried, int count, TimeSpan duration)
    {
        this.carried = carried;
        Count = count;
        Duration = duration;
        var bytes = carried.Data.AsSpan();
        var first = bytes.IsEmpty ? (byte)0 : bytes[0];
        Kind = first == Negative ? UdsMessageKind.NegativeResponse
            : (first & ResponseBit) != 0 ? UdsMessageKind.Response
            : UdsMessageKind.Request;
        ServiceId = Kind != UdsMessageKind.NegativeResponse ? (byte)(first & ~ResponseBit)
            : bytes.Length > 1 ? bytes[1]
            : (byte)0;
        if (Kind == UdsMessageKind.NegativeResponse)
        {
            ResponseCode = bytes.Length >= NegativeLength ? (UdsResponseCode)bytes[2] : null;
        }
        else if (bytes.Length > 1 && UdsSubFunctions.AreIn((UdsService)ServiceId))
        {
            SubFunction = (byte)(bytes[1] & ~UdsSubFunctions.SuppressReply);
            SuppressReply = Kind == UdsMessageKind.Request && (bytes[1] & UdsSubFunctions.SuppressReply) != 0;
        }
    }

    /// <summary>When its first frame came.</summary>
    public Timestamp Timestamp => carried.Timestamp;

    /// <summary>How long after it its last frame came; of several responses that ask for patience, the last of them.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The device or, of a log, the channel that it came from; null where there is none.</summary>
    public string? Device => carried.Device;

    /// <summary>Who speaks, as far as it is known: the id, and the byte of address where there is one: <c>7E8</c>, <c>6F1/12</c>.</summary>
    public string Ecu => IsoTpAddress.Text(Id, Extended, Address);

    /// <summary>The id of its frames.</summary>
    public uint Id => carried.Id;

    /// <summary>The id as people read it, in hex: <c>7E8</c>, <c>18DAF110</c>.</summary>
    public string HexId => carried.HexId;

    /// <summary>Whether the id has 29 bits.</summary>
    public bool Extended => carried.Extended;

    /// <summary>The byte that its frames begin with in extended and mixed addressing; null in normal addressing.</summary>
    public byte? Address => carried.Address;

    /// <summary>Whether it asks, answers or refuses.</summary>
    public UdsMessageKind Kind { get; }

    /// <summary>The service, or that which is answered or refused: <c>ReadDataByIdentifier</c>; in hex where it has no name: <c>0xBA</c>.</summary>
    public string Service => Enum.IsDefined((UdsService)ServiceId) ? ((UdsService)ServiceId).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"0x{ServiceId:X2}");

    /// <summary>The number of the service.</summary>
    public byte ServiceId { get; }

    /// <summary>The sub-function, without the bit that suppresses the reply; null where the service has none.</summary>
    public byte? SubFunction { get; }

    /// <summary>Whether it is a request that wants no answer where all is well.</summary>
    public bool SuppressReply { get; }

    /// <summary>
    /// The identifiers of data or of the routine in it. Of an answer with several it is the first alone: where the next one begins, only
    /// whoever knows the length of the data can tell.
    /// </summary>
    public IReadOnlyList<ushort> Identifiers => IdentifiersIn((UdsService)ServiceId, Data.AsSpan(), Kind);

    /// <summary>Why it was refused; null where it is no refusal.</summary>
    public UdsResponseCode? ResponseCode { get; }

    /// <summary>What it says beside the service, in words.</summary>
    public string Text => field ??= Describe();

    /// <summary>What to do about a refusal; null where nothing is to be done, or nothing general can be said.</summary>
    public string? Advice => ResponseCode is { } code ? UdsResponseCodes.Advice(code) : null;

    /// <summary>How many responses that ask for patience are shown as this one; otherwise 1.</summary>
    public int Count { get; }

    /// <summary>Whether all of its bytes came.</summary>
    public bool Complete => carried.Complete;

    /// <summary>All of its bytes, the service included.</summary>
    public MessageData Data => carried.Data;

    /// <summary>Whether it says that the answer comes later.</summary>
    internal bool IsPending => ResponseCode == UdsResponseCode.ResponsePending;

    /// <summary>Takes the bytes of a message apart. Whatever they are, something is said of them.</summary>
    /// <param name="data">1 byte or more; of none it is a request of the service 0.</param>
    /// <returns>The message.</returns>
    public static UdsMessage Decode(MessageData data) => Decode(new IsoTpMessage { Data = data, Length = data.Count });

    /// <summary>Takes a message of ISO-TP apart; one that is not complete as far as it came.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The message, with its time and its id.</returns>
    public static UdsMessage Decode(IsoTpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(message, count: 1, message.Duration);
    }

    /// <summary>Who speaks, the service, and what is said of it.</summary>
    /// <returns><c>7E8 ReadDataByIdentifier F190 = "WCANETH0T35T00017"</c></returns>
    public override string ToString() => $"{Ecu} {Service} {Text}".TrimEnd();

    /// <summary>The same, as often as it came.</summary>
    /// <param name="count">How often.</param>
    /// <param name="duration">How long after this one the last of them came.</param>
    internal UdsMessage Repeated(int count, TimeSpan duration) => new(carried, count, duration);

    // Made when somebody reads it: a tester that asks a thousand times in a second mostly wants the bytes.
    private string Describe()
    {
        var said = TextOf(Data.AsSpan());
        var text = Count == 1 ? said : $"{said} x {Count}, {Amount.Seconds(Duration)}";
        return Complete ? text : $"{text} (incomplete: {carried.Reason})".TrimStart();
    }

    private string TextOf(ReadOnlySpan<byte> bytes) => Kind switch
    {
        _ when bytes.IsEmpty => "",
        UdsMessageKind.Request => UdsRequestText.Of((UdsService)ServiceId, bytes[1..]),
        UdsMessageKind.Response => UdsResponseText.Of((UdsService)ServiceId, bytes[1..]),
        _ when ResponseCode is { } code => UdsValues.Join(UdsResponseCodes.Describe(code), bytes[NegativeLength..]),
        _ => $"a negative response of {bytes.Length} of {NegativeLength} bytes: {HexBytes.Format(bytes)}",
    };

    private static ushort[] IdentifiersIn(UdsService service, ReadOnlySpan<byte> data, UdsMessageKind kind)
    {
        const int Length = sizeof(ushort);
        var (from, most) = service switch
        {
            _ when kind == UdsMessageKind.NegativeResponse => (0, 0),
            UdsService.ReadDataByIdentifier => (1, kind == UdsMessageKind.Request ? (data.Length - 1) / Length : 1),
            UdsService.WriteDataByIdentifier or UdsService.ReadScalingDataByIdentifier or UdsService.InputOutputControlByIdentifier => (1, 1),
            UdsService.RoutineControl => (2, 1),
            _ => (0, 0),
        };
        var identifiers = new ushort[data.Length < from + Length ? 0 : most];
        for (var index = 0; index < identifiers.Length; index++)
        {
            identifiers[index] = BinaryPrimitives.ReadUInt16BigEndian(data[(from + index * Length)..]);
        }

        return identifiers;
    }
}
