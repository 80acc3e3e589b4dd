namespace Caneth.Tool.Shell;

/// <summary>
/// Follows where the cursor goes as text is written. To ask the terminal is not possible while somebody waits for a key: its answer
/// would come as keys.
/// </summary>
/// <param name="width">How many columns the terminal has.</param>
/// <param name="height">How many rows it has.</param>
/// <param name="row">The row where the text begins, from 0; its column is the first.</param>
internal sealed class CursorTracker(int width, int height, int row)
{
    private const char Escape = '\e';
    private const char Bell = '\a';

    private State state;

    private enum State
    {
        Text,
        Escaped,
        ControlSequence,
        CommandString,
    }

    /// <summary>The row of the cursor, from 0.</summary>
    public int Row { get; private set; } = row;

    /// <summary>The column of the cursor, from 0.</summary>
    public int Column { get; private set; }

    /// <summary>Follows a text.</summary>
    public void Follow(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            state = Next(character);
        }
    }

    private State Next(char character)
    {
        switch (state)
        {
            case State.Escaped:
                return character switch { '[' => State.ControlSequence, ']' => State.CommandString, _ => State.Text };
            case State.ControlSequence:
                return character is >= '@' and <= '~' ? State.Text : State.ControlSequence;
            case State.CommandString:
                return character switch { Bell => State.Text, Escape => State.Escaped, _ => State.CommandString };
            default:
                return Text(character);
        }
    }

    private State Text(char character)
    {
        switch (character)
        {
            case Escape:
                return State.Escaped;
            case '\n':
                NextRow();
                break;
            case '\r':
                Column = 0;
                break;
            case >= ' ':
                // A terminal begins a new row only with the character that has no room in this one.
                if (Column == width)
                {
                    NextRow();
                }

                Column++;
                break;
        }

        return State.Text;
    }

    private void NextRow()
    {
        Column = 0;
        Row = Math.Min(Row + 1, height - 1);
    }
}
