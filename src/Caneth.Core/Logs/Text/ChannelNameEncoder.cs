using System.Text;

namespace Caneth.Logs.Text;

/// <summary>A channel's name as a format writes it.</summary>
/// <param name="Utf8">The bytes.</param>
/// <param name="Loss">What of the name is lost, or null.</param>
internal sealed record EncodedName(byte[] Utf8, string? Loss = null);

/// <summary>The names of channels in UTF-8, each turned into what a format can say once.</summary>
/// <param name="encode">Says how a format writes a name.</param>
/// <param name="losses">Counts the frames whose name was changed.</param>
internal sealed class ChannelNameEncoder(Func<string, EncodedName> encode, LossCounter losses)
{
    /// <summary>The longest name that is written whole, in characters.</summary>
    public const int MostCharacters = 128;

    // Whoever gives each frame a name of its own must not fill the memory.
    private const int MostNames = 1024;

    private readonly Dictionary<string, EncodedName> names = [];
    private string? last;
    private EncodedName lastEncoded = new([]);

    /// <summary>The name as it is to be written.</summary>
    public ReadOnlySpan<byte> Get(string name)
    {
        if (!ReferenceEquals(name, last))
        {
            Find(name);
        }

        if (lastEncoded.Loss is { } loss)
        {
            losses.Add(loss);
        }

        return lastEncoded.Utf8;
    }

    /// <summary>A name in UTF-8, no longer than a line can take.</summary>
    /// <param name="original">The name.</param>
    /// <param name="written">What of it the format can say.</param>
    /// <param name="escape">How the format writes that; null for as it is.</param>
    public static EncodedName Encode(string original, string written, Func<string, byte[]>? escape = null)
    {
        written = written.Length <= MostCharacters ? written : written[..MostCharacters];
        var utf8 = escape is null ? Encoding.UTF8.GetBytes(written) : escape(written);
        return new(utf8, written == original ? null : $"the channel's name '{original}', written as '{written}'");
    }

    private void Find(string name)
    {
        if (!names.TryGetValue(name, out var encoded))
        {
            if (names.Count == MostNames)
            {
                names.Clear();
            }

            names[name] = encoded = encode(name);
        }

        (last, lastEncoded) = (name, encoded);
    }
}
