namespace Caneth.Logs.Files;

/// <summary>
/// A new file that is written under another name, and gets its own when it is whole: what it replaces is there until then, and whoever is
/// killed in between leaves no half file that looks like a whole one.
/// </summary>
internal sealed class UnfinishedFile
{
    /// <summary>What is put after the name of a file that is not whole.</summary>
    public const string Extension = ".tmp";

    private readonly ExistingFile existing;

    /// <summary>Looks whether the file may be written.</summary>
    /// <param name="path">What it will be called.</param>
    /// <param name="existing">What to do where it is there already; nothing is ever appended.</param>
    /// <exception cref="LogInUseException">Somebody else writes it.</exception>
    /// <exception cref="IOException">It is there and must not be.</exception>
    public UnfinishedFile(string path, ExistingFile existing)
    {
        this.existing = existing;
        Path = RealPath.Of(path);
        if (existing == ExistingFile.Refuse && File.Exists(Path))
        {
            throw new IOException($"The file '{VisibleText.Of(Path)}' is there already.");
        }

        if (CanLog.WriterOf(Path) is { } busy)
        {
            throw busy;
        }
    }

    /// <summary>Where it will be.</summary>
    public string Path { get; }

    /// <summary>Where it is written.</summary>
    public string Written => Path + Extension;

    /// <summary>Gives the file its name; it must not be open any more.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">What is there must not be replaced.</exception>
    public void Rename()
    {
        var attributes = File.Exists(Path) ? File.GetAttributes(Path) : default;
        var isReadOnly = (attributes & FileAttributes.ReadOnly) != 0;
        if (isReadOnly)
        {
            // Windows replaces none that is.
            File.SetAttributes(Path, attributes & ~FileAttributes.ReadOnly);
        }

        File.Move(Written, Path, overwrite: existing != ExistingFile.Refuse);
        if (isReadOnly)
        {
            File.SetAttributes(Path, File.GetAttributes(Path) | FileAttributes.ReadOnly);
        }
    }

    /// <summary>Removes what was written; it must not be open any more.</summary>
    public void Remove()
    {
        try
        {
            File.Delete(Written);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is left under a name that says that it is not whole.
        }
    }
}
