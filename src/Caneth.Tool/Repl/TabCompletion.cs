using System.Management.Automation;
using Caneth.Tool.Engine;

namespace Caneth.Tool.Repl;

/// <summary>Completes a line as PowerShell does; each further Tab takes the next possibility.</summary>
internal sealed class TabCompletion(Shell shell)
{
    private CommandCompletion? found;
    private int length;

    /// <summary>Forgets the possibilities: something else than Tab was pressed.</summary>
    public void End() => found = null;

    /// <summary>Completes the word at the cursor.</summary>
    /// <param name="line">The line.</param>
    /// <param name="forward">The next possibility; false for the one before.</param>
    /// <returns>The change to the line; null where there is nothing to complete.</returns>
    public Action? Next(EditBuffer line, bool forward)
    {
        if (found is null)
        {
            found = Find(line);
            length = found?.ReplacementLength ?? 0;
        }

        if (found?.GetNextResult(forward) is not { } match)
        {
            return null;
        }

        var (start, replaced, text) = (found.ReplacementIndex, length, match.CompletionText);
        length = text.Length;
        return () => line.Replace(start, replaced, text);
    }

    private CommandCompletion? Find(EditBuffer line)
    {
        using var pipeline = shell.Pipeline();
        try
        {
            var completion = CommandCompletion.CompleteInput(line.Text, line.Cursor, null, pipeline);
            return completion.CompletionMatches.Count > 0 ? completion : null;
        }
        catch (Exception failure) when (failure is RuntimeException or InvalidOperationException)
        {
            // A completer that fails completes nothing; the line stays as it is.
            return null;
        }
    }
}
