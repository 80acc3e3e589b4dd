namespace Caneth.Logs.Files;

/// <summary>What those who write logs ask of a file system. There is one, and another to try what happens when it fails.</summary>
internal abstract class LogStorage
{
    /// <summary>The file system of this computer.</summary>
    public static LogStorage Disk { get; } = new DiskStorage();

    /// <summary>Opens a file to write it, alone, at its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="existing">What to do where it is there already.</param>
    /// <param name="owner">Who writes, in words, for whoever wants to write the same file.</param>
    /// <exception cref="LogInUseException">Somebody else writes it; it has not been changed.</exception>
    /// <exception cref="IOException">It cannot be opened, is not a file, or is there and must not be.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public abstract LogFileStream Open(string path, ExistingFile existing, string owner);

    /// <summary>How long the file is that lies under a path now; null where there is none.</summary>
    public abstract long? LengthOf(string path);

    /// <summary>Whether a folder is there, and can be reached.</summary>
    public abstract bool FolderExists(string folder);

    /// <summary>Removes a file.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be removed.</exception>
    public abstract void Delete(string path);

    /// <summary>Gives a file another name, which no other has.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be renamed.</exception>
    public abstract void Rename(string path, string name);

    /// <summary>The files of a folder, with their lengths, and when they were written the last time.</summary>
    public abstract IEnumerable<(string Path, long Length, DateTimeOffset WrittenAt)> List(string folder);

    /// <summary>How many bytes the file system has left for a folder; null where it is unknown.</summary>
    public abstract long? FreeSpace(string folder);

    /// <summary>Where the file system of a folder begins, its mount point; null where such a thing does not change.</summary>
    public abstract string? MountPoint(string folder);

    /// <summary>Where an open file lies now, where it was renamed; null where it was removed, or unknown.</summary>
    public abstract string? FindOpen(Stream file);

    /// <summary>Writes down again who has a file; see <see cref="FileRangeLock.NoteProcess"/>.</summary>
    public virtual void Renew(object held)
    {
    }

    /// <summary>Who writes a file, or goes on with the numbered files whose last it is; null where nobody does.</summary>
    public abstract LogInUseException? WriterOf(string path);

    /// <summary>Keeps other processes from going on with numbered files, by the last of them; null where that cannot be.</summary>
    /// <exception cref="LogInUseException">Another process goes on with them.</exception>
    public abstract IDisposable? HoldRing(string path);
}
