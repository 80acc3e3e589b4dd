namespace Caneth.Logs.Mdf;

/// <summary>
/// Makes one stream of bytes of the blocks that the records of a group lie in, or the values of a channel. A block that is damaged loses
/// only itself.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="first">Where the block, or what lists the blocks, lies; 0 for nothing.</param>
/// <param name="report">Called where something is wrong, with what.</param>
internal sealed class MdfData(MdfFile file, long first, Action<long, string> report)
{
    private readonly MdfBlockList blocks = new(file, first, report);
    private readonly MdfUnpacker unpacker = new(file);
    private bool isPacked;
    private int taken;
    private long place;
    private long left;
    private long end;

    /// <summary>How many bytes come before what is read next, those that are missing too, as far as is known how many they are.</summary>
    public long Position { get; private set; }

    /// <summary>Whether bytes are missing between what was read before and what comes next.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Whether it is known how many bytes were missing, each time.</summary>
    public bool IsPositionKnown { get; private set; } = true;

    /// <summary>Where in the file the block lies that is being read.</summary>
    public long BlockPlace { get; private set; }

    /// <summary>Reads some bytes.</summary>
    /// <returns>How many; 0 at the end, or at a <see cref="HasGap"/>, after which it goes on.</returns>
    public int Read(Span<byte> destination)
    {
        HasGap = false;
        while (true)
        {
            var count = isPacked ? TakeUnpacked(destination) : TakePlain(destination);
            if (count > 0)
            {
                Position += count;
                return count;
            }

            if (Position < end)
            {
                (Position, HasGap, isPacked, left) = (end, true, false, 0);
                return 0;
            }

            if (!blocks.TryTake(out var next))
            {
                return 0;
            }

            Open(next);
            if (HasGap)
            {
                return 0;
            }
        }
    }

    private int TakePlain(Span<byte> destination)
    {
        var count = file.Read(place, destination[..(int)Math.Min(destination.Length, left)]);
        place += count;
        left -= count;
        file.NoteRead(place);
        return count;
    }

    private int TakeUnpacked(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, unpacker.Content.Length - taken);
        unpacker.Content.Slice(taken, count).CopyTo(destination);
        taken += count;
        return count;
    }

    private void Open(long at)
    {
        (left, isPacked, end) = (0, false, Position);
        BlockPlace = at;
        var header = file.ReadHeader(at);
        if (header?.Is(MdfLayout.CompressedBlock) == true)
        {
            OpenCompressed(at, header.Value);
        }
        else if (header is { Links: 0 } && (header.Value.Is(MdfLayout.DataBlock) || header.Value.Is(MdfLayout.SignalDataBlock)))
        {
            OpenPlain(at, header.Value);
        }
        else
        {
            Refuse(at, header is null
                ? "there is no block where data should be, or the file is cut off before it"
                : "the block there holds no records, or holds them in columns, as MDF 4.2 can; those are not read");
        }
    }

    private void OpenPlain(long at, in MdfBlockHeader header)
    {
        var there = file.Length - at - MdfLayout.BlockHeaderLength;
        left = (long)Math.Clamp(header.Length, MdfLayout.BlockHeaderLength, long.MaxValue) - MdfLayout.BlockHeaderLength;
        if ((file.Unfinished & MdfLayout.DataLengthUnfinished) != 0 && IsLast(at, left))
        {
            left = there;
        }

        if (!file.TryFollow(MdfLayout.BlockHeaderLength + Math.Min(left, there)))
        {
            RefuseCircle(at);
            return;
        }

        place = at + MdfLayout.BlockHeaderLength;
        end = Position + left;
        if (left > there)
        {
            report(at, $"the file ends inside a block of {left} bytes of data, of which there are {there}");
            end = Position + there;
        }
    }

    // Its recorder has not written its length, or not again since then: nothing follows that is a block.
    private bool IsLast(long at, long length)
    {
        const int MostPadding = 8;
        Span<byte> bytes = stackalloc byte[MostPadding + 2];
        var after = bytes[..file.Read(at + MdfLayout.BlockHeaderLength + length, bytes)];
        return length == 0 || after.TrimStart((byte)0) is not [(byte)'#', (byte)'#', ..];
    }

    private void OpenCompressed(long at, in MdfBlockHeader header)
    {
        if (header.Links > 0 || !file.TryFollow((long)Math.Min(header.Length, (ulong)(file.Length - at))))
        {
            RefuseCircle(at);
            return;
        }

        var problem = unpacker.Unpack(at);
        (isPacked, taken) = (true, 0);
        if (problem is not null)
        {
            report(at, problem);
        }

        end = Position + (unpacker.ContentLength ?? 0);
        if (unpacker.ContentLength is null)
        {
            (IsPositionKnown, HasGap) = (false, true);
        }
    }

    private void RefuseCircle(long at) => Refuse(at, "the blocks of data are longer than the file, so that some are listed twice; this one is not read");

    private void Refuse(long at, string reason)
    {
        report(at, reason);
        (left, IsPositionKnown, HasGap) = (0, false, true);
    }
}
