namespace Caneth.Logs.Mdf;

/// <summary>Makes frames of the records of a group, by the channels that the companion for bus logging names.</summary>
internal sealed class MdfFrames
{
    private const uint ExtendedBit = 0x8000_0000;

    private readonly MdfKind kind;
    private readonly MdfClock clock;
    private readonly LossCounter losses;
    private readonly ChannelTexts channels = new();
    private readonly MdfField id;
    private readonly MdfField extended;
    private readonly MdfField channel;
    private readonly MdfField dlc;
    private readonly MdfField length;
    private readonly MdfField direction;
    private readonly MdfField fd;
    private readonly MdfField bitRateSwitch;
    private readonly MdfField errorState;
    private readonly MdfField errorType;
    private readonly MdfField valuePlace;
    private readonly int dataOffset;
    private readonly int dataLength;

    /// <summary>Frames of a group.</summary>
    /// <param name="kind">What its records are.</param>
    /// <param name="clock">Reads their times.</param>
    /// <param name="layout">Where its channels lie.</param>
    /// <param name="losses">Counts what records say and frames cannot.</param>
    public MdfFrames(MdfKind kind, MdfClock clock, MdfRecordLayout layout, LossCounter losses)
    {
        (this.kind, this.clock, this.losses) = (kind, clock, losses);
        id = layout.Field("ID");
        extended = layout.Field("IDE");
        channel = layout.Field("BusChannel");
        dlc = layout.Field("DLC");
        length = layout.Field("DataLength");
        direction = layout.Field("Dir");
        fd = layout.Field("EDL");
        bitRateSwitch = layout.Field("BRS");
        errorState = layout.Field("ESI");
        errorType = layout.Field("ErrorType");
        if (layout.Data is not { } data)
        {
            return;
        }

        if (data.Type == MdfLayout.VariableLength)
        {
            Values = data.Data;
            valuePlace = layout.Place(data);
        }
        else
        {
            (dataOffset, dataLength) = ((int)data.ByteOffset, (int)(data.BitCount / MdfLayout.BitsPerByte));
        }
    }

    /// <summary>Where the data lies, if it does not lie in the records; otherwise 0.</summary>
    public long Values { get; }

    /// <summary>Where the data of a record begins among all, where it does not lie in it.</summary>
    /// <param name="record">The record, with at least 8 bytes after it.</param>
    public ulong PlaceOf(ReadOnlySpan<byte> record) => valuePlace.ReadRaw(record);

    /// <summary>The time of a record.</summary>
    /// <param name="record">The record, with at least 8 bytes after it.</param>
    /// <param name="index">Its number in its group, from 0.</param>
    public Timestamp TimeOf(ReadOnlySpan<byte> record, long index) => clock.Read(record, index);

    /// <summary>Makes the frame of a record.</summary>
    /// <param name="record">The record, with at least 8 bytes after it.</param>
    /// <param name="index">Its number in its group, from 0.</param>
    /// <param name="value">Its data, where that does not lie in it.</param>
    public CanFrame Make(ReadOnlySpan<byte> record, long index, ReadOnlySpan<byte> value)
    {
        var timestamp = clock.Read(record, index);
        var device = channel.IsPresent ? channels.Of(channel.Read(record)) : null;
        var rawId = (uint)id.Read(record);
        var frameId = rawId & CanId.MaxExtended;
        var isExtended = frameId > CanId.MaxStandard || (extended.IsPresent ? extended.Read(record) != 0 : (rawId & ExtendedBit) != 0);
        var flags = (isExtended ? FrameFlags.Extended : 0) | (direction.Read(record) != 0 ? FrameFlags.Transmitted : 0);
        var code = dlc.IsPresent ? (int)Math.Min(dlc.Read(record), int.MaxValue) : -1;
        if (kind == MdfKind.Remote)
        {
            code = code < 0 ? (int)Math.Min(length.Read(record), CanData.MaxClassicLength) : code;
            return new CanFrame(frameId, default, ClassicCode(code), flags | FrameFlags.Remote, timestamp, device);
        }

        var data = Values != 0 ? value : record.Slice(dataOffset, dataLength);
        var isFd = fd.Read(record) != 0;
        var present = length.IsPresent ? (int)Math.Min(length.Read(record), (ulong)data.Length)
            : Values != 0 || code < 0 ? data.Length
            : Math.Min(Length(code, isFd || !fd.IsPresent), data.Length);
        if (kind == MdfKind.Error)
        {
            CountErrorType(record);
            return Classic(frameId, data[..present], code < 0 ? present : code, flags | FrameFlags.Error, timestamp, device);
        }

        if (!isFd && present <= CanData.MaxClassicLength)
        {
            return Classic(frameId, data[..present], code < 0 ? present : code, flags, timestamp, device);
        }

        flags |= FrameFlags.Fd | (bitRateSwitch.Read(record) != 0 ? FrameFlags.BitRateSwitch : 0) | (errorState.Read(record) != 0 ? FrameFlags.ErrorState : 0);
        return Fd(frameId, data[..present], code, flags, timestamp, device);
    }

    // Beyond 15 it is not a DLC; what tools make of it is the most that the frame can carry.
    private static int ClassicCode(int code) => code <= DataLengthCode.Max ? code : CanData.MaxClassicLength;

    // Some tools write the length of the data for a DLC.
    private static int Length(int code, bool isFd) =>
        code <= DataLengthCode.Max ? DataLengthCode.ToLength(code, isFd) : Math.Min(code, CanData.MaxLength);

    private CanFrame Classic(uint frameId, ReadOnlySpan<byte> data, int code, FrameFlags flags, Timestamp timestamp, string? device)
    {
        code = ClassicCode(code);
        var count = Math.Min(code, CanData.MaxClassicLength);
        Span<byte> bytes = stackalloc byte[CanData.MaxClassicLength];
        Fill(bytes, count, data);
        return new CanFrame(frameId, CanData.FirstOf(bytes, count), code, flags, timestamp, device);
    }

    private CanFrame Fd(uint frameId, ReadOnlySpan<byte> data, int code, FrameFlags flags, Timestamp timestamp, string? device)
    {
        var count = code < 0 || code == data.Length ? data.Length : Math.Max(Length(code, isFd: true), data.Length);
        count = DataLengthCode.FilledLength(Math.Min(count, CanData.MaxLength));
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        Fill(bytes, count, data);
        return new CanFrame(frameId, new CanData(bytes[..count]), DataLengthCode.FromLength(count, fd: true), flags, timestamp, device);
    }

    private void Fill(Span<byte> bytes, int count, ReadOnlySpan<byte> data)
    {
        var present = Math.Min(count, data.Length);
        data[..present].CopyTo(bytes);
        bytes[present..].Clear();
        if (present < count)
        {
            losses.Add("data shorter than the DLC says, filled up with zeros");
        }
    }

    private void CountErrorType(ReadOnlySpan<byte> record)
    {
        if (errorType.Read(record) != 0)
        {
            losses.Add("the types of error frames");
        }
    }
}
