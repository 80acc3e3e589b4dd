namespace Caneth.Watching;

/// <summary>What a text on a screen is, which decides how it looks.</summary>
public enum TextTone
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>The head of a table.</summary>
    Header,

    /// <summary>Less important than the rest.</summary>
    Faint,

    /// <summary>What has changed just now.</summary>
    Fresh,

    /// <summary>What changed a short while ago.</summary>
    Fading,

    /// <summary>What is selected.</summary>
    Selected,
}
