namespace Caneth.Tool.Engine;

/// <summary>Standard output for results, standard error for the rest.</summary>
internal sealed class StandardStreams : IScreen
{
    // As wide as tables are made where nobody looks at them; wide enough for an id, eight bytes and a long device name.
    private const int WidthOfFiles = 120;

    /// <summary>Whether the user wants no colours at all (https://no-color.org).</summary>
    public static bool ColoursUnwanted => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        || Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <inheritdoc/>
    public bool HasColours { get; } = !Console.IsOutputRedirected && !ColoursUnwanted && VirtualTerminal.IsOn;

    /// <inheritdoc/>
    public int Width => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? WidthOfFiles : Console.WindowWidth;

    /// <inheritdoc/>
    public void Write(string text) => Console.Out.Write(text);

    /// <inheritdoc/>
    public void WriteError(string text) => Console.Error.Write(text);
}
