using Caneth.Logs.Appending;

namespace Caneth.Logs.Blf;

/// <summary>Writes Vector BLF: containers of 128 KiB, compressed with zlib.</summary>
internal sealed class BlfWriter : LogWriter
{
    private const int ContainerLength = 128 * 1024;
    private const int LongestObject = BlfLayout.CanFdMessageLength;

    private readonly BlfObjects objects;
    private readonly MemoryStream packed = new(ContainerLength);
    private BlfHead head = new();
    private Timestamp last;

    public BlfWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options, ContainerLength, LongestObject)
    {
        objects = new BlfObjects(Lost);
        if (output.AppendTo is { } path)
        {
            Append(path);
        }
    }

    protected override int FormatHeader(in CanFrame first, Span<byte> destination)
    {
        objects.Start = WallClock.StartFor(first.Timestamp, Options.TimeZone);
        head.Start = WallClock.Shown(objects.Start, Options.TimeZone);
        head.End = head.Start;
        Output.Write(head.ToBytes());
        return 0;
    }

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        last = frame.Timestamp;
        head.ObjectCount++;
        return objects.Write(frame, destination);
    }

    protected override int FormatEnd(Span<byte> destination)
    {
        if (!HasBegun)
        {
            Output.Write(head.ToBytes());
        }

        return 0;
    }

    protected override void WriteGathered(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            head.UncompressedLength += bytes.Length + BlfLayout.ContainerHeadLength;
            Output.Write(BlfContainer.Pack(bytes, packed));
        }
    }

    protected override void UpdateHeader()
    {
        if (HasBegun && Output.CanSeek)
        {
            head.FileLength = Output.Length;
            head.End = WallClock.Shown(last, Options.TimeZone);
            Output.WriteAt(0, head.ToBytes());
        }
    }

    private void Append(string path)
    {
        if (Output.Compresses)
        {
            throw AppendRefusal.Of(path, "it is compressed as a whole, so that its header cannot be changed. BLF is compressed anyway: "
                + "write it without .gz");
        }

        var appended = AppendedBlf.Examine(Output.Existing, path);
        Output.AppendAt(appended.Point);
        if (appended.Head is null)
        {
            return;
        }

        head = appended.Head;
        objects.Start = head.Start is { } date && WallClock.TryToTimestamp(date, Options.TimeZone, out var start) ? start : default;
        last = head.End is { } end && WallClock.TryToTimestamp(end, Options.TimeZone, out var known) ? known : objects.Start;
        HasBegun = true;
    }
}
