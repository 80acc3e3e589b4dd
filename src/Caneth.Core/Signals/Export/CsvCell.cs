using System.Buffers;
using System.Globalization;

namespace Caneth.Signals.Export;

/// <summary>A text as a cell of a table in CSV.</summary>
internal static class CsvCell
{
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\r\n");

    /// <summary>The text between quotes.</summary>
    public static string Quote(string text)
    {
        // A table is opened in a spreadsheet, which would run a text that looks like a formula; a number is none.
        var isFormula = IsFormula(text);
        return $"\"{(isFormula ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The text, between quotes only where it would not be read back as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="delimiter">What stands between two cells.</param>
    public static string QuoteWhereNeeded(string text, char delimiter) =>
        text.AsSpan().ContainsAny(Special) || text.Contains(delimiter, StringComparison.Ordinal) || IsFormula(text) ? Quote(text) : text;

    private static bool IsFormula(string text) =>
        text.Length > 0 && Formula.Contains(text[0]) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
