using System.Management.Automation.Runspaces;

namespace Caneth.Tool.Verbs;

/// <summary>Words of a command line, read as the arguments of a script as <c>pwsh -File</c> reads them.</summary>
internal static class ScriptArguments
{
    /// <summary>Tells parameters (<c>-Name</c>, <c>-Name:value</c>) from values.</summary>
    public static IEnumerable<CommandParameter> Read(IEnumerable<string> words) => words.Select(Read);

    private static CommandParameter Read(string word)
    {
        if (word.Length < 2 || word[0] != '-' || !(char.IsLetter(word[1]) || word[1] == '_'))
        {
            return new(null, word);
        }

        var colon = word.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new(word, null) : new(word[..colon], Value(word[(colon + 1)..]));
    }

    private static object Value(string text) =>
        text.TrimStart('$').ToUpperInvariant() switch { "TRUE" => true, "FALSE" => false, _ => text };
}
