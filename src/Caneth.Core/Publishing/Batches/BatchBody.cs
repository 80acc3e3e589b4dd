using System.Buffers.Binary;

namespace Caneth.Publishing;

/// <summary>
/// The frames of a batch as bytes: for each the time since the one before (a varint, zigzag), a byte with DLC and kind, the other flags where
/// there are any, the id in 2 bytes (4 where it is extended), and the data. How long the data is follows from the DLC.
/// </summary>
internal static class BatchBody
{
    /// <summary>The most bytes that a frame takes: time, kind, flags, id, data.</summary>
    public const int MaxFrameLength = 10 + 1 + 1 + 4 + CanData.MaxLength;

    private const byte DlcMask = 0x0F;
    private const byte ExtendedBit = 0x10;
    private const byte MoreFlagsBit = 0x20;
    private const int MaxVarintLength = 10;

    /// <summary>The largest unit of time that loses nothing of frames.</summary>
    public static TimeUnit UnitOf(ReadOnlySpan<CanFrame> frames)
    {
        var before = frames[0].Timestamp.Nanoseconds;
        var unit = TimeUnit.Microsecond;
        foreach (ref readonly var frame in frames)
        {
            // Wraps around where times are centuries apart, and comes back from there in the same way.
            var since = frame.Timestamp.Nanoseconds - before;
            before = frame.Timestamp.Nanoseconds;
            while (unit != TimeUnit.Nanosecond && since % Nanoseconds(unit) != 0)
            {
                unit--;
            }
        }

        return unit;
    }

    /// <summary>Writes frames.</summary>
    /// <param name="frames">The frames, at least one.</param>
    /// <param name="unit">A unit of time that loses nothing.</param>
    /// <param name="destination">At least <see cref="MaxFrameLength"/> bytes for each.</param>
    /// <returns>How many bytes they took.</returns>
    public static int Write(ReadOnlySpan<CanFrame> frames, TimeUnit unit, Span<byte> destination)
    {
        var length = Nanoseconds(unit);
        var before = frames[0].Timestamp.Nanoseconds;
        var at = 0;
        foreach (ref readonly var frame in frames)
        {
            var now = frame.Timestamp.Nanoseconds;
            at += WriteVarint((now - before) / length, destination[at..]);
            before = now;
            var others = frame.Flags & ~FrameFlags.Extended;
            destination[at++] = (byte)(frame.Dlc | (frame.Extended ? ExtendedBit : 0) | (others != 0 ? MoreFlagsBit : 0));
            if (others != 0)
            {
                destination[at++] = (byte)others;
            }

            if (frame.Extended)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], frame.Id);
                at += sizeof(uint);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(destination[at..], (ushort)frame.Id);
                at += sizeof(ushort);
            }

            frame.Data.CopyTo(destination[at..]);
            at += frame.Length;
        }

        return at;
    }

    /// <summary>Reads frames.</summary>
    /// <param name="body">The bytes, all of which must be used.</param>
    /// <param name="header">How many frames, since when, in which unit, of which device.</param>
    /// <param name="frames">As many as the header says.</param>
    /// <returns>Whether the bytes are these frames.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, in BatchHeader header, Span<CanFrame> frames)
    {
        var unit = Nanoseconds(header.Unit);
        var time = header.Start.Nanoseconds;
        foreach (ref var frame in frames)
        {
            if (!TryReadVarint(ref body, out var since) || body.IsEmpty)
            {
                return false;
            }

            time += since * unit;
            var kind = body[0];
            body = body[1..];
            if (kind >= MoreFlagsBit << 1 || !TryReadFlags(kind, ref body, out var flags) || !TryReadId(flags, ref body, out var id))
            {
                return false;
            }

            var dlc = kind & DlcMask;
            var length = (flags & FrameFlags.Remote) != 0 ? 0 : DataLengthCode.ToLength(dlc, (flags & FrameFlags.Fd) != 0);
            if (body.Length < length)
            {
                return false;
            }

            frame = new(id, new CanData(body[..length]), dlc, flags, new(time), header.Device);
            body = body[length..];
        }

        return body.IsEmpty;
    }

    private static bool TryReadFlags(byte kind, ref ReadOnlySpan<byte> body, out FrameFlags flags)
    {
        flags = (kind & ExtendedBit) != 0 ? FrameFlags.Extended : FrameFlags.None;
        if ((kind & MoreFlagsBit) == 0)
        {
            return true;
        }

        const byte Known = (byte)(FrameFlags.Remote | FrameFlags.Error | FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState | FrameFlags.Transmitted);
        if (body.IsEmpty || (body[0] & ~Known) != 0)
        {
            return false;
        }

        flags |= (FrameFlags)body[0];
        body = body[1..];
        return (flags & (FrameFlags.Remote | FrameFlags.Fd)) != (FrameFlags.Remote | FrameFlags.Fd);
    }

    private static bool TryReadId(FrameFlags flags, ref ReadOnlySpan<byte> body, out uint id)
    {
        var isExtended = (flags & FrameFlags.Extended) != 0;
        var length = isExtended ? sizeof(uint) : sizeof(ushort);
        if (body.Length < length)
        {
            id = 0;
            return false;
        }

        id = isExtended ? BinaryPrimitives.ReadUInt32LittleEndian(body) : BinaryPrimitives.ReadUInt16LittleEndian(body);
        body = body[length..];
        return id <= (isExtended ? CanId.MaxExtended : CanId.MaxStandard);
    }

    private static long Nanoseconds(TimeUnit unit) => unit switch
    {
        TimeUnit.Microsecond => 1000,
        TimeUnit.Tick => 100,
        _ => 1,
    };

    private static int WriteVarint(long value, Span<byte> destination)
    {
        var rest = (ulong)(value << 1 ^ value >> 63);
        var length = 0;
        while (rest >= 0x80)
        {
            destination[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        destination[length++] = (byte)rest;
        return length;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> source, out long value)
    {
        var bits = 0UL;
        var most = Math.Min(source.Length, MaxVarintLength);
        for (var length = 0; length < most; length++)
        {
            bits |= (ulong)(source[length] & 0x7F) << (7 * length);
            if (source[length] < 0x80)
            {
                source = source[(length + 1)..];
                value = (long)(bits >> 1) ^ -(long)(bits & 1);
                return true;
            }
        }

        value = 0;
        return false;
    }
}
