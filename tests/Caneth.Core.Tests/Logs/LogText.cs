using System.Globalization;
using System.Text;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>Reads logs from texts and writes them to texts.</summary>
internal static class LogText
{
    public static readonly LogReadOptions Utc = new() { TimeZone = TimeZoneInfo.Utc };

    public static readonly LogWriteOptions WriteUtc = new() { TimeZone = TimeZoneInfo.Utc };

    public static Timestamp Time(string text) => Timestamp.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Reads lines; the last has its end whether it is written down or not.</summary>
    public static CanFrame[] Read(LogFormat format, string text, LogReadOptions? options = null) =>
        Read(format, Encoding.UTF8.GetBytes(text.EndsWith('\n') || text.Length == 0 ? text : text + "\n"), options);

    public static CanFrame[] Read(LogFormat format, byte[] content, LogReadOptions? options = null)
    {
        using var reader = CanLog.Open(new MemoryStream(content), format, options ?? Utc);
        return [.. reader.ReadAll()];
    }

    public static CanFrame[] ReadFile(string path, LogReadOptions? options = null)
    {
        using var reader = CanLog.Open(path, options ?? Utc);
        var frames = reader.ReadAll().ToArray();
        Assert.Equal(0, reader.MalformedCount);
        return frames;
    }

    public static string Write(LogFormat format, params CanFrame[] frames) => Encoding.UTF8.GetString(WriteBytes(format, frames));

    public static byte[] WriteBytes(LogFormat format, CanFrame[] frames, LogWriteOptions? options = null)
    {
        var stream = new MemoryStream();
        using (var writer = CanLog.Create(stream, format, options ?? WriteUtc))
        {
            writer.Write(frames);
        }

        return stream.ToArray();
    }
}
