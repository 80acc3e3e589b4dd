using System.Globalization;

namespace Caneth.Tests;

/// <summary>As much of a terminal as a prompt needs: what it writes ends on a screen, and it learns where the cursor is.</summary>
/// <param name="answer">Takes what the terminal answers.</param>
public sealed class Screen(Action<string> answer)
{
    /// <summary>How many columns it has.</summary>
    public const int Width = 80;

    /// <summary>How many rows it has.</summary>
    public const int Height = 24;

    private const string AlternateScreen = "?1049";

    private char[][] cells = NewPage();
    private (char[][] Cells, int Row, int Column) main;
    private string sequence = "";
    private int row;
    private int column;

    /// <summary>The rows that are not empty, without the blanks at their ends.</summary>
    public string[] Rows => [.. cells.Select(cells => new string(cells).TrimEnd()).Where(text => text.Length > 0)];

    /// <summary>Shows a text.</summary>
    public void Write(string text)
    {
        foreach (var character in text)
        {
            if (sequence.Length > 0)
            {
                Continue(character);
            }
            else
            {
                Write(character);
            }
        }
    }

    private static char[][] NewPage() => [.. Enumerable.Range(0, Height).Select(_ => Blank())];

    private static char[] Blank()
    {
        var blank = new char[Width];
        Array.Fill(blank, ' ');
        return blank;
    }

    private void Write(char character)
    {
        switch (character)
        {
            case '\e':
                sequence = "\e";
                break;
            case '\r':
                column = 0;
                break;
            case '\n':
                LineFeed();
                break;
            case '\b':
                column = Math.Max(0, column - 1);
                break;
            case >= ' ':
                if (column == Width)
                {
                    column = 0;
                    LineFeed();
                }

                cells[row][column++] = character;
                break;
        }
    }

    private void LineFeed()
    {
        if (row < Height - 1)
        {
            row++;
            return;
        }

        Array.Copy(cells, 1, cells, 0, Height - 1);
        cells[^1] = Blank();
    }

    private void Continue(char character)
    {
        sequence += character;
        var ended = sequence[1] == '[' ? sequence.Length > 2 && character is >= '@' and <= '~' : sequence.Length == 2;
        if (ended)
        {
            if (sequence[1] == '[')
            {
                Obey(character, sequence[2..^1]);
            }

            sequence = "";
        }
    }

    private void Obey(char command, string text)
    {
        int[] numbers = [.. text.Split(';').Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0)];
        var count = Math.Max(1, numbers[0]);
        switch (command)
        {
            case 'A':
                row = Math.Max(0, row - count);
                break;
            case 'B':
                row = Math.Min(Height - 1, row + count);
                break;
            case 'C':
                column = Math.Min(Width - 1, column + count);
                break;
            case 'D':
                column = Math.Max(0, column - count);
                break;
            case 'G':
                column = count - 1;
                break;
            case 'H':
                (row, column) = (Math.Min(Height, count) - 1, Math.Max(1, numbers.ElementAtOrDefault(1)) - 1);
                break;
            case 'J':
                Clear(row, column, Height - 1);
                break;
            case 'K':
                Clear(row, column, row);
                break;
            case 'h' when text == AlternateScreen:
                main = (cells, row, column);
                cells = NewPage();
                break;
            case 'l' when text == AlternateScreen:
                (cells, row, column) = main;
                break;
            case 'n' when numbers[0] == 6:
                answer($"\e[{row + 1};{Math.Min(column, Width - 1) + 1}R");
                break;
        }
    }

    private void Clear(int firstRow, int firstColumn, int lastRow)
    {
        Array.Fill(cells[firstRow], ' ', firstColumn, Width - firstColumn);
        for (var next = firstRow + 1; next <= lastRow; next++)
        {
            cells[next] = Blank();
        }
    }
}
