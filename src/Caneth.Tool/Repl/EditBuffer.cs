namespace Caneth.Tool.Repl;

/// <summary>A line that is being typed, and where in it the cursor stands.</summary>
internal sealed class EditBuffer
{
    /// <summary>The line.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Before which character the cursor stands.</summary>
    public int Cursor { get; private set; }

    /// <summary>Puts a line in the place of this one, with the cursor at its end.</summary>
    public void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    /// <summary>Puts a character at the cursor.</summary>
    public void Insert(char character) => Replace(Cursor, 0, character.ToString());

    /// <summary>Puts a text in the place of a part of the line, with the cursor behind it.</summary>
    public void Replace(int start, int length, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(start + length));
        Cursor = start + text.Length;
    }

    /// <summary>Takes away what lies between the cursor and another place.</summary>
    public void DeleteTo(int place)
    {
        place = Math.Clamp(place, 0, Text.Length);
        var start = Math.Min(place, Cursor);
        Replace(start, Math.Abs(place - Cursor), "");
    }

    /// <summary>Moves the cursor; beyond the ends of the line it does not go.</summary>
    public void MoveTo(int place) => Cursor = Math.Clamp(place, 0, Text.Length);

    /// <summary>Where the word before the cursor begins.</summary>
    public int WordStart()
    {
        var place = Cursor;
        while (place > 0 && Text[place - 1] == ' ')
        {
            place--;
        }

        while (place > 0 && Text[place - 1] != ' ')
        {
            place--;
        }

        return place;
    }

    /// <summary>Where the word behind the cursor ends.</summary>
    public int WordEnd()
    {
        var place = Cursor;
        while (place < Text.Length && Text[place] == ' ')
        {
            place++;
        }

        while (place < Text.Length && Text[place] != ' ')
        {
            place++;
        }

        return place;
    }
}
