using System.Globalization;
using System.Text.Json;

namespace Caneth.Publishing;

/// <summary>
/// How far a writer is, in a file: the place in the broker's store up to which everything is in whole files, and which batches came before it.
/// One writer at a time has it.
/// </summary>
internal sealed class WriterPosition : IDisposable
{
    private const int Version = 1;
    private const int LongestFile = 256 * 1024 * 1024;

    private readonly string path;
    private readonly string source;
    private readonly FileStream right;

    private WriterPosition(string path, string source, FileStream right)
    {
        this.path = path;
        this.source = source;
        this.right = right;
        Read();
    }

    /// <summary>The place after which to go on; null where nothing is known of one.</summary>
    public ulong? Place { get; private set; }

    /// <summary>What came before.</summary>
    public IReadOnlyList<SequenceRun> Runs { get; private set; } = [];

    /// <summary>Opens it.</summary>
    /// <param name="folder">The folder; it is made where there is none.</param>
    /// <param name="name">The writer.</param>
    /// <param name="source">The broker and the topic; of another one the place means nothing.</param>
    /// <exception cref="IOException">Another writer has it, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static WriterPosition Open(string folder, string name, string source)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Topic.Level(name)}.position");
        FileStream right;
        try
        {
            right = new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException failure) when (failure is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException(WriterMessages.PositionInUse(path), failure);
        }

        try
        {
            return new(path, source, right);
        }
        catch
        {
            right.Dispose();
            throw;
        }
    }

    /// <summary>Writes it down, on the disk itself.</summary>
    /// <exception cref="IOException">The disk does not take it; what was there stays.</exception>
    public void Write(ulong? place, IEnumerable<SequenceRun> runs)
    {
        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write))
        {
            using (var json = new Utf8JsonWriter(file))
            {
                Write(json, place, runs);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path, overwrite: true);
        Place = place;
    }

    /// <summary>Lets others have it.</summary>
    public void Dispose() => right.Dispose();

    private void Write(Utf8JsonWriter json, ulong? place, IEnumerable<SequenceRun> runs)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("source", source);
        if (place is { } after)
        {
            json.WriteNumber("place", after);
        }

        json.WriteStartArray("runs");
        foreach (var run in runs)
        {
            json.WriteStartObject();
            json.WriteString("device", run.Device);
            json.WriteString("session", run.Session.ToString("x16", CultureInfo.InvariantCulture));
            json.WriteNumber("next", run.Next);
            json.WriteStartArray("gaps");
            foreach (var gap in run.Gaps)
            {
                json.WriteStartArray();
                json.WriteNumberValue(gap.From);
                json.WriteNumberValue(gap.To);
                json.WriteBooleanValue(gap.IsMissing);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Read()
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            using var document = JsonDocument.Parse(file.Length <= LongestFile ? file : throw new InvalidDataException(WriterMessages.PositionDamaged(path)));
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != Version)
            {
                throw new InvalidDataException(WriterMessages.PositionDamaged(path));
            }

            Runs = [.. root.GetProperty("runs").EnumerateArray().Select(RunOf)];
            Place = root.GetProperty("source").GetString() == source && root.TryGetProperty("place", out var place) ? place.GetUInt64() : null;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(WriterMessages.PositionDamaged(path), failure);
        }
    }

    private static SequenceRun RunOf(JsonElement run) => new(
        run.GetProperty("device").GetString() ?? throw new FormatException(),
        ulong.Parse(run.GetProperty("session").GetString() ?? "", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        run.GetProperty("next").GetInt64(),
        [.. run.GetProperty("gaps").EnumerateArray().Select(gap => new SequenceGap(gap[0].GetInt64(), gap[1].GetInt64(), gap[2].GetBoolean()))]);
}
