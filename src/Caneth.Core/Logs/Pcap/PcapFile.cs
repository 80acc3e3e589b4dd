namespace Caneth.Logs.Pcap;

/// <summary>A pcap file, the form before pcapng: a header for all, and records of one interface that has no name.</summary>
internal sealed class PcapFile : CaptureFile
{
    // As libpcap has it; no packet of CAN comes near it.
    private const uint LargestPacket = 256 * 1024;
    private const long SecondsPerDay = 24 * 60 * 60;

    // The channel of a log that knows no channels.
    private const string OnlyChannel = "1";

    private readonly CaptureInterface source;
    private readonly uint unitsPerSecond;
    private readonly bool isOurs;
    private uint? lastSecond;
    private bool hasParts;

    public PcapFile(BufferedInput file, LossCounter losses, Action<long, string> report)
        : base(file, report)
    {
        var header = file.Peek(PcapLayout.FileHeaderLength);
        _ = TryReadMagic(header, out var order, out var isFine);
        unitsPerSecond = isFine ? 1_000_000_000U : 1_000_000U;
        var isWhole = header.Length == PcapLayout.FileHeaderLength;

        // The upper bits say how long the checksum of each packet is.
        var linkType = isWhole ? order.ReadUInt16(header[(order.IsBigEndian ? 22 : 20)..]) : 0;
        isOurs = isFine && !order.IsBigEndian && linkType == PcapLayout.SocketCan;
        source = new CaptureInterface(linkType, order, OnlyChannel, isFine ? PcapLayout.Nanoseconds : PcapLayout.Microseconds, 0, new LogTimes(losses));
        if (isWhole)
        {
            file.Skip(header.Length);
            WholeLength = file.Offset;
        }
        else
        {
            report(0, $"the file is cut off in its header, of which there are {header.Length} of {PcapLayout.FileHeaderLength} bytes");
            file.Skip(header.Length);
        }
    }

    /// <summary>Whether records as they are written here can follow those that were read.</summary>
    public bool IsOurs => isOurs && !hasParts;

    protected override string Unit => "record";

    /// <summary>Whether a file begins as a pcap does, as far as it goes.</summary>
    public static bool IsOne(BufferedInput file) => TryReadMagic(file.Peek(PcapLayout.FileHeaderLength), out _, out _);

    public override bool TryRead(out CapturedPacket packet)
    {
        packet = default;
        while (true)
        {
            var header = File.Peek(PcapLayout.RecordHeaderLength);
            if (header.Length < PcapLayout.RecordHeaderLength)
            {
                return EndInHeader(header);
            }

            var captured = source.Order.ReadUInt32(header[8..]);
            var original = source.Order.ReadUInt32(header[12..]);
            var length = PcapLayout.RecordHeaderLength + (int)Math.Min(captured, LargestPacket);
            var isPossible = captured <= LargestPacket && captured <= original;
            var there = isPossible ? File.Peek(length + PcapLayout.RecordHeaderLength) : default;

            // A recorder can be told to keep only the first bytes of packets; where it was not, the number is wrong, and so is what would follow.
            if (there.Length >= length && (captured == original || IsHeader(there[length..], Second(there))))
            {
                hasParts |= captured < original;
                packet = Take(there[..length]);
                return true;
            }

            var goesOn = isPossible && there.Length < length
                ? SkipPart(length, there.Length)
                : SkipDamage($"there cannot be {captured} bytes of a packet of {original}");
            if (!goesOn)
            {
                return false;
            }
        }
    }

    // Nothing marks a record: it is one where its numbers are likely, and those of the next are too.
    protected override bool IsPlausible(ReadOnlySpan<byte> bytes) => IsFrame(bytes)
        && IsHeader(bytes[(PcapLayout.RecordHeaderLength + (int)source.Order.ReadUInt32(bytes[8..]))..], Second(bytes));

    private static bool TryReadMagic(ReadOnlySpan<byte> header, out ByteOrder order, out bool isFine)
    {
        foreach (var isBigEndian in (ReadOnlySpan<bool>)[true, false])
        {
            order = new ByteOrder(isBigEndian);
            var magic = header.Length >= sizeof(uint) ? order.ReadUInt32(header) : 0;
            isFine = magic == PcapLayout.NanosecondMagic;
            if (isFine || magic == PcapLayout.MicrosecondMagic)
            {
                return true;
            }
        }

        (order, isFine) = (default, false);
        return false;
    }

    private CapturedPacket Take(ReadOnlySpan<byte> record)
    {
        PacketOffset = File.Offset;
        File.Skip(record.Length);
        WholeLength = File.Offset;
        var second = Second(record);
        lastSecond = second;
        return new()
        {
            Interface = source,
            Timestamp = source.TimeOf((ulong)second * unitsPerSecond + source.Order.ReadUInt32(record[4..])),
            Bytes = record[PcapLayout.RecordHeaderLength..],
            Length = source.Order.ReadUInt32(record[12..]),
        };
    }

    private uint Second(ReadOnlySpan<byte> record) => source.Order.ReadUInt32(record);

    /// <summary>Whether bytes can be the header of the record after one of some second; the end of the file can follow any.</summary>
    private bool IsHeader(ReadOnlySpan<byte> bytes, uint? second)
    {
        if (bytes.Length < PcapLayout.RecordHeaderLength)
        {
            return true;
        }

        var captured = source.Order.ReadUInt32(bytes[8..]);
        return captured <= LargestPacket && captured <= source.Order.ReadUInt32(bytes[12..])
            && source.Order.ReadUInt32(bytes[4..]) < unitsPerSecond
            && (second is not { } before || Math.Abs((long)Second(bytes) - before) <= SecondsPerDay);
    }

    /// <summary>Whether bytes begin with a record of a CAN frame.</summary>
    private bool IsFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PcapLayout.RecordHeaderLength + SocketCanPacket.HeaderLength || !IsHeader(bytes, lastSecond))
        {
            return false;
        }

        var captured = source.Order.ReadUInt32(bytes[8..]);
        return captured is >= SocketCanPacket.HeaderLength and <= SocketCanPacket.MaxLength
            && captured == source.Order.ReadUInt32(bytes[12..])
            && bytes.Length >= PcapLayout.RecordHeaderLength + captured;
    }
}
