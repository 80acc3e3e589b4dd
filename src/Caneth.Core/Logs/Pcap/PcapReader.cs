namespace Caneth.Logs.Pcap;

/// <summary>Reads pcapng and pcap, told apart by what they begin with, packet by packet, as far as the file goes.</summary>
internal sealed class PcapReader : LogReader
{
    // How far frames of several devices, or of one whose clock was corrected a little, may be out of order.
    private const long MostDisorder = 5_000_000_000;

    private readonly BufferedInput file;
    private readonly CaptureFile? capture;
    private readonly PcapFrames frames;
    private CanFrame? held;

    public PcapReader(LogFormat format, LogInput input, LogReadOptions options)
        : base(format, input, options)
    {
        file = new BufferedInput(input, Report);
        frames = new PcapFrames(LossCounter);
        var beginning = file.Peek(PcapLayout.BlockHeaderLength);
        if (beginning.IsEmpty)
        {
            // As a recorder leaves it that was ended before the first frame.
            return;
        }

        capture = CaptureFile.TryOpen(file, options.StartTime, LossCounter, Report) ?? throw new InvalidDataException(
            $"{input.DisplayName} is not a log of the format {format.Name} ({format.Description}): it does not begin with the header of one, "
            + $"but with the bytes {HexBytes.Format(beginning)}.");
    }

    public override long SkipTo(Timestamp moment)
    {
        var early = new Timestamp(Math.Max(moment.Nanoseconds, long.MinValue + MostDisorder) - MostDisorder);
        var from = file.Offset;
        while (capture is not null && held is null && capture.TryRead(out var packet))
        {
            if (packet.Timestamp >= early)
            {
                held = TryMakeFrame(packet, out var frame) ? frame : null;
                return capture.PacketOffset - from;
            }
        }

        return file.Offset - from;
    }

    // Nothing but what comes before a packet says which interface it is of.
    public override long? GoTo(long place) => null;

    protected override int ReadFrames(Span<CanFrame> destination)
    {
        var count = 0;
        if (held is { } first && !destination.IsEmpty)
        {
            destination[count++] = first;
            held = null;
        }

        while (count < destination.Length && capture is not null && capture.TryRead(out var packet))
        {
            count += TryMakeFrame(packet, out destination[count]) ? 1 : 0;
        }

        FramesRead += count;
        return count;
    }

    private bool TryMakeFrame(in CapturedPacket packet, out CanFrame frame)
    {
        var result = frames.Read(packet, out frame);
        if (result.Kind == EntryKind.Malformed)
        {
            Report(capture!.PacketOffset, result.Reason);
        }

        return result.Kind == EntryKind.Frame;
    }

    private void Report(long offset, string reason) => Report(new MalformedEntry(Input.Path, 0, offset, string.Empty, reason));
}
