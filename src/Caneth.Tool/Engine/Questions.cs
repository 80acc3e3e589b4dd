using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Caneth.Tool.Engine;

/// <summary>What the engine asks the user: the values of parameters that must be given, and whether to go on.</summary>
internal static class Questions
{
    /// <summary>Reads an answer.</summary>
    /// <exception cref="HostException">Nobody is there to answer.</exception>
    public static string ReadLine() => !Console.IsInputRedirected && Console.ReadLine() is { } line ? line
        : throw new HostException("A question needs an answer, and nobody is at a terminal. Give all parameters on the line.");

    /// <summary>Asks for the values of parameters.</summary>
    public static Dictionary<string, PSObject> AskForValues(
        IScreen screen, string caption, string message, IEnumerable<FieldDescription> fields)
    {
        Show(screen, caption, message);
        var values = new Dictionary<string, PSObject>();
        foreach (var field in fields)
        {
            screen.WriteError($"{field.Name}: ");
            values[field.Name] = ReadLine();
        }

        return values;
    }

    /// <summary>Asks for one of several answers; an empty line takes the usual one.</summary>
    /// <returns>Which.</returns>
    public static int AskForChoice(
        IScreen screen, string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Show(screen, caption, message);
        var labels = choices.Select(choice => new Label(choice.Label)).ToList();
        while (true)
        {
            var usual = defaultChoice < 0 ? "" : $" (default is {labels[defaultChoice].Key})";
            screen.WriteError($"{string.Join("  ", labels.Select(label => $"[{label.Key}] {label.Text}"))}{usual}: ");
            var answer = ReadLine().Trim();
            var chosen = answer.Length == 0 ? defaultChoice : labels.FindIndex(label => label.Is(answer));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    /// <summary>The error of whatever asks for a password.</summary>
    public static HostException NoSecrets() => new("This prompt asks for no passwords; nothing in Caneth needs one.");

    private static void Show(IScreen screen, params IEnumerable<string> lines)
    {
        foreach (var line in lines.Where(line => !string.IsNullOrEmpty(line)))
        {
            screen.WriteError(line + Environment.NewLine);
        }
    }

    // The letter behind the ampersand of "&Yes" is enough of an answer.
    private sealed class Label(string written)
    {
        private readonly int mark = written.IndexOf('&', StringComparison.Ordinal);

        public string Text { get; } = written.Replace("&", "", StringComparison.Ordinal);

        public string Key => mark >= 0 && mark < Text.Length ? Text[mark].ToString() : Text;

        public bool Is(string answer) => answer.Equals(Key, StringComparison.OrdinalIgnoreCase)
            || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
    }
}
