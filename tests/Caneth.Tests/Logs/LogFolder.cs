using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>A folder for log files that is gone after the test.</summary>
internal sealed class LogFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("caneth-logs-").FullName;

    public string Of(string file) => System.IO.Path.Combine(Path, file);

    public string Write(string file, string text)
    {
        File.WriteAllText(Of(file), text.EndsWith('\n') ? text : text + '\n');
        return Of(file);
    }

    public string Write(string file, IEnumerable<CanFrame> frames)
    {
        using var writer = CanLog.Create(Of(file));
        writer.Write(frames.ToArray());
        return Of(file);
    }

    /// <summary>Whether files can be pipes, which say nothing until somebody writes to them.</summary>
    public static bool HasPipes => !OperatingSystem.IsWindows();

    /// <summary>Makes a file that does not answer whoever opens it.</summary>
    /// <returns>Its path, where there are pipes.</returns>
    public string Pipe(string file)
    {
        if (HasPipes)
        {
            Fifo.Make(Of(file));
        }

        return Of(file);
    }

    /// <summary>Lets go whoever still waits for a pipe: it opens, and is at its end.</summary>
    public void Release(string pipe)
    {
        if (HasPipes)
        {
            // Opened both ways, it waits for nobody.
            using var both = new FileStream(Of(pipe), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
    }

    public CanFrame[] Read(string file)
    {
        using var reader = CanLog.Open(Of(file));
        return [.. reader.ReadAll()];
    }

    /// <summary>Classic frames, a millisecond after each other, which every format can carry.</summary>
    public static CanFrame[] Drive(int count) =>
    [
        .. Enumerable.Range(0, count).Select(index => new CanFrame(0x100u + (uint)index % 0x100, BitConverter.GetBytes(index))
        {
            Timestamp = Timestamp.Parse("2026-01-31T13:45:00Z") + TimeSpan.FromMilliseconds(index),
            Device = "can0",
        }),
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
