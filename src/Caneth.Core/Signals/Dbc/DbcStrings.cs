using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Caneth.Signals.Dbc;

/// <summary>
/// One string for what a file says again and again: the names of nodes and signals, units, the texts of values. Thousands of strings
/// fewer are made, and most of them are then equal because they are the same.
/// </summary>
/// <remarks>A string whose place another one takes is made again, so no file, whatever is in it, costs more than the table.</remarks>
internal sealed class DbcStrings
{
    /// <summary>That of the hash FNV-1a.</summary>
    private const uint HashPrime = 16777619;

    private const int MaxLength = 64;
    private const int FewestSlots = 256;
    private const int MostSlots = 8192;

    private readonly string?[] slots;

    /// <summary>A table for a file of a number of bytes.</summary>
    public DbcStrings(int fileLength) =>
        slots = new string?[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(fileLength / MaxLength, FewestSlots, MostSlots))];

    /// <summary>A name, which shows control characters: objects of a shell show names as they are.</summary>
    public string Name(ReadOnlySpan<byte> word) => Find(word, isText: false) ?? DbcWords.ToText(word);

    /// <summary>What was in quotation marks.</summary>
    public string Text(ReadOnlySpan<byte> content) => Find(content, isText: true) ?? DbcWords.Unescape(content);

    /// <summary>The string of what has nothing but visible ASCII characters and no backslash, and, in a text, line feeds; null for all else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private string? Find(ReadOnlySpan<byte> word, bool isText)
    {
        var hash = (uint)word.Length;
        foreach (var character in word)
        {
            if (character is < (byte)' ' or > (byte)'~' or (byte)'\\' && !(isText && character == '\n'))
            {
                return null;
            }

            hash = (hash ^ character) * HashPrime;
        }

        if (word.Length > MaxLength)
        {
            return Make(word);
        }

        ref var slot = ref slots[(hash ^ hash >> 15) & (uint)(slots.Length - 1)];
        return slot is not null && IsEqual(slot, word) ? slot : slot = Make(word);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Make(ReadOnlySpan<byte> word) => Encoding.ASCII.GetString(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsEqual(string text, ReadOnlySpan<byte> word)
    {
        if (text.Length != word.Length)
        {
            return false;
        }

        for (var index = 0; index < word.Length; index++)
        {
            if (text[index] != word[index])
            {
                return false;
            }
        }

        return true;
    }
}
