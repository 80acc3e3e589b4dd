using Caneth.Logs;

namespace Caneth.Testing;

/// <summary>A folder that is gone after the test, with all that is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";
    private const long MuchRoom = 4L << 30;

    private static readonly bool HasMemory = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > MuchRoom;

    /// <summary>
    /// Makes one, in memory where that can be had: to make and remove thousands of small files takes many a disk longer than all else takes.
    /// </summary>
    /// <param name="name">How its name begins.</param>
    public TemporaryFolder(string name = "caneth-")
        : this(name, HasMemory)
    {
    }

    private TemporaryFolder(string name, bool inMemory) => Path = inMemory
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, name + System.IO.Path.GetRandomFileName())).FullName
        : Directory.CreateTempSubdirectory(name).FullName;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The names of its files, in order.</summary>
    public IEnumerable<string> Files => new DirectoryInfo(Path).GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    /// <summary>Makes one on the disk, whose speed is a part of what is measured.</summary>
    /// <param name="name">How its name begins.</param>
    public static TemporaryFolder OnDisk(string name = "caneth-") => new(name, inMemory: false);

    /// <summary>The path of a file in it, whether it is there or not.</summary>
    public string Of(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Makes a folder in it that nothing else has.</summary>
    /// <returns>Where that is.</returns>
    public string NewFolder() => Directory.CreateDirectory(Of(Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>Writes a text; its last line ends whether that is written down or not.</summary>
    /// <returns>Where it is.</returns>
    public string Write(string file, string text)
    {
        File.WriteAllText(Of(file), text.EndsWith('\n') ? text : text + '\n');
        return Of(file);
    }

    /// <summary>Writes a log.</summary>
    /// <returns>Where it is.</returns>
    public string Write(string file, IEnumerable<CanFrame> frames, LogWriteOptions? options = null)
    {
        using var writer = CanLog.Create(Of(file), options ?? new());
        writer.Write(frames.ToArray());
        return Of(file);
    }

    /// <summary>Reads a log, of which every line must be one.</summary>
    public CanFrame[] Read(string file, LogReadOptions? options = null)
    {
        using var reader = CanLog.Open(Of(file), options ?? new());
        var frames = reader.ReadAll().ToArray();
        Assert.Equal(0, reader.MalformedCount);
        return frames;
    }

    /// <summary>Removes it, with what nobody may write to.</summary>
    public void Dispose()
    {
        var folder = new DirectoryInfo(Path);
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.IsReadOnly))
        {
            file.IsReadOnly = false;
        }

        folder.Delete(recursive: true);
    }
}
