using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>The places of the blocks that data lies in: of one block, or of those in lists, which may have a header of their own.</summary>
/// <param name="file">The file.</param>
/// <param name="first">Where the block, the first list or the header lies; 0 for nothing.</param>
/// <param name="report">Called where something is wrong, with what.</param>
internal sealed class MdfBlockList(MdfFile file, long first, Action<long, string> report)
{
    private long next = first;
    private long links;
    private long linksLeft;

    /// <summary>Takes the next place.</summary>
    /// <param name="place">Where a block of data should lie.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(out long place)
    {
        while (linksLeft > 0 || next != 0)
        {
            if (linksLeft > 0)
            {
                place = ReadLink(links);
                links += MdfLayout.LinkLength;
                linksLeft--;
                if (place != 0)
                {
                    return true;
                }

                continue;
            }

            (place, next) = (next, 0);
            var header = file.ReadHeader(place);
            if (header?.Is(MdfLayout.ListHeaderBlock) != true && header?.Is(MdfLayout.DataListBlock) != true)
            {
                return true;
            }

            Open(place, header.Value);
        }

        place = 0;
        return false;
    }

    private void Open(long place, in MdfBlockHeader header)
    {
        // There are no more links than bytes of the file for them, nor lists than there is room for.
        var most = (ulong)(file.Length - place - MdfLayout.BlockHeaderLength) / MdfLayout.LinkLength;
        if (header.Links == 0 || header.Links > most || !file.TryFollow(MdfLayout.BlockHeaderLength + (long)header.Links * MdfLayout.LinkLength))
        {
            report(place, "a list of blocks goes beyond the end of the file, or lists run in a circle; what it lists is not read");
            return;
        }

        next = ReadLink(place + MdfLayout.BlockHeaderLength);
        links = place + MdfLayout.BlockHeaderLength + MdfLayout.LinkLength;
        linksLeft = header.Is(MdfLayout.DataListBlock) ? (long)header.Links - 1 : 0;
    }

    private long ReadLink(long place)
    {
        Span<byte> bytes = stackalloc byte[MdfLayout.LinkLength];
        return file.Read(place, bytes) == bytes.Length ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
    }
}
