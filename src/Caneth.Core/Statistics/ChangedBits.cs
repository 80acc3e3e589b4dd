using System.Runtime.InteropServices;
using Caneth.Signals;

namespace Caneth.Statistics;

/// <summary>Which bits of an id's data were not the same in all frames. A byte that a frame does not have counts as zero.</summary>
internal struct ChangedBits
{
    private const int BytesOfWord = sizeof(ulong);

    private ulong first;
    private byte[]? others;
    private byte length;

    /// <summary>The bits that changed, in their places, as long as the longest frame.</summary>
    public readonly CanData Mask
    {
        get
        {
            Span<byte> bytes = stackalloc byte[CanData.MaxLength];
            MemoryMarshal.Write(bytes, first);
            others?.CopyTo(bytes[BytesOfWord..]);
            return new(bytes[..length]);
        }
    }

    /// <summary>Compares a frame with the one before it, which for the first is the frame itself.</summary>
    public void Add(in CanFrame frame, in CanFrame before)
    {
        length = Math.Max(length, frame.Length);
        if (frame.Length <= BytesOfWord && before.Length <= BytesOfWord)
        {
            first |= frame.Inline ^ before.Inline;
            return;
        }

        first |= new Payload(frame).Word ^ new Payload(before).Word;
        others ??= new byte[CanData.MaxLength - BytesOfWord];
        Span<byte> bytes = stackalloc byte[2 * CanData.MaxLength];
        bytes.Clear();
        frame.Data.CopyTo(bytes);
        before.Data.CopyTo(bytes[CanData.MaxLength..]);
        for (var place = 0; place < others.Length; place++)
        {
            others[place] |= (byte)(bytes[BytesOfWord + place] ^ bytes[CanData.MaxLength + BytesOfWord + place]);
        }
    }
}
