using System.Buffers.Binary;

namespace Caneth.Logs.Blf;

/// <summary>Makes frames of BLF objects.</summary>
/// <param name="losses">Counts what the objects say and frames cannot.</param>
internal sealed class BlfFrames(LossCounter losses)
{
    private const ulong NanosecondsPerTenMicroseconds = 10_000;

    private readonly LogTimes times = new(losses);
    private readonly ChannelTexts channels = new();

    /// <summary>The moment that times count from.</summary>
    public Timestamp Start { get; set; }

    /// <summary>Reads an object.</summary>
    /// <param name="item">The object as a whole, at least its first 16 bytes.</param>
    /// <param name="frame">The frame, where it is one.</param>
    /// <returns>What it is; there are objects of a hundred other kinds.</returns>
    public EntryResult Read(ReadOnlySpan<byte> item, out CanFrame frame)
    {
        frame = default;
        var type = BinaryPrimitives.ReadUInt32LittleEndian(item[BlfLayout.TypeOffset..]);
        var shortest = ShortestContent(type);
        if (shortest < 0)
        {
            CountOther(type);
            return EntryResult.Nothing;
        }

        var headerLength = BinaryPrimitives.ReadUInt16LittleEndian(item[BlfLayout.HeaderLengthOffset..]);
        if (headerLength < BlfLayout.EventHeaderLength || item.Length < headerLength + shortest)
        {
            return EntryResult.Malformed($"an object of type {type} with {item.Length} bytes is too short");
        }

        var content = item[headerLength..];
        var timestamp = ReadTime(item);
        frame = type switch
        {
            BlfLayout.CanMessage or BlfLayout.CanMessage2 => ReadClassic(content, timestamp),
            BlfLayout.CanFdMessage => ReadFd(content, timestamp),
            BlfLayout.CanFdMessage64 => ReadFd64(content, timestamp),
            BlfLayout.CanErrorExt => ReadErrorExt(content, timestamp),
            BlfLayout.CanFdError64 => ReadFdError64(content, timestamp),
            _ => new CanFrame(0, default, 0, FrameFlags.Error, timestamp, channels.Of(BinaryPrimitives.ReadUInt16LittleEndian(content))),
        };
        return EntryResult.Frame;
    }

    /// <summary>Whether bytes can be one of the objects that hold frames, and are as long as those.</summary>
    /// <param name="item">At least the 16 bytes that every object begins with.</param>
    public static bool IsFrame(ReadOnlySpan<byte> item)
    {
        const int LongestFrame = 1024;
        if (!BlfLayout.IsPlausible(item))
        {
            return false;
        }

        var shortest = ShortestContent(BinaryPrimitives.ReadUInt32LittleEndian(item[BlfLayout.TypeOffset..]));
        return shortest >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(item[BlfLayout.LengthOffset..]) is var length
            && length >= shortest + BlfLayout.EventHeaderLength && length <= LongestFrame;
    }

    private static int ShortestContent(uint type) => type switch
    {
        BlfLayout.CanMessage or BlfLayout.CanMessage2 => 16,
        BlfLayout.CanError => 2,
        BlfLayout.CanErrorExt => 32,
        BlfLayout.CanFdMessage => 20,
        BlfLayout.CanFdMessage64 => 40,
        BlfLayout.CanFdError64 => 44,
        _ => -1,
    };

    private Timestamp ReadTime(ReadOnlySpan<byte> item)
    {
        var time = BinaryPrimitives.ReadUInt64LittleEndian(item[BlfLayout.TimeOffset..]);
        var coarse = BinaryPrimitives.ReadUInt32LittleEndian(item[BlfLayout.TimeFlagsOffset..]) == BlfLayout.TimeInTenMicroseconds;
        return times.Add(Start, time, coarse ? NanosecondsPerTenMicroseconds : 1);
    }

    private CanFrame ReadClassic(ReadOnlySpan<byte> content, Timestamp timestamp)
    {
        var channel = channels.Of(BinaryPrimitives.ReadUInt16LittleEndian(content));
        var flags = content[2];
        var dlc = Dlc(content[3], fd: false);
        var id = Id(BinaryPrimitives.ReadUInt32LittleEndian(content[4..]), out var frameFlags);
        frameFlags |= (flags & BlfLayout.TransmittedBit) != 0 ? FrameFlags.Transmitted : FrameFlags.None;
        if ((flags & BlfLayout.RemoteBit) != 0)
        {
            return new CanFrame(id, default, dlc, frameFlags | FrameFlags.Remote, timestamp, channel);
        }

        var data = CanData.FirstOf(content[8..], Math.Min(dlc, CanData.MaxClassicLength));
        return new CanFrame(id, data, dlc, frameFlags, timestamp, channel);
    }

    private CanFrame ReadFd(ReadOnlySpan<byte> content, Timestamp timestamp)
    {
        var flags = content[2];
        var fdFlags = content[13];
        var kind = ((flags & BlfLayout.TransmittedBit) != 0 ? FrameFlags.Transmitted : FrameFlags.None)
            | ((flags & BlfLayout.RemoteBit) != 0 ? FrameFlags.Remote : FrameFlags.None)
            | ((fdFlags & BlfLayout.FdBit) != 0 ? FrameFlags.Fd : FrameFlags.None)
            | ((fdFlags & BlfLayout.BitRateSwitchBit) != 0 ? FrameFlags.BitRateSwitch : FrameFlags.None)
            | ((fdFlags & BlfLayout.ErrorStateBit) != 0 ? FrameFlags.ErrorState : FrameFlags.None);
        return Make(BinaryPrimitives.ReadUInt32LittleEndian(content[4..]), content[3], content[20..], content[14], kind, timestamp,
            channels.Of(BinaryPrimitives.ReadUInt16LittleEndian(content)));
    }

    private CanFrame ReadFd64(ReadOnlySpan<byte> content, Timestamp timestamp)
    {
        const int DirectionOffset = 34;
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(content[12..]);
        var kind = VectorFlags.ToFrameFlags(flags) | (content[DirectionOffset] != 0 ? FrameFlags.Transmitted : FrameFlags.None);
        return Make(BinaryPrimitives.ReadUInt32LittleEndian(content[4..]), content[1], content[40..], content[2], kind, timestamp,
            channels.Of(content[0]));
    }

    private CanFrame ReadErrorExt(ReadOnlySpan<byte> content, Timestamp timestamp)
    {
        var id = Id(BinaryPrimitives.ReadUInt32LittleEndian(content[16..]), out var flags);
        var dlc = Dlc(content[10], fd: false);
        var data = CanData.FirstOf(content[24..], Math.Min(dlc, CanData.MaxClassicLength));
        return new CanFrame(id, data, dlc, flags | FrameFlags.Error, timestamp,
            channels.Of(BinaryPrimitives.ReadUInt16LittleEndian(content)));
    }

    private CanFrame ReadFdError64(ReadOnlySpan<byte> content, Timestamp timestamp)
    {
        if (content[2] > 0)
        {
            losses.Add("the data of CAN FD error frames");
        }

        var id = Id(BinaryPrimitives.ReadUInt32LittleEndian(content[12..]), out var flags);
        return new CanFrame(id, default, 0, flags | FrameFlags.Error, timestamp, channels.Of(content[0]));
    }

    private CanFrame Make(
        uint rawId, byte rawDlc, ReadOnlySpan<byte> stored, byte valid, FrameFlags flags, Timestamp timestamp, string channel)
    {
        const FrameFlags OnlyFd = FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState;
        var id = Id(rawId, out var idFlags);
        flags |= idFlags;
        if ((flags & FrameFlags.Remote) != 0)
        {
            // CAN FD has no remote frames, so one is classic whatever else its flags say.
            return new CanFrame(id, default, Dlc(rawDlc, fd: false), flags & ~OnlyFd, timestamp, channel);
        }

        var fd = (flags & FrameFlags.Fd) != 0;
        flags = fd ? flags : flags & ~OnlyFd;
        var dlc = Dlc(rawDlc, fd);
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        var length = DataLengthCode.ToLength(dlc, fd);
        var present = Math.Min(length, Math.Min(valid, stored.Length));
        stored[..present].CopyTo(bytes);
        if (present < length)
        {
            losses.Add("data shorter than the DLC says, filled up with zeros");
        }

        return new CanFrame(id, new CanData(bytes[..length]), dlc, flags, timestamp, channel);
    }

    private static uint Id(uint raw, out FrameFlags flags)
    {
        var id = raw & CanId.MaxExtended;
        flags = (raw & BlfLayout.ExtendedBit) != 0 || id > CanId.MaxStandard ? FrameFlags.Extended : FrameFlags.None;
        return id;
    }

    // Beyond 15 it is not a DLC; what tools make of it is the most that the frame can carry.
    private static int Dlc(byte raw, bool fd) => raw <= DataLengthCode.Max ? raw : fd ? DataLengthCode.Max : CanData.MaxClassicLength;

    // Most objects of other kinds are about the recording; these are frames of other buses, or of the next CAN.
    private void CountOther(uint type)
    {
        var name = BlfLayout.NameOfOther(type);
        if (name is not null)
        {
            losses.Add($"{name}, left out");
        }
    }
}
