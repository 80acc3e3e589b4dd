using Caneth.Logs.Appending;

namespace Caneth.Logs.Blf;

/// <summary>Writes Vector BLF: containers of 128 KiB, compressed with zlib.</summary>
internal sealed class BlfWriter : LogWriter
{
    private const int ContainerLength = 128 * 1024;
    private const int LongestObject = BlfLayout.CanFdMessageLength;

    private readonly BlfObjects objects;
    private readonly BlfPacker packer;
    private BlfHeader header = new();
    private Timestamp last;

    public BlfWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options, ContainerLength, LongestObject)
    {
        objects = new BlfObjects(LossCounter);
        packer = new BlfPacker(ContainerLength, output.Write);
        if (output.AppendTo is { } path)
        {
            Append(path);
        }
    }

    protected override long LengthAhead => packer.LengthAhead;

    protected override int FormatHeader(in CanFrame first, Span<byte> destination)
    {
        objects.Start = WallClock.StartFor(first.Timestamp, Options.TimeZone);
        header.Start = WallClock.ToLocal(objects.Start, Options.TimeZone);
        header.End = header.Start;
        Output.Write(header.ToBytes());
        return 0;
    }

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        last = frame.Timestamp;
        header.ObjectCount++;
        return objects.Write(frame, destination);
    }

    protected override int FormatEnd(Span<byte> destination)
    {
        if (!HasBegun)
        {
            Output.Write(header.ToBytes());
        }

        return 0;
    }

    protected override void WriteGathered(ReadOnlySpan<byte> bytes, bool more)
    {
        if (!bytes.IsEmpty)
        {
            header.UncompressedLength += bytes.Length + BlfLayout.ContainerHeaderLength;
            packer.Add(bytes);
        }

        if (!more)
        {
            packer.GiveOutAll();
        }
    }

    protected override void UpdateHeader()
    {
        if (HasBegun && Output.CanSeek)
        {
            header.FileLength = Output.Length;
            header.End = WallClock.ToLocal(last, Options.TimeZone);
            Output.WriteAt(0, header.ToBytes());
        }
    }

    private void Append(string path)
    {
        if (Output.Compresses)
        {
            throw AppendRefusal.Of(path, "it is compressed as a whole, so that its header cannot be changed; "
                + "a BLF is compressed without .gz too");
        }

        var appended = AppendedBlf.Examine(Output.Existing, path);
        Output.AppendAt(appended.Point);
        if (appended.Header is null)
        {
            return;
        }

        header = appended.Header;
        objects.Start = header.Start is { } date && WallClock.TryToTimestamp(date, Options.TimeZone, out var start) ? start : default;
        last = header.End is { } end && WallClock.TryToTimestamp(end, Options.TimeZone, out var known) ? known : objects.Start;
        HasBegun = true;
    }
}
