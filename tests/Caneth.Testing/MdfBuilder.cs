using System.IO.Compression;
using System.Text;

namespace Caneth.Testing;

/// <summary>An MDF file, block by block, as other tools write them: each block after those that it points at.</summary>
public sealed class MdfBuilder
{
    private const int HeaderLength = 64 + 104;

    private readonly List<byte> bytes = [.. new byte[HeaderLength]];

    /// <summary>Where the next block will lie.</summary>
    public long Next => bytes.Count;

    /// <summary>A block of any kind.</summary>
    public long Block(string id, long[] links, params byte[] data)
    {
        var place = Next;
        bytes.AddRange([.. Encoding.ASCII.GetBytes(id), 0, 0, 0, 0, .. Eight(24 + 8 * links.Length + data.Length), .. Eight(links.Length), .. links.SelectMany(Eight), .. data]);
        bytes.AddRange(new byte[-bytes.Count & 7]);
        return place;
    }

    /// <summary>A text.</summary>
    public long Text(string text) => Block("##TX", [], [.. Encoding.UTF8.GetBytes(text), 0]);

    /// <summary>A conversion: 1 is linear, with what is added and what values are multiplied with.</summary>
    public long Conversion(byte type, params double[] values) =>
        Block("##CC", [0, 0, 0, 0], [type, 0, 0, 0, 0, 0, (byte)values.Length, 0, .. new byte[16], .. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>A channel before those that come after it.</summary>
    public long Channel(long next, string name, int offset, int bits, int bit = 0, byte kind = 0, byte type = 0, long conversion = 0, long data = 0, long parts = 0,
        uint flags = 0, uint invalidBit = 0)
    {
        var text = Text(name);
        return Block("##CN", [next, parts, text, 0, conversion, data, 0, 0],
            [kind, kind is 2 or 3 ? (byte)1 : (byte)0, type, (byte)bit, .. Four((uint)offset), .. Four((uint)bits), .. Four(flags), .. Four(invalidBit), .. new byte[52]]);
    }

    /// <summary>A channel of times.</summary>
    public long Master(long next, byte type, int bits, double factor) => Channel(next, "t", 0, bits, kind: 2, type: type, conversion: Conversion(1, 0, factor));

    /// <summary>A group of channels before those that come after it.</summary>
    public long Group(long next, long channels, int length, ulong id = 0, ushort flags = 6, ulong count = 0, int invalid = 0) =>
        Block("##CG", [next, channels, 0, 0, 0, 0],
            [.. Eight((long)id), .. Eight((long)count), (byte)flags, 0, (byte)'.', 0, 0, 0, 0, 0, .. Four((uint)length), .. Four((uint)invalid)]);

    /// <summary>The frames of classic CAN as most tools lay them out: a time of eight bytes, the id, a byte each for the rest, and eight bytes.</summary>
    public long Frames(long next, ulong id = 0, string name = "CAN_DataFrame", byte timeType = 4, double factor = 1)
    {
        var parts = Channel(0, $"{name}.DataBytes", 16, 64, type: 10);
        parts = Channel(parts, $"{name}.Dir", 15, 1);
        parts = Channel(parts, $"{name}.DataLength", 14, 8);
        parts = Channel(parts, $"{name}.DLC", 13, 4);
        parts = Channel(parts, $"{name}.BusChannel", 12, 8);
        parts = Channel(parts, $"{name}.IDE", 11, 1, bit: 7);
        parts = Channel(parts, $"{name}.ID", 8, 29);
        return Group(next, Master(Channel(0, name, 8, 128, type: 10, parts: parts), timeType, 64, factor), 24, id);
    }

    /// <summary>A record of <see cref="Frames"/>.</summary>
    public static byte[] Record(byte[] time, uint id, byte channel, params byte[] data) =>
        [.. time, .. Four(id), channel, (byte)data.Length, (byte)data.Length, 0, .. data, .. new byte[8 - data.Length]];

    /// <summary>A group of data before those that come after it.</summary>
    public long Data(long next, long groups, long data, byte idLength = 0) => Block("##DG", [next, groups, data, 0], [idLength, .. new byte[7]]);

    /// <summary>Records.</summary>
    public long Records(params byte[] content) => Block("##DT", [], content);

    /// <summary>Records, compressed; transposed where a length of records is given.</summary>
    public long Packed(byte[] content, int columns = 0, string kind = "DT")
    {
        var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(columns == 0 ? content : Transposed(content, columns));
        }

        return Block("##DZ", [], [.. Encoding.ASCII.GetBytes(kind), columns == 0 ? (byte)0 : (byte)1, 0, .. Four((uint)columns), .. Eight(content.Length), .. Eight(packed.Length), .. packed.ToArray()]);
    }

    /// <summary>A list of blocks.</summary>
    public long List(long next, params long[] blocks) =>
        Block("##DL", [next, .. blocks], [0, 0, 0, 0, .. Four((uint)blocks.Length), .. blocks.SelectMany(_ => new byte[8])]);

    /// <summary>The file.</summary>
    /// <param name="groups">Where the first group of data lies.</param>
    /// <param name="start">When it was begun, in nanoseconds since 1970.</param>
    /// <param name="timeFlags">1 where that is what a clock showed.</param>
    /// <param name="unfinished">What its recorder left undone; null where it is finished.</param>
    /// <param name="version">Its version, by hundreds.</param>
    public byte[] ToArray(long groups, long start = 0, byte timeFlags = 0, byte? unfinished = null, ushort version = 410)
    {
        byte[] identification =
        [
            .. Encoding.ASCII.GetBytes(unfinished is null ? "MDF     " : "UnFinMF "), .. "4.10    "u8, .. "Others  "u8, 0, 0, 0, 0,
            .. BitConverter.GetBytes(version), .. new byte[30], unfinished ?? 0, 0, 0, 0,
        ];
        byte[] header = [.. "##HD"u8, 0, 0, 0, 0, .. Eight(104), .. Eight(6), .. Eight(groups), .. new byte[40], .. Eight(start), 0, 0, 0, 0, timeFlags, .. new byte[19]];
        return [.. identification, .. header, .. bytes[HeaderLength..]];
    }

    /// <summary>A number of four bytes.</summary>
    public static byte[] Four(uint value) => BitConverter.GetBytes(value);

    /// <summary>A number of eight bytes.</summary>
    public static byte[] Eight(long value) => BitConverter.GetBytes(value);

    private static byte[] Transposed(byte[] content, int columns)
    {
        var rows = content.Length / columns;
        var changed = content.ToArray();
        for (var index = 0; index < rows * columns; index++)
        {
            changed[index % columns * rows + index / columns] = content[index];
        }

        return changed;
    }
}
