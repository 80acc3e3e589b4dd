using System.Text;

namespace Caneth.Logs.Text;

/// <summary>One string for each channel name of a file, so that reading a frame makes none.</summary>
/// <remarks>
/// A name is made visible where it enters, as no interface has a control character in its name: whichever way it is shown later, in a table
/// of the user's own or in a text, it cannot steer the terminal. A tab is left: it does no harm, and comes back when the log is written again.
/// </remarks>
internal sealed class StringCache
{
    // A file of random bytes could hold any number of names; those beyond get a string each time.
    private const int MostNames = 256;

    private readonly List<(byte[] Utf8, string Text)> names = [];
    private byte[] lastUtf8 = [];
    private string last = string.Empty;

    /// <summary>A name as it is given out.</summary>
    public static string Clean(string name) => name.Contains('\t', StringComparison.Ordinal)
        ? string.Join('\t', name.Split('\t').Select(VisibleText.Of))
        : VisibleText.Of(name);

    public string Get(ReadOnlySpan<byte> utf8) => utf8.SequenceEqual(lastUtf8) ? last : Find(utf8);

    private string Find(ReadOnlySpan<byte> utf8)
    {
        foreach (var (known, text) in names)
        {
            if (utf8.SequenceEqual(known))
            {
                (lastUtf8, last) = (known, text);
                return text;
            }
        }

        var made = Clean(Encoding.UTF8.GetString(utf8));
        if (names.Count < MostNames)
        {
            names.Add((utf8.ToArray(), made));
        }

        return made;
    }
}
