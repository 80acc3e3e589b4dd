using System.Buffers.Binary;
using Caneth.Logs.Blf;

namespace Caneth.Logs.Appending;

/// <summary>Follows the objects of a BLF file through the pieces that its containers make of them.</summary>
internal sealed class BlfObjectWalk
{
    private readonly byte[] header = new byte[BlfLayout.BaseHeaderLength];
    private int headerLength;
    private long left;

    /// <summary>How many whole objects there were.</summary>
    public uint Objects { get; private set; }

    /// <summary>Whether there was something that is not an object.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <returns>
    /// How much of it there is up to the end of its last whole object, with what pads it; all of it where nothing remains; 0
    /// where no object ends in it.
    /// </returns>
    public int Take(ReadOnlySpan<byte> piece)
    {
        var end = 0;
        for (var place = 0; place < piece.Length && !IsDamaged;)
        {
            if (left > 0)
            {
                var step = (int)Math.Min(left, piece.Length - place);
                place += step;
                left -= step;
                if (left == 0)
                {
                    Objects++;
                    end = place;
                }
            }
            else if (headerLength == 0 && piece[place] == 0)
            {
                // Padding belongs to the object before it.
                end = ++place;
            }
            else
            {
                header[headerLength++] = piece[place++];
                Begin();
            }
        }

        return left == 0 && headerLength == 0 ? piece.Length : end;
    }

    private void Begin()
    {
        if (headerLength < header.Length)
        {
            return;
        }

        const uint LargestObject = 16 * 1024 * 1024;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(BlfLayout.LengthOffset));
        IsDamaged = !BlfLayout.IsPlausible(header) || length > LargestObject;
        left = length - header.Length;
        headerLength = 0;
        if (left == 0)
        {
            Objects++;
        }
    }
}
