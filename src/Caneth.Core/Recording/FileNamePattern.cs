using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Caneth.Recording;

/// <summary>
/// How the numbered files of a recording are called: <c>drive_{number}_{date}_{time}.log</c>. Where a path has no such field, these three
/// stand before its extension.
/// </summary>
internal sealed class FileNamePattern
{
    private const string Gzip = ".gz";
    private const string Device = "{device}";
    private const string Number = "{number}";
    private const string Date = "{date}";
    private const string Time = "{time}";
    private const int LongestDevice = 80;

    private static readonly string[] Fields = [Number, Date, Time];

    private readonly string template;
    private readonly Regex form;

    /// <summary>Reads a path.</summary>
    /// <param name="path">A full path, with or without fields.</param>
    public FileNamePattern(string path)
    {
        Folder = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        template = HasFields(name) ? name : Numbered(name);
        form = new(FormOf(template), RegexOptions.CultureInvariant);
    }

    /// <summary>The folder of the files.</summary>
    public string Folder { get; }

    /// <summary>What all of the files have in common, as a path that none of them has.</summary>
    public string Common => Path.Combine(Folder, template.Replace(Number, "#", StringComparison.Ordinal));

    /// <summary>Whether a path has a field that makes its files numbered ones.</summary>
    public static bool HasFields(string path) => Fields.Any(field => path.Contains(field, StringComparison.Ordinal));

    /// <summary>Says what a path with fields lacks, or has too much.</summary>
    /// <returns>What is wrong, in words; null where nothing is.</returns>
    public static string? Wrong(string path)
    {
        var name = Path.GetFileName(path);
        var folder = path[..^name.Length];
        return HasFields(folder) || folder.Contains(Device, StringComparison.Ordinal) ? "fields in the name of the file only, and not in its folder"
            : HasFields(name) && name.Split(Number).Length != 2 ? $"exactly one {Number} beside other fields, which gives the order of the files"
            : null;
    }

    /// <summary>Puts the names of devices in the place of their field, without what a file's name cannot have.</summary>
    public static string WithDevices(string path, IEnumerable<string> devices)
    {
        if (!path.Contains(Device, StringComparison.Ordinal))
        {
            return path;
        }

        var names = new StringBuilder();
        foreach (var letter in string.Join('+', devices).EnumerateRunes().Take(LongestDevice))
        {
            names.Append(Rune.IsLetterOrDigit(letter) || letter.Value is '-' or '_' or '+' or '.' ? letter.ToString() : "_");
        }

        return path.Replace(Device, names.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The path of a file.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="begun">When it is begun, in the time of this place.</param>
    public string PathOf(long number, DateTimeOffset begun) => Path.Combine(Folder, template
        .Replace(Number, number.ToString("D5", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace(Date, begun.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace(Time, begun.ToString("HH-mm-ss", CultureInfo.InvariantCulture), StringComparison.Ordinal));

    /// <summary>The number of a file by its name; null where it is none of these.</summary>
    public long? NumberOf(string name) =>
        form.Match(name) is { Success: true } match ? long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    private static string Numbered(string name)
    {
        var plain = name.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? name[..^Gzip.Length] : name;
        var stem = Path.GetFileNameWithoutExtension(plain);
        return $"{stem}_{Number}_{Date}_{Time}{name[stem.Length..]}";
    }

    private static string FormOf(string template) => "^" + Regex.Escape(template)
        .Replace(Regex.Escape(Number), "([0-9]{5,15})", StringComparison.Ordinal)
        .Replace(Regex.Escape(Date), "[0-9]{4}-[0-9]{2}-[0-9]{2}", StringComparison.Ordinal)
        .Replace(Regex.Escape(Time), "[0-9]{2}-[0-9]{2}-[0-9]{2}", StringComparison.Ordinal) + @"\z";
}
