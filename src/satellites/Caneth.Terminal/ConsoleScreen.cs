using Caneth.Watching;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Caneth.Terminal;

/// <summary>The terminal that the process runs in, on its alternate screen.</summary>
public sealed class ConsoleScreen : IScreen
{
    private const string EnterAlternateScreen = "\e[?1049h";
    private const string LeaveAlternateScreen = "\e[?1049l";
    private const string ClearAll = "\e[H\e[2J";

    private readonly StringWriter written = new();
    private readonly IAnsiConsole console;
    private bool isOpen;

    /// <summary>A screen that is not taken yet.</summary>
    public ConsoleScreen() => console = AnsiConsole.Create(new()
    {
        Out = new AnsiConsoleOutput(written),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.No,
        ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
    });

    /// <inheritdoc/>
    public int Width => Math.Max(1, Console.WindowWidth);

    /// <inheritdoc/>
    public int Height => Math.Max(1, Console.WindowHeight);

    /// <inheritdoc/>
    public void Open()
    {
        isOpen = true;
        written.Write(EnterAlternateScreen);
        console.Cursor.Hide();
        Clear();
        Flush();
    }

    /// <inheritdoc/>
    public void Clear() => written.Write(ClearAll);

    /// <inheritdoc/>
    public void Write(int row, ScreenText text)
    {
        console.Cursor.SetPosition(text.Column + 1, row + 1);
        console.Write(new ControlText(text.Text, StyleOf(text.Tone)));
    }

    /// <inheritdoc/>
    public void Flush()
    {
        // In one write, so that no half of it is seen.
        Console.Out.Write(written.ToString());
        Console.Out.Flush();
        written.GetStringBuilder().Clear();
    }

    /// <inheritdoc/>
    public ConsoleKeyInfo? ReadKey() => Console.KeyAvailable ? Console.ReadKey(intercept: true) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isOpen)
        {
            isOpen = false;
            console.Cursor.Show();
            written.Write(LeaveAlternateScreen);
            Flush();
        }

        written.Dispose();
    }

    private static Style StyleOf(TextTone tone) => tone switch
    {
        TextTone.Header => new(decoration: Decoration.Bold),
        TextTone.Faint => new(Color.Grey),
        TextTone.Fresh => new(Color.Black, Color.Yellow),
        TextTone.Fading => new(Color.Yellow),
        TextTone.Selected => new(decoration: Decoration.Invert),
        _ => Style.Plain,
    };

    /// <summary>A text that stands where it is put: it is not wrapped, whatever width the library takes the terminal to have.</summary>
    private sealed class ControlText(string text, Style style) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(text.Length, text.Length);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new(text, style)];
    }
}
