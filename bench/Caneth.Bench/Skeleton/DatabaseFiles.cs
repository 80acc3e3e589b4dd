using System.Formats.Tar;
using System.IO.Compression;
using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>The DBC files that traffic is made of: those of a folder or of a tar archive.</summary>
internal static class DatabaseFiles
{
    /// <summary>Loads those that can be read, in the order of their names.</summary>
    /// <param name="path">A folder, or a file that ends in <c>.tar.gz</c>.</param>
    public static IReadOnlyList<CanDatabase> Load(string path) =>
        [.. Contents(path).OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => Parse(file.Name, file.Content)).OfType<CanDatabase>()];

    private static IEnumerable<(string Name, byte[] Content)> Contents(string path)
    {
        if (Directory.Exists(path))
        {
            foreach (var file in Directory.EnumerateFiles(path, "*.dbc", SearchOption.AllDirectories))
            {
                yield return (file, File.ReadAllBytes(file));
            }

            yield break;
        }

        using var archive = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } stream)
            {
                using var content = new MemoryStream();
                stream.CopyTo(content);
                yield return (entry.Name, content.ToArray());
            }
        }
    }

    private static CanDatabase? Parse(string name, byte[] content)
    {
        try
        {
            return CanDatabase.Parse(content, Path.GetFileName(name));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
