using System.Text;

namespace Caneth.Logs.Text;

/// <summary>
/// The ids of a table or of objects, written as texts: decimal or hexadecimal, but one of both for all of them, since
/// <c>120</c> is another id where its neighbour is <c>1A0</c>. What begins with 0x is hexadecimal anywhere.
/// </summary>
internal sealed class IdColumn
{
    private bool hexadecimal;
    private bool decimalRead;

    /// <summary>Whether ids without 0x are hexadecimal, as far as was seen.</summary>
    public bool IsHexadecimal => hexadecimal;

    /// <summary>Says that ids without 0x are hexadecimal.</summary>
    public void SetHexadecimal() => hexadecimal = true;

    /// <summary>Looks at an id that is read later.</summary>
    public void LookAt(ReadOnlySpan<byte> text) => hexadecimal |= !HasPrefix(text) && LooksHexadecimal(text);

    /// <summary>Reads an id.</summary>
    /// <returns>Whether it is a number of up to 32 bits.</returns>
    /// <exception cref="ContradictionException">It shows that those before it were read in the wrong base.</exception>
    public bool TryRead(ReadOnlySpan<byte> text, out long id)
    {
        if (!hexadecimal && TryReadDigits(text, out id))
        {
            decimalRead |= text.Length > 1;
            return true;
        }

        return TryReadAny(text, out id);
    }

    private bool TryReadAny(ReadOnlySpan<byte> text, out long id)
    {
        id = 0;
        if (!HasPrefix(text) && !hexadecimal && !LooksHexadecimal(text))
        {
            decimalRead |= text.Length > 1;
            return Utf8Numbers.TryTakeDecimal(ref text, out id) && text.IsEmpty;
        }

        var rest = HasPrefix(text) ? text[2..] : text;
        if (Utf8Numbers.TakeHex(ref rest, out var number) is not (> 0 and <= 8) || !rest.IsEmpty)
        {
            return false;
        }

        id = number;
        if (!HasPrefix(text))
        {
            hexadecimal = true;
            if (decimalRead)
            {
                throw new ContradictionException($"the id '{VisibleText.Of(Encoding.UTF8.GetString(text))}' is hexadecimal, and ids before it were "
                    + "read as decimal numbers, so that they may be wrong. Write 0x before hexadecimal ids");
            }
        }

        return true;
    }

    // Nearly all ids of a decimal column: digits, and no zero before them.
    private static bool TryReadDigits(ReadOnlySpan<byte> text, out long id)
    {
        const int MostDigits = 10;
        id = 0;
        if (text.Length is 0 or > MostDigits || text[0] == '0' && text.Length > 1)
        {
            return false;
        }

        foreach (var character in text)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                return false;
            }

            id = id * 10 + digit;
        }

        return true;
    }

    private static bool HasPrefix(ReadOnlySpan<byte> text) => text is [(byte)'0', (byte)'x' or (byte)'X', ..];

    // Hex digits with a letter among them, or zeros before it, which nobody writes before a decimal number.
    private static bool LooksHexadecimal(ReadOnlySpan<byte> text)
    {
        var rest = text;
        return Utf8Numbers.TakeHex(ref rest, out _) is > 0 and <= 8 && rest.IsEmpty
            && (text is [(byte)'0', _, ..] || text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0);
    }
}
