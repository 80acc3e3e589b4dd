using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>A folder for log files that is gone after the test.</summary>
internal sealed class LogFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("caneth-logs-").FullName;

    public string Of(string file) => System.IO.Path.Combine(Path, file);

    public string Write(string file, string text)
    {
        File.WriteAllText(Of(file), text);
        return Of(file);
    }

    public string Write(string file, IEnumerable<CanFrame> frames)
    {
        using var writer = CanLog.Create(Of(file));
        writer.Write(frames.ToArray());
        return Of(file);
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
