namespace Caneth.Links.Streams;

/// <summary>The first bytes of what was skipped, to say to people what came instead of frames.</summary>
internal sealed class SkippedExcerpt
{
    private const int Length = 64;

    private readonly byte[] kept = new byte[Length];
    private int count;

    /// <summary>The bytes kept, at most 64.</summary>
    public ReadOnlySpan<byte> Bytes => kept.AsSpan(0, count);

    /// <summary>Keeps bytes as far as there is room.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var more = Math.Min(bytes.Length, Length - count);
        bytes[..more].CopyTo(kept.AsSpan(count));
        count += more;
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => count = 0;
}
