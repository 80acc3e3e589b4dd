namespace Caneth.Logs.Text;

/// <summary>The words of a line, separated by blanks or tabs.</summary>
/// <param name="line">The line.</param>
internal ref struct Utf8Words(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = TrimStart(line);

    /// <summary>What is left, beginning with the next word.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    /// <summary>The next word, without taking it; empty at the end.</summary>
    public readonly ReadOnlySpan<byte> Peek => rest[..Length()];

    /// <summary>Takes the next word; empty at the end.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var word = rest[..Length()];
        rest = TrimStart(rest[word.Length..]);
        return word;
    }

    /// <summary>Takes the next word where it is a byte in two hex digits and a blank follows it; otherwise takes nothing.</summary>
    public bool TryTakeByte(out byte value)
    {
        value = 0;
        if (rest.Length < 3 || rest[2] != ' ' || HexDigit.Pair(rest[0], rest[1]) is not (<= byte.MaxValue and var pair))
        {
            return false;
        }

        value = (byte)pair;
        rest = TrimStart(rest[3..]);
        return true;
    }

    /// <summary>Takes a part of the next word.</summary>
    public void Skip(int count) => rest = TrimStart(rest[count..]);

    private static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        var index = 0;
        while (index < text.Length && IsBlank(text[index]))
        {
            index++;
        }

        return text[index..];
    }

    private static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t';

    private readonly int Length()
    {
        var index = 0;
        while (index < rest.Length && !IsBlank(rest[index]))
        {
            index++;
        }

        return index;
    }
}
