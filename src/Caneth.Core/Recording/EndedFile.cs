namespace Caneth.Recording;

/// <summary>A file that a recording has ended, or found.</summary>
/// <param name="path">The file.</param>
/// <param name="length">How long it was then.</param>
internal sealed class EndedFile(string path, long length)
{
    public string Path => path;

    public long Length => length;

    /// <summary>Whether it was removed to make room.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>When it could not be removed the last time.</summary>
    public long? TriedAt { get; set; }
}
