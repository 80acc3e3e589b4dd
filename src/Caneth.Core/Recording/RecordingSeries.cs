using System.Globalization;
using System.Text.RegularExpressions;

namespace Caneth.Recording;

/// <summary>Which files of a folder belong together, and in which order, by their names alone: those of one recording differ in number, date and time.</summary>
internal static partial class RecordingSeries
{
    /// <summary>The place of a file among those of its recording.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What all of them have in common, and its number; null where it has none, and belongs to none.</returns>
    public static (string Series, long Number)? PlaceOf(string path)
    {
        var name = Path.GetFileName(path);
        if (Numbers().Matches(name) is not [.., { } number])
        {
            return null;
        }

        var others = Times().Replace($"{name[..number.Index]}#{name[(number.Index + number.Length)..]}", "*");
        return (Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", others), long.Parse(number.ValueSpan, CultureInfo.InvariantCulture));
    }

    // Neither a part of a date nor of a time has as many digits.
    [GeneratedRegex("(?<![0-9])[0-9]{5,15}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex("(?<![0-9])[0-9]{2,4}-[0-9]{2}-[0-9]{2}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Times();
}
