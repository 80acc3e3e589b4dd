namespace Caneth.Publishing;

/// <summary>Another publisher has the spool.</summary>
public sealed class SpoolInUseException : IOException
{
    internal SpoolInUseException(string folder, Exception inner)
        : base($"Another publisher uses the spool '{folder}'.", inner) => Folder = folder;

    /// <summary>The folder of the spool.</summary>
    public string Folder { get; }
}
