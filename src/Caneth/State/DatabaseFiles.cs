using Caneth.Signals;

namespace Caneth.State;

/// <summary>The database files that commands named by their paths: one that has not changed is not read again.</summary>
internal static class DatabaseFiles
{
    private const int MaxFiles = 16;

    // A file that was written just before it was read may be written again without a sign of it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private static readonly Lock Gate = new();
    private static readonly List<ReadFile> Files = [];

    /// <summary>Reads a file, or gives what was read of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isNew">Whether nobody has seen it as it is now.</param>
    /// <returns>The database.</returns>
    /// <exception cref="InvalidDataException">It is no database.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CanDatabase Read(string path, out bool isNew)
    {
        var file = new FileInfo(path);
        var (written, length) = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        lock (Gate)
        {
            var known = Files.Find(known => known.Path == file.FullName && known.Written == written && known.Length == length);
            isNew = known is null;
            if (known is not null && known.ReadAt - written > Settled)
            {
                return known.Database;
            }
        }

        var readAt = DateTime.UtcNow;
        var database = CanDatabase.Load(path);
        lock (Gate)
        {
            Files.RemoveAll(known => known.Path == file.FullName);
            Files.Add(new(file.FullName, written, length, readAt, database));
            if (Files.Count > MaxFiles)
            {
                Files.RemoveAt(0);
            }
        }

        return database;
    }

    private sealed record ReadFile(string Path, DateTime Written, long Length, DateTime ReadAt, CanDatabase Database);
}
