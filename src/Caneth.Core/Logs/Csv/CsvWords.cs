using System.Text;

namespace Caneth.Logs.Csv;

/// <summary>True and false, as spreadsheets write them in the language of the country.</summary>
internal static class CsvWords
{
    private static readonly byte[][] True =
    [
        [.. "TRUE"u8], [.. "WAHR"u8], [.. "VRAI"u8], [.. "VERDADERO"u8], [.. "VERDADEIRO"u8], [.. "VERO"u8], [.. "WAAR"u8], [.. "PRAWDA"u8],
        [.. "SANT"u8], [.. "SAND"u8], [.. "YES"u8],
    ];

    private static readonly byte[][] False =
    [
        [.. "FALSE"u8], [.. "FALSCH"u8], [.. "FAUX"u8], [.. "FALSO"u8], [.. "ONWAAR"u8], [.. "FALSKT"u8], [.. "FALSK"u8], [.. "NO"u8],
    ];

    private static readonly byte[][] OtherFalse = [[.. "FAŁSZ"u8], [.. "fałsz"u8], [.. "Fałsz"u8]];

    public static bool IsTrue(ReadOnlySpan<byte> cell) => IsOneOf(True, cell);

    public static bool IsFalse(ReadOnlySpan<byte> cell) => IsOneOf(False, cell) || IsAnyOf(OtherFalse, cell);

    private static bool IsOneOf(byte[][] words, ReadOnlySpan<byte> cell)
    {
        foreach (var word in words)
        {
            if (word.Length == cell.Length && Ascii.EqualsIgnoreCase(word, cell))
            {
                return true;
            }
        }

        return false;
    }

    // Letters beyond ASCII have no case here.
    private static bool IsAnyOf(byte[][] words, ReadOnlySpan<byte> cell)
    {
        foreach (var word in words)
        {
            if (cell.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
