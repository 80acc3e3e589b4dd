namespace Caneth.Messages;

/// <summary>The letters that signals are drawn with, as a spreadsheet counts its columns: A to Z, AA, AB and so on.</summary>
internal static class SignalKeys
{
    private const int Letters = 26;

    /// <summary>The letters of a signal.</summary>
    /// <param name="place">Its place in the message, from 0.</param>
    public static string Of(int place) => place < Letters ? $"{(char)('A' + place)}" : Of(place / Letters - 1) + (char)('A' + place % Letters);
}
