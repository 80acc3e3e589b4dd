using System.Globalization;
using System.Text.RegularExpressions;

namespace Caneth.Recording;

/// <summary>
/// The numbered files of a recording: <c>drive_00001_2026-01-31_13-45-00.log</c>. They are in the order of their numbers,
/// which go on from recording to recording, whatever clocks and summer time do.
/// </summary>
internal sealed partial class RecordingFiles
{
    private const string Gzip = ".gz";

    private readonly RecordingOptions options;
    private readonly string folder;
    private readonly string stem;
    private readonly string extension;
    private readonly List<(string Path, long Length)> older = [];
    private long last;

    public RecordingFiles(RecordingOptions options)
    {
        this.options = options;
        var path = Path.GetFullPath(options.Path);
        folder = Path.GetDirectoryName(path)!;
        var plain = path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? path[..^Gzip.Length] : path;
        stem = Path.GetFileNameWithoutExtension(plain);
        extension = Path.GetExtension(plain) + path[plain.Length..];
        foreach (var (number, file) in Numbered().OrderBy(found => found.Number))
        {
            older.Add((file.FullName, file.Length));
            last = number;
        }
    }

    /// <summary>A name for the file that begins now.</summary>
    public string Next()
    {
        while (true)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
                $"{stem}_{++last:D5}_{options.TimeProvider.GetLocalNow():yyyy-MM-dd_HH-mm-ss}{extension}"));
            if (!File.Exists(path))
            {
                return path;
            }
        }
    }

    /// <summary>Takes in a file that has ended.</summary>
    public void Ended(string path, long length) => older.Add((path, length));

    /// <summary>The files to remove, oldest first, so that there is room for one that is so long.</summary>
    /// <param name="currentLength">The length of the file being written.</param>
    public IEnumerable<string> TakeSurplus(long currentLength)
    {
        while (older.Count > 0 && (older.Count + 1 > options.MaxFiles || older.Sum(file => file.Length) + currentLength > options.MaxTotalSize))
        {
            var (path, _) = older[0];
            older.RemoveAt(0);
            yield return path;
        }
    }

    private IEnumerable<(long Number, FileInfo File)> Numbered()
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            var name = file.Name;
            if (name.Length > stem.Length + extension.Length && name.StartsWith(stem, StringComparison.Ordinal)
                && name.EndsWith(extension, StringComparison.Ordinal)
                && NumberAndDate().Match(name[stem.Length..^extension.Length]) is { Success: true } match)
            {
                yield return (long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), file);
            }
        }
    }

    [GeneratedRegex(@"^_(\d{5,15})_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$")]
    private static partial Regex NumberAndDate();
}
