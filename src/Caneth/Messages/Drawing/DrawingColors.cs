using System.Management.Automation;

namespace Caneth.Messages;

/// <summary>The colours of a drawing, those of <c>$PSStyle</c>; none where nobody can see them.</summary>
internal sealed class DrawingColors
{
    private readonly string heading = "";
    private readonly string fault = "";
    private readonly string faint = "";
    private readonly string reset = "";
    private readonly string[] signals = [""];

    /// <summary>The colours of a style.</summary>
    /// <param name="style"><c>$PSStyle</c>, which the module is not compiled against; null for no colours.</param>
    public DrawingColors(object? style)
    {
        if (style is null || TextOf(style, "OutputRendering") is "" or "PlainText")
        {
            return;
        }

        heading = TextOf(style, "Formatting", "TableHeader");
        fault = TextOf(style, "Formatting", "Error");
        faint = TextOf(style, "Dim");
        reset = TextOf(style, "Reset");
        signals = [.. ((string[])["BrightCyan", "BrightGreen", "BrightYellow", "BrightMagenta", "BrightBlue"]).Select(color => TextOf(style, "Foreground", color))];
    }

    /// <summary>Whether there are any.</summary>
    public bool HasAny => reset.Length > 0;

    /// <summary>A heading.</summary>
    public string Heading(string text) => Paint(text, heading);

    /// <summary>Something that is wrong.</summary>
    public string Fault(string text) => Paint(text, fault);

    /// <summary>Something less important.</summary>
    public string Faint(string text) => Paint(text, faint);

    /// <summary>Something of a signal, so that its bits and its line are seen to belong together.</summary>
    /// <param name="text">What is shown.</param>
    /// <param name="signal">The place of the signal in the message.</param>
    public string Signal(string text, int signal) => Paint(text, signals[signal % signals.Length]);

    private static string TextOf(object style, params string[] path) =>
        $"{path.Aggregate((object?)style, (one, name) => one is null ? null : PSObject.AsPSObject(one).Properties[name]?.Value)}";

    private string Paint(string text, string color) => color.Length > 0 && text.Length > 0 ? $"{color}{text}{reset}" : text;
}
