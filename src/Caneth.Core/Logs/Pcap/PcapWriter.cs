using System.Buffers.Binary;
using Caneth.Logs.Appending;

namespace Caneth.Logs.Pcap;

/// <summary>Writes pcap, the form before pcapng, with times in nanoseconds: it knows one channel and no direction.</summary>
internal sealed class PcapWriter : LogWriter
{
    private const int BufferLength = 128 * 1024;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // What libpcap takes for as long as packets are.
    private const uint LongestPacket = 256 * 1024;

    public PcapWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options, BufferLength, PcapLayout.RecordHeaderLength + SocketCanPacket.MaxLength)
    {
        if (output.AppendTo is { } path)
        {
            var appended = AppendedCapture.Examine(format, output, path, Objection);
            output.AppendAt(appended.Point);
            HasBegun = appended.HasHeader;
        }
    }

    protected override int FormatHeader(in CanFrame first, Span<byte> destination) => WriteHeader(destination);

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        if (frame.Device is not (null or "" or "1"))
        {
            LossCounter.Add("the channel");
        }

        if (frame.Transmitted)
        {
            LossCounter.Add("the direction");
        }

        var (second, nanosecond) = Time(frame.Timestamp);
        var length = SocketCanPacket.LengthOf(frame);
        BinaryPrimitives.WriteUInt32LittleEndian(destination, second);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], nanosecond);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], length);
        SocketCanPacket.Write(frame, destination[PcapLayout.RecordHeaderLength..], LossCounter);
        return PcapLayout.RecordHeaderLength + length;
    }

    protected override int FormatEnd(Span<byte> destination) => HasBegun ? 0 : WriteHeader(destination);

    private static string? Objection(CaptureFile capture) => capture switch
    {
        PcapFile { IsOurs: true } => null,
        PcapFile { WholeLength: 0 } => null,
        PcapFile => "its times, its order of bytes or its kind of packets are others than would be written, or it has packets that are cut",
        _ => "it is a pcapng, and pcap would be written",
    };

    private static int WriteHeader(Span<byte> destination)
    {
        const ushort MajorVersion = 2;
        const ushort MinorVersion = 4;
        destination[..PcapLayout.FileHeaderLength].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, PcapLayout.NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], MinorVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], LongestPacket);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[20..], PcapLayout.SocketCan);
        return PcapLayout.FileHeaderLength;
    }

    private (uint Second, uint Nanosecond) Time(Timestamp timestamp)
    {
        var (second, nanosecond) = Math.DivRem(timestamp.Nanoseconds, NanosecondsPerSecond);
        if (timestamp.Nanoseconds >= 0 && second <= uint.MaxValue)
        {
            return ((uint)second, (uint)nanosecond);
        }

        LossCounter.Add("times before 1970 or after 2106, written as the beginning of 1970");
        return (0, 0);
    }
}
