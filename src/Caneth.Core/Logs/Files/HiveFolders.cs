using System.Globalization;

namespace Caneth.Logs.Files;

/// <summary>
/// Files in folders that say what is in them, as query engines know them: <c>gateway=bench/date=2026-01-31/drive_2026-01-31_13-45-00.000000000.parquet</c>.
/// Each file has the frames of one gateway and one day, in UTC; its name has the time of the first of them.
/// </summary>
/// <param name="path">A path whose folder they are in, and whose name theirs begin with.</param>
/// <param name="format">Their format.</param>
/// <param name="owner">Who writes, in words.</param>
internal sealed class HiveFolders(string path, LogFormat format, string owner) : IDisposable
{
    // What readers take for no value.
    private const string NoValue = "__HIVE_DEFAULT_PARTITION__";

    private const long NanosecondsPerDay = 86_400_000_000_000;

    private readonly string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private readonly string stem = Path.GetFileNameWithoutExtension(path);
    private readonly LogWriteOptions options = new() { Format = format, Owner = owner };
    private readonly Dictionary<(string? Gateway, long Day), UnfinishedLog> files = [];
    private bool isComplete;

    /// <summary>How many files there are so far.</summary>
    public int Count => files.Count;

    /// <summary>What the frames held and the format cannot carry.</summary>
    public IEnumerable<LogLoss> Losses => files.Values.SelectMany(file => file.Losses);

    /// <summary>Puts frames where they belong.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="mark">What a file that begins with one of them has in its name after the time; empty, the default, for nothing.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be written.</exception>
    public void Write(ReadOnlySpan<CanFrame> frames, string mark = "")
    {
        while (!frames.IsEmpty)
        {
            var (gateway, day) = PlaceOf(frames[0]);
            var count = 1;
            while (count < frames.Length && PlaceOf(frames[count]) is var next && next.Day == day && next.Gateway == gateway)
            {
                count++;
            }

            FileOf(gateway, day, frames[0].Timestamp, mark).Write(frames[..count]);
            frames = frames[count..];
        }
    }

    /// <summary>Ends the files. Those of the same name, which were made of the same frames, are replaced.</summary>
    /// <returns>Where they are.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be written.</exception>
    public IReadOnlyList<string> Complete()
    {
        foreach (var file in files.Values)
        {
            file.Complete();
        }

        isComplete = true;
        return [.. files.Values.Select(file => file.Path)];
    }

    /// <summary>Removes what is not whole.</summary>
    public void Dispose()
    {
        if (!isComplete)
        {
            foreach (var file in files.Values)
            {
                file.Abandon();
            }
        }
    }

    /// <summary>The day of a time in UTC, counted from 1970-01-01.</summary>
    internal static long DayOf(Timestamp time) =>
        time.Nanoseconds >= 0 ? time.Nanoseconds / NanosecondsPerDay : (time.Nanoseconds + 1) / NanosecondsPerDay - 1;

    /// <summary>A value as it stands in the name of a folder; readers turn it back.</summary>
    internal static string NameOf(string? value) => string.IsNullOrEmpty(value) ? NoValue : Uri.EscapeDataString(value);

    private static (string? Gateway, long Day) PlaceOf(in CanFrame frame) => (frame.Device, DayOf(frame.Timestamp));

    private UnfinishedLog FileOf(string? gateway, long day, Timestamp first, string mark)
    {
        if (!files.TryGetValue((gateway, day), out var file))
        {
            file = new(PathOf(gateway, first, mark), format, options);
            files.Add((gateway, day), file);
        }

        return file;
    }

    private string PathOf(string? gateway, Timestamp first, string mark)
    {
        var time = first.ToDateTime();
        var nanoseconds = (first.Nanoseconds % 1_000_000_000 + 1_000_000_000) % 1_000_000_000;
        var name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{time:yyyy-MM-dd_HH-mm-ss}.{nanoseconds:D9}{(mark.Length > 0 ? "_" : "")}{mark}{format.Extensions[0]}");
        var place = Path.Combine(folder, $"gateway={NameOf(gateway)}", string.Create(CultureInfo.InvariantCulture, $"date={time:yyyy-MM-dd}"));
        return Path.Combine(Directory.CreateDirectory(place).FullName, name);
    }
}
