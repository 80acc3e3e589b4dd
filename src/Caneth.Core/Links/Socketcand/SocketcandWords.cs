namespace Caneth.Links.Socketcand;

/// <summary>The words of a message of socketcand, which have blanks between them.</summary>
/// <param name="text">The message without its brackets.</param>
internal ref struct SocketcandWords(ReadOnlySpan<byte> text)
{
    /// <summary>What has not been read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = text;

    /// <summary>Reads the next; an empty one where there is none.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var begin = Rest.IndexOfAnyExcept((byte)' ');
        if (begin < 0)
        {
            return default;
        }

        var word = Rest[begin..];
        var end = word.IndexOf((byte)' ');
        end = end < 0 ? word.Length : end;
        Rest = word[end..];
        return word[..end];
    }
}
