using System.Globalization;
using System.Text.Json;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>
/// The summary of a file of a recording, in a small JSON file beside it: <c>drive_00001_2026-01-31_13-45-00.log.summary.json</c>. It holds for
/// the file whose length and time it names, and is passed over where the file has others.
/// </summary>
internal static class RecordingSummary
{
    private const string Extension = ".summary.json";
    private const int Version = 1;

    // More than the longest that is written has.
    private const int LongestSummary = 8_000_000;
    private const int MostDepth = 8;
    private const decimal MostSeconds = 1e9m;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>Where the summary of a file lies.</summary>
    public static string PathOf(string file) => file + Extension;

    /// <summary>Whether a path is that of a summary.</summary>
    public static bool IsOne(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the summary of a file; one that is there is replaced when the new one is whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Write(RecordedFile file)
    {
        var path = PathOf(file.Path);
        var unfinished = path + UnfinishedFile.Extension;
        using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.Read))
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            Write(json, file);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Reads the summary of a file, whatever has become of the file since.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problem">Why there is none, in words; null where no summary is there.</param>
    /// <returns>The summary; null where there is none that can be read.</returns>
    public static RecordedFile? Read(string file, out string? problem)
    {
        problem = null;
        try
        {
            var summary = new FileInfo(PathOf(file));
            if (!summary.Exists)
            {
                return null;
            }

            // A pipe or a device has no length, and a link one of its own: nobody waits for what never ends.
            if (summary.Length is 0 or > LongestSummary || summary.LinkTarget is not null)
            {
                problem = $"its summary is no file of 1 to {LongestSummary:N0} bytes";
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(summary.FullName), new() { MaxDepth = MostDepth });
            return Read(json.RootElement, file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or FormatException
            or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            problem = $"its summary cannot be read: {VisibleText.Of(failure.Message)}";
            return null;
        }
    }

    /// <summary>
    /// Whether no frame of a file lies in a time, as far as its summary says and belongs to it. What has none, or another, may hold any.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="after">From which moment on, given the time of the first frame of the log; null from the beginning.</param>
    /// <param name="before">Before which moment, given the time of the first frame of the log; null to the end.</param>
    public static bool IsOutside(string file, Func<Timestamp, Timestamp>? after, Func<Timestamp, Timestamp>? before) =>
        (after is not null || before is not null)
        && Read(file, out _) is { Begin: { } begin, FirstTime: { } first, LastTime: { } last } summary && Describes(summary, file)
        && (after?.Invoke(begin) > last || before?.Invoke(begin) <= first);

    /// <summary>Whether a file has the length and the time that its summary names.</summary>
    public static bool Describes(RecordedFile summary, string file)
    {
        var info = new FileInfo(file);
        return info.Exists && info.Length == summary.Length && info.LastWriteTimeUtc == summary.WrittenAt;
    }

    private static void Write(Utf8JsonWriter json, RecordedFile file)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("file", file.Name);
        json.WriteString("format", file.Format.Name);
        json.WriteNumber("length", file.Length);
        json.WriteString("writtenAt", file.WrittenAt.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("sha256", file.Sha256);
        json.WriteNumber("frames", file.Frames);
        WriteTime(json, "begin", file.Begin);
        WriteTime(json, "first", file.FirstTime);
        WriteTime(json, "last", file.LastTime);
        json.WriteNumber("disorder", file.Disorder.Ticks / (decimal)TimeSpan.TicksPerSecond);
        json.WriteNumber("malformed", file.MalformedCount);
        json.WriteNumber("lost", file.FramesLost);
        json.WriteStartArray("gaps");
        foreach (var gap in file.Gaps)
        {
            json.WriteStartObject();
            WriteTime(json, "first", gap.First);
            WriteTime(json, "last", gap.Last);
            json.WriteNumber("frames", gap.Frames);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("ids");
        foreach (var (id, frames) in file.FramesById)
        {
            json.WriteNumber(id, frames);
        }

        json.WriteEndObject();
        json.WriteNumber("otherIds", file.FramesOfOtherIds);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, Timestamp? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known.ToString());
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static RecordedFile? Read(JsonElement json, string file)
    {
        if (json.GetProperty("version").GetInt32() != Version || json.GetProperty("file").GetString() != Path.GetFileName(file))
        {
            throw new FormatException("it is of another version, or of another file");
        }

        return new()
        {
            Path = Path.GetFullPath(file),
            Format = LogFormats.ByName(json.GetProperty("format").GetString() ?? ""),
            Length = CountOf(json, "length"),
            WrittenAt = DateTime.Parse(json.GetProperty("writtenAt").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            Sha256 = json.GetProperty("sha256").GetString() ?? "",
            Frames = CountOf(json, "frames"),
            Begin = TimeOf(json, "begin"),
            FirstTime = TimeOf(json, "first"),
            LastTime = TimeOf(json, "last"),
            Disorder = SecondsOf(json, "disorder"),
            MalformedCount = CountOf(json, "malformed"),
            Gaps = [.. json.GetProperty("gaps").EnumerateArray().Select(gap => new RecordedGap(
                TimeOf(gap, "first") ?? default, TimeOf(gap, "last") ?? default, CountOf(gap, "frames")))],
            FramesById = new OrderedDictionary<string, long>(json.GetProperty("ids").EnumerateObject()
                .Select(id => KeyValuePair.Create(VisibleText.Of(id.Name), id.Value.GetInt64())).DistinctBy(id => id.Key)),
            FramesOfOtherIds = CountOf(json, "otherIds"),
        };
    }

    private static long CountOf(JsonElement json, string name) =>
        json.GetProperty(name).GetInt64() is >= 0 and var count ? count : throw new FormatException($"'{name}' is negative");

    private static TimeSpan SecondsOf(JsonElement json, string name) => json.GetProperty(name).GetDecimal() is >= 0 and < MostSeconds and var seconds
        ? new((long)(seconds * TimeSpan.TicksPerSecond)) : throw new FormatException($"'{name}' is out of its range");

    private static Timestamp? TimeOf(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } time ? Timestamp.Parse(time.GetString() ?? "", CultureInfo.InvariantCulture) : null;
}
