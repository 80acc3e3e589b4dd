namespace Caneth.Logs.Compression;

/// <summary>Unpacks zlib data (RFC 1950) up to the very byte that is damaged or missing, and there just ends.</summary>
internal sealed class ExactInflateStream : ReadOnlyStream
{
    // Where it is set, the data needs a dictionary that nobody has.
    private const int DictionaryFlag = 0x20;

    private readonly BitInput input;
    private readonly bool readable;
    private readonly Inflater inflater;

    public ExactInflateStream(Stream stream)
    {
        input = new BitInput(stream);
        inflater = new Inflater(input);
        Span<byte> header = stackalloc byte[2];
        readable = input.TakeBytes(header) == header.Length && (header[1] & DictionaryFlag) == 0;
    }

    /// <summary>How many bytes were used; one more for what could not be unpacked where that begins inside a byte.</summary>
    public long Used => input.Position;

    public override int Read(Span<byte> buffer) => readable ? inflater.Read(buffer) : 0;

    /// <summary>Passes over what was unpacked, as far as there is that much.</summary>
    public void PassOver(long count)
    {
        var passed = new byte[16 * 1024];
        while (count > 0 && Read(passed.AsSpan(0, (int)Math.Min(count, passed.Length))) is var step and > 0)
        {
            count -= step;
        }
    }
}
