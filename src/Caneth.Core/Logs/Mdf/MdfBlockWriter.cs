using System.Buffers.Binary;
using System.Text;

namespace Caneth.Logs.Mdf;

/// <summary>Makes blocks, one after another, each after those that it points at.</summary>
/// <param name="place">Where in the file the first will lie.</param>
internal sealed class MdfBlockWriter(int place)
{
    private const int Alignment = 8;

    private readonly List<byte> bytes = [];

    /// <summary>Where the next block will lie.</summary>
    public long Next => place + bytes.Count;

    /// <summary>The blocks.</summary>
    public byte[] ToArray() => [.. bytes];

    /// <summary>Adds a block.</summary>
    /// <param name="id">Its kind.</param>
    /// <param name="links">The places of others; 0 for none.</param>
    /// <param name="data">What follows the links.</param>
    /// <returns>Where it lies.</returns>
    public long Add(ReadOnlySpan<byte> id, ReadOnlySpan<long> links, ReadOnlySpan<byte> data)
    {
        var at = Next;
        var length = MdfLayout.BlockHeaderLength + MdfLayout.LinkLength * links.Length + data.Length;
        bytes.AddRange(id);
        bytes.AddRange(new byte[MdfLayout.BlockLengthOffset - id.Length]);
        AddNumber(length);
        AddNumber(links.Length);
        foreach (var link in links)
        {
            AddNumber(link);
        }

        bytes.AddRange(data);
        bytes.AddRange(new byte[-bytes.Count & (Alignment - 1)]);
        return at;
    }

    /// <summary>Adds a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isComment">Whether it is XML.</param>
    /// <returns>Where it lies.</returns>
    public long AddText(string text, bool isComment = false) =>
        Add(isComment ? MdfLayout.CommentBlock : MdfLayout.TextBlock, [], [.. Encoding.UTF8.GetBytes(text), 0]);

    private void AddNumber(long number)
    {
        Span<byte> eight = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(eight, number);
        bytes.AddRange(eight);
    }
}
