namespace Caneth.Tool.Engine;

/// <summary>Where the command shows things. Used by any thread.</summary>
internal interface IScreen
{
    /// <summary>Whether results may be coloured with escape sequences.</summary>
    bool HasColours { get; }

    /// <summary>How many characters a line of results has.</summary>
    int Width { get; }

    /// <summary>Shows results.</summary>
    void Write(string text);

    /// <summary>Shows everything that is no result: errors, warnings, progress in words.</summary>
    void WriteError(string text);
}
