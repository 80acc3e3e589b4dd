using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Caneth;

/// <summary>
/// One frame on a CAN bus: classic (data, remote), CAN FD, or an error frame from a log. A value of 32 bytes without
/// allocations for classic frames; equal where all of it is equal.
/// </summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
[JsonConverter(typeof(CanFrameJsonConverter))]
public readonly struct CanFrame : IEquatable<CanFrame>, IParsable<CanFrame>
{
    private readonly Bits bits;

    // The name of the device or, for more than 8 bytes of data, a LongData with both. One reference instead of two: to store
    // references is what costs time where frames are copied by the million.
    private readonly object? deviceOrLongData;

    /// <summary>A frame with data: classic, or CAN FD where the flags say so.</summary>
    /// <param name="id">0 to 0x7FF, or to 0x1FFFFFFF extended; an id above 0x7FF makes the frame extended.</param>
    /// <param name="data">0 to 8 bytes; for CAN FD 0 to 8, 12, 16, 20, 24, 32, 48 or 64.</param>
    /// <param name="flags">What kind of frame it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id or the length of the data is beyond its limit.</exception>
    /// <exception cref="ArgumentException">A remote frame with data, or flags that exclude each other.</exception>
    public CanFrame(uint id, ReadOnlySpan<byte> data = default, FrameFlags flags = FrameFlags.None)
        : this(id, new CanData(data), DataLengthCode.FromLength(data.Length, (flags & FrameFlags.Fd) != 0), flags)
    {
    }

    /// <summary>A frame with a DLC of its own: a remote frame, or a classic frame whose raw DLC is 9 to 15 for 8 bytes.</summary>
    /// <param name="id">0 to 0x7FF, or to 0x1FFFFFFF extended; an id above 0x7FF makes the frame extended.</param>
    /// <param name="data">The data that the DLC announces; none for a remote frame.</param>
    /// <param name="dlc">0 to 15.</param>
    /// <param name="flags">What kind of frame it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id or the DLC is beyond its limit.</exception>
    /// <exception cref="ArgumentException">The data does not fit the DLC, or flags exclude each other.</exception>
    public CanFrame(uint id, CanData data, int dlc, FrameFlags flags)
    {
        if (id > CanId.MaxExtended)
        {
            throw CanId.AboveLimit(id, CanId.MaxExtended);
        }

        DataLengthCode.Check(dlc, data.Count, flags);
        bits = new(default, data.Inline, id, new(id > CanId.MaxStandard ? flags | FrameFlags.Extended : flags, (byte)data.Count, (byte)dlc));
        deviceOrLongData = data.Longer is { } bytes ? new LongData(bytes, null) : null;
    }

    /// <summary>For the logs, which have checked everything already.</summary>
    internal CanFrame(uint id, CanData data, int dlc, FrameFlags flags, Timestamp timestamp, string? device)
    {
        bits = new(timestamp, data.Inline, id, new(flags, (byte)data.Count, (byte)dlc));
        deviceOrLongData = data.Longer is { } bytes ? new LongData(bytes, device) : device;
    }

    /// <summary>
    /// When the frame was received or, where <see cref="Transmitted"/>, handed to the operating system, by this computer's clock; the
    /// frames of one TCP segment share it.
    /// </summary>
    public Timestamp Timestamp
    {
        get => bits.Timestamp;
        init => bits = bits with { Timestamp = value };
    }

    /// <summary>The name of the device or, in a log, the channel that the frame came from; null where there is none.</summary>
    public string? Device
    {
        get => Length > CanData.MaxClassicLength ? ((LongData)deviceOrLongData!).Device : (string?)deviceOrLongData;
        init => deviceOrLongData = Length > CanData.MaxClassicLength ? (LongData)deviceOrLongData! with { Device = value } : value;
    }

    /// <summary>The identifier: 0 to 0x7FF, or to 0x1FFFFFFF where <see cref="Extended"/>.</summary>
    public uint Id => bits.Id;

    /// <summary>The identifier as people read it, in hex: <c>0C0</c>, <c>18DB33F1</c>; 8 digits where <see cref="Extended"/>.</summary>
    public string HexId => CanId.Format(Id, Extended);

    /// <summary>Whether the id has 29 bits.</summary>
    public bool Extended => (Flags & FrameFlags.Extended) != 0;

    /// <summary>Whether it is a remote frame (RTR), which has a DLC and no data.</summary>
    public bool Remote => (Flags & FrameFlags.Remote) != 0;

    /// <summary>The data length code, 0 to 15: how many bytes the frame carries or, a remote frame, asks for.</summary>
    public int Dlc => bits.Shape.Dlc;

    /// <summary>The bytes.</summary>
    public CanData Data => new(Inline, Length > CanData.MaxClassicLength ? ((LongData)deviceOrLongData!).Bytes : null, Length);

    /// <summary>Whether it is an error frame, as logs record them.</summary>
    public bool Error => (Flags & FrameFlags.Error) != 0;

    /// <summary>Whether it is a CAN FD frame.</summary>
    public bool Fd => (Flags & FrameFlags.Fd) != 0;

    /// <summary>CAN FD: whether the data phase ran at the higher bit rate (BRS).</summary>
    public bool BitRateSwitch => (Flags & FrameFlags.BitRateSwitch) != 0;

    /// <summary>CAN FD: whether the sender was error passive (ESI).</summary>
    public bool ErrorState => (Flags & FrameFlags.ErrorState) != 0;

    /// <summary>Whether the one who recorded the frame had sent it.</summary>
    public bool Transmitted => (Flags & FrameFlags.Transmitted) != 0;

    // A field of the flags as a whole would be one more column of every CSV file.
    internal FrameFlags Flags => bits.Shape.Flags;

    internal ulong Inline => bits.Inline;

    internal byte Length => bits.Shape.Length;

    /// <summary>Whether both are equal in all they carry, time and device included.</summary>
    public static bool operator ==(CanFrame left, CanFrame right) => left.Equals(right);

    /// <summary>Whether they differ in anything, time and device included.</summary>
    public static bool operator !=(CanFrame left, CanFrame right) => !left.Equals(right);

    /// <summary>A remote frame (RTR), which asks for data.</summary>
    /// <param name="id">0 to 0x7FF, or to 0x1FFFFFFF extended.</param>
    /// <param name="dlc">How many bytes it asks for: 0 to 8.</param>
    /// <param name="extended">Whether an id up to 0x7FF is to be sent with 29 bits.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The id or the DLC is beyond its limit.</exception>
    public static CanFrame CreateRemote(uint id, int dlc = 0, bool extended = false) =>
        new(id, default, dlc, FrameFlags.Remote | (extended ? FrameFlags.Extended : FrameFlags.None));

    /// <summary>
    /// Reads a frame as candump writes it, in its short form, <c>123#0102</c>, <c>00000123#</c>, <c>123#R8</c>, <c>123##00102</c>, or as a line
    /// of <c>candump -L</c>: <c>(1769867100.123456) can0 123#0102</c>.
    /// </summary>
    /// <param name="s">
    /// The text: an id of 3 digits, or of 8 for an extended one, and after the # what the frame carries; before that, where they are known,
    /// the time in seconds since 1970-01-01 UTC and the device.
    /// </param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="FormatException">The text is not a frame.</exception>
    public static CanFrame Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return CanFrameText.TryParse(s, out var frame) ? frame
            : throw new FormatException($"'{VisibleText.Of(s)}' is not a CAN frame. Write it as candump does: {CanFrameText.Forms}.");
    }

    /// <summary>Reads a frame as <see cref="Parse"/> does, without an exception where it is none.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <param name="result">The frame.</param>
    /// <returns>Whether the text is a frame.</returns>
    public static bool TryParse(string? s, IFormatProvider? provider, out CanFrame result) => CanFrameText.TryParse(s, out result);

    /// <summary>Whether both say the same on a bus: id, kind, DLC and data, whenever and wherever they were seen.</summary>
    /// <param name="other">Another frame.</param>
    /// <returns>Whether they say the same.</returns>
    public bool HasSameContent(CanFrame other)
    {
        const FrameFlags Seen = ~FrameFlags.Transmitted;
        return Id == other.Id && (Flags & Seen) == (other.Flags & Seen) && Dlc == other.Dlc && Data == other.Data;
    }

    /// <inheritdoc/>
    public bool Equals(CanFrame other) => bits == other.bits && Device == other.Device && Data == other.Data;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CanFrame other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Timestamp, Id, Flags, Dlc, Device, Data);

    /// <summary>All that the frame is, as <c>candump -L</c> writes it: <c>(1769867100.123456) can0 123#01020304</c>.</summary>
    /// <returns>
    /// A text that <see cref="Parse"/> reads; of a frame without time and device that of <see cref="ToShortString"/>. Blanks in the name of the
    /// device become underscores.
    /// </returns>
    public override string ToString() => CanFrameText.Format(this);

    /// <summary>What the frame says on a bus, in candump's short form: <c>123#01020304</c>, <c>123#R2</c>, <c>123##101020304</c>.</summary>
    /// <returns>A text for messages, which <see cref="Parse"/> reads.</returns>
    public string ToShortString() => CanFrameText.FormatContent(this);

    /// <summary>
    /// Puts a classic frame, of which everything has been checked, in the place of another; <see cref="SetDevice"/> must
    /// follow.
    /// </summary>
    internal static void Overwrite(ref CanFrame place, Timestamp timestamp, ulong inline, uint id, FrameShape shape) =>
        Unsafe.AsRef(in place.bits) = new(timestamp, inline, id, shape);

    /// <summary>Says where classic frames came from.</summary>
    /// <remarks>
    /// To store a reference costs as much as all the rest of a frame, so it is done only from where it changes.
    /// </remarks>
    internal static void SetDevice(Span<CanFrame> frames, string? device)
    {
        var same = 0;
        while (same < frames.Length && ReferenceEquals(frames[same].deviceOrLongData, device))
        {
            same++;
        }

        foreach (ref var frame in frames[same..])
        {
            Unsafe.AsRef(in frame.deviceOrLongData) = device;
        }
    }

    /// <summary>Makes frames those that were sent to a device. The name of one that a sender has marked as its own stays the sender's copy of it.</summary>
    internal static void MarkSent(Span<CanFrame> frames, Timestamp at, string device)
    {
        foreach (ref var frame in frames)
        {
            var shape = frame.bits.Shape;
            Unsafe.AsRef(in frame.bits) = frame.bits with { Timestamp = at, Shape = shape with { Flags = shape.Flags | FrameFlags.Transmitted } };
            if (frame.Device != device)
            {
                frame = frame with { Device = device };
            }
        }
    }

    /// <summary>Puts this frame in the place of another, and stores its reference only where it differs.</summary>
    internal void CopyTo(ref CanFrame place)
    {
        Unsafe.AsRef(in place.bits) = bits;
        if (!ReferenceEquals(place.deviceOrLongData, deviceOrLongData))
        {
            Unsafe.AsRef(in place.deviceOrLongData) = deviceOrLongData;
        }
    }

    /// <summary>All that is not a reference. Classic data lies here, the first byte in the lowest place.</summary>
    private readonly record struct Bits(Timestamp Timestamp, ulong Inline, uint Id, FrameShape Shape);

    private sealed record LongData(byte[] Bytes, string? Device);
}
