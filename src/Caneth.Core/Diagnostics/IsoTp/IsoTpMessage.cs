using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>A message that was carried over ISO-TP (ISO 15765-2): a request or an answer of UDS or OBD-II, or whatever else.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class IsoTpMessage
{
    private const int MostShown = 64;

    /// <summary>When its first frame was received or, where <see cref="Transmitted"/>, sent.</summary>
    public Timestamp Timestamp { get; init; }

    /// <summary>How long after it its last frame came; zero for a message of one frame.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The device or, of a log, the channel that it came from; null where there is none.</summary>
    public string? Device { get; init; }

    /// <summary>The id of its frames.</summary>
    public uint Id { get; init; }

    /// <summary>The id as people read it, in hex: <c>7E8</c>, <c>18DAF110</c>.</summary>
    public string HexId => CanId.Format(Id, Extended);

    /// <summary>Whether the id has 29 bits.</summary>
    public bool Extended { get; init; }

    /// <summary>
    /// The byte that its frames begin with in extended addressing, the address of whom it is for, or in mixed addressing, an extension; null in
    /// normal addressing.
    /// </summary>
    public byte? Address { get; init; }

    /// <summary>Whether it was sent by the one who recorded it.</summary>
    public bool Transmitted { get; init; }

    /// <summary>How many frames carried it, flow controls not counted.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>Whether all of it is there.</summary>
    public bool Complete => Error is null;

    /// <summary>How many bytes it has or, where it is not complete, declared.</summary>
    public long Length { get; init; }

    /// <summary>Why it is not complete; null where it is.</summary>
    public IsoTpError? Error { get; init; }

    /// <summary>The same in a sentence, and how much of it came; null where it is complete.</summary>
    public string? Reason { get; init; }

    /// <summary>Its bytes, or as many as came before it broke off.</summary>
    public MessageData Data { get; init; }

    /// <summary>Its id and its bytes, and what is missing.</summary>
    /// <returns><c>7E8 62 F1 90 57 43</c>; of a long one the beginning and the length.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{IsoTpAddress.Text(Id, Extended, Address)} {Data.Shorten(MostShown)}{(Complete ? "" : $" (incomplete: {Reason})")}");

    internal static IsoTpMessage Of(IsoTpReception reception, in CanFrame first, Timestamp last, byte? address) => new()
    {
        Timestamp = first.Timestamp,
        Duration = last - first.Timestamp,
        Device = first.Device,
        Id = first.Id,
        Extended = first.Extended,
        Address = address,
        Transmitted = first.Transmitted,
        Frames = reception.Frames,
        Length = reception.Length,
        Error = reception.Error,
        Reason = reception.Reason is null ? null
            : string.Create(CultureInfo.InvariantCulture, $"{reception.Reason} {reception.Data.Length:N0} of {reception.Length:N0} bytes came."),
        Data = MessageData.Adopt(reception.Data),
    };
}
