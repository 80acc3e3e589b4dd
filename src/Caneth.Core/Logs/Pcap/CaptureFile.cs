namespace Caneth.Logs.Pcap;

/// <summary>A capture file, packet by packet; it gets over what is damaged.</summary>
/// <param name="file">The file.</param>
/// <param name="report">Called where something is wrong, with what.</param>
internal abstract class CaptureFile(BufferedInput file, Action<long, string> report)
{
    // What looks like the next block or record is looked at whole, so it is no longer than this; the buffer holds twice as much.
    private const int Reach = 64 * 1024;

    /// <summary>Where the last whole block or record ends, in bytes from the beginning; 0 where there is not even a header.</summary>
    public long WholeLength { get; protected set; }

    /// <summary>Where the packet that was read last begins, in bytes from the beginning.</summary>
    public long PacketOffset { get; protected set; }

    /// <summary>Where what is damaged begins; null where nothing was found that is.</summary>
    public long? DamagedAt { get; private set; }

    /// <summary>What the file is made of: a block or a record.</summary>
    protected abstract string Unit { get; }

    /// <summary>The file.</summary>
    protected BufferedInput File => file;

    /// <summary>Opens a file of either kind by what it begins with.</summary>
    /// <param name="file">The file, at its beginning.</param>
    /// <param name="start">The time of packets that have none, where none before them has one.</param>
    /// <param name="losses">Counts what the file says and frames cannot.</param>
    /// <param name="report">Called where something is wrong, with what.</param>
    /// <returns>The file; null where it is no capture file.</returns>
    public static CaptureFile? TryOpen(BufferedInput file, Timestamp start, LossCounter losses, Action<long, string> report) =>
        PcapngFile.IsOne(file) ? new PcapngFile(file, start, losses, report)
        : PcapFile.IsOne(file) ? new PcapFile(file, losses, report)
        : null;

    /// <summary>Reads the next packet.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool TryRead(out CapturedPacket packet);

    /// <summary>Whether bytes begin with a whole block or record, as far as can be told.</summary>
    protected abstract bool IsPlausible(ReadOnlySpan<byte> bytes);

    /// <summary>Tells of something that is wrong.</summary>
    protected void Report(long offset, string reason) => report(offset, reason);

    /// <summary>Passes over what is damaged, and tells of it.</summary>
    /// <returns>Whether there is something more to be read.</returns>
    protected bool SkipDamage(string reason)
    {
        var from = file.Offset;
        DamagedAt ??= from;
        var found = SkipToPlausible();
        report(from, $"{reason}; {file.Offset - from} bytes were skipped, up to {(found ? $"the {Unit} at byte {file.Offset}" : "the end of the file")}");
        return found;
    }

    /// <summary>Passes over a block or record of which there is less than its length says: either that is wrong, or the file is cut off.</summary>
    /// <param name="length">How long it says to be, in bytes.</param>
    /// <param name="there">How many bytes of it there are.</param>
    /// <returns>Whether there is something more to be read.</returns>
    protected bool SkipPart(long length, int there)
    {
        var from = file.Offset;
        if (SkipToPlausible())
        {
            DamagedAt ??= from;
            report(from, $"a {Unit} of {length} bytes goes beyond the end of the file, so its length is wrong; {file.Offset - from} bytes were skipped, "
                + $"up to the {Unit} at byte {file.Offset}");
            return true;
        }

        report(from, $"the file ends inside a {Unit} of {length} bytes, of which there are {there}");
        return false;
    }

    /// <summary>Ends reading where there is less than a header.</summary>
    /// <param name="rest">What there is.</param>
    /// <returns>False.</returns>
    protected bool EndInHeader(ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            report(file.Offset, $"the file ends inside the header of a {Unit}, of which there are {rest.Length} bytes");
            file.Skip(rest.Length);
        }

        return false;
    }

    private bool SkipToPlausible()
    {
        file.Skip(1);
        while (true)
        {
            var there = file.Peek(2 * Reach);
            var isEnd = there.Length < 2 * Reach;
            var end = isEnd ? there.Length : there.Length - Reach;
            for (var place = 0; place < end; place++)
            {
                if (IsPlausible(there.Slice(place, Math.Min(Reach, there.Length - place))))
                {
                    file.Skip(place);
                    return true;
                }
            }

            file.Skip(end);
            if (isEnd)
            {
                return false;
            }
        }
    }
}
