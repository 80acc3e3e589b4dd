namespace Caneth.Logs.Text;

/// <summary>The fields of a frame as a table or an object names them, on the way to a frame.</summary>
internal ref struct FrameFields
{
    private static ReadOnlySpan<byte> Separators => " -:,;"u8;

    private CanData data;
    private uint id;
    private bool idGiven;
    private int dlc;
    private bool dlcGiven;

    /// <summary>When the frame was seen.</summary>
    public Timestamp Timestamp { get; set; }

    /// <summary>Its channel.</summary>
    public string? Device { get; set; }

    /// <summary>What kind of frame it is.</summary>
    public FrameFlags Flags { get; set; }

    /// <summary>The flag that a field is.</summary>
    public static FrameFlags FlagOf(FrameField field) => field switch
    {
        FrameField.Extended => FrameFlags.Extended,
        FrameField.Remote => FrameFlags.Remote,
        FrameField.Error => FrameFlags.Error,
        FrameField.Fd => FrameFlags.Fd,
        FrameField.BitRateSwitch => FrameFlags.BitRateSwitch,
        FrameField.ErrorState => FrameFlags.ErrorState,
        _ => FrameFlags.Transmitted,
    };

    /// <summary>Takes an id.</summary>
    public bool TrySetId(long number)
    {
        idGiven = number is >= 0 and <= CanId.MaxExtended;
        id = idGiven ? (uint)number : 0;
        Flags |= id > CanId.MaxStandard ? FrameFlags.Extended : FrameFlags.None;
        return idGiven;
    }

    /// <summary>Takes a DLC.</summary>
    public bool TrySetDlc(long number)
    {
        dlcGiven = number is >= 0 and <= DataLengthCode.Max;
        dlc = dlcGiven ? (int)number : 0;
        return dlcGiven;
    }

    /// <summary>Takes bytes in hex, with or without something between them.</summary>
    public bool TrySetData(ReadOnlySpan<byte> text)
    {
        var bits = 0UL;
        var count = 0;
        var index = 0;
        while (count < CanData.MaxClassicLength && index + 1 < text.Length
            && HexDigit.Pair(text[index], text[index + 1]) is var value and <= byte.MaxValue)
        {
            bits |= (ulong)value << (8 * count);
            count++;
            index += 2;
            index += index + 1 < text.Length && (text[index] == ' ' || Separators.Contains(text[index])) ? 1 : 0;
        }

        data = new CanData(bits, null, (byte)count);
        return index == text.Length || TrySetLongData(text);
    }

    private bool TrySetLongData(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        var count = 0;
        while (text.Length >= 2 && count < bytes.Length && HexDigit.Pair(text[0], text[1]) is var value and <= byte.MaxValue)
        {
            bytes[count++] = (byte)value;
            text = text[2..];
            text = text.Length > 1 && Separators.Contains(text[0]) ? text[1..] : text;
        }

        data = new CanData(bytes[..count]);
        return text.IsEmpty;
    }

    /// <summary>Takes bytes.</summary>
    public void SetData(scoped ReadOnlySpan<byte> bytes) => data = new CanData(bytes);

    /// <summary>Makes the frame, where the fields make one.</summary>
    public readonly EntryResult Build(out CanFrame frame)
    {
        frame = default;
        var fd = (Flags & FrameFlags.Fd) != 0;
        var remote = (Flags & FrameFlags.Remote) != 0;
        if (!idGiven)
        {
            return EntryResult.Malformed("the id is missing");
        }

        if (remote && (fd || data.Count > 0))
        {
            return EntryResult.Malformed(fd ? "CAN FD has no remote frames" : "a remote frame carries no data");
        }

        var code = dlc;
        if (!dlcGiven && !DataLengthCode.TryFromLength(data.Count, fd, out code) || !remote && DataLengthCode.ToLength(code, fd) != data.Count)
        {
            return EntryResult.Malformed(
                dlcGiven ? $"the DLC is {dlc}, but there are {data.Count} bytes" : $"no frame of that kind carries {data.Count} bytes");
        }

        frame = new CanFrame(id, data, code, Flags, Timestamp, Device);
        return EntryResult.Frame;
    }
}
