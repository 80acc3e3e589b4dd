using System.Text;

namespace Caneth.Plotting;

/// <summary>A drawing made of characters with eight dots each, two across and four down, as Braille has them.</summary>
/// <param name="columns">How many characters it is wide.</param>
/// <param name="rows">How many characters it is high.</param>
internal sealed class BrailleCanvas(int columns, int rows)
{
    private const char NoDots = '\u2800';
    private const int Nobody = -1;

    // The dots of the left column from above, then those of the right one: Unicode keeps to the order in which Braille grew.
    private static readonly byte[] Dots = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80];

    private readonly byte[] cells = new byte[columns * rows];
    private readonly int[] owners = new int[columns * rows];

    /// <summary>How many dots it is wide.</summary>
    public int Width => 2 * columns;

    /// <summary>How many dots it is high.</summary>
    public int Height => 4 * rows;

    /// <summary>Draws a line of dots.</summary>
    /// <param name="from">Where it begins: dots from the left, and from above.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="owner">Whose line it is; a character belongs to whom it was drawn for last.</param>
    public void Line((int X, int Y) from, (int X, int Y) to, int owner)
    {
        var steps = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        for (var step = 0; step <= steps; step++)
        {
            var part = steps == 0 ? 0 : step / (double)steps;
            Dot((int)Math.Round(from.X + (to.X - from.X) * part), (int)Math.Round(from.Y + (to.Y - from.Y) * part), owner);
        }
    }

    /// <summary>A row of it as text, without blanks at its end.</summary>
    /// <param name="row">Which one, from above.</param>
    /// <param name="paint">Colours what belongs to somebody; null for no colours.</param>
    public string Row(int row, Func<string, int, string>? paint)
    {
        var text = new StringBuilder();
        var run = new StringBuilder();
        var owner = Nobody;
        var length = 0;
        foreach (var place in Enumerable.Range(row * columns, columns).Where(place => cells[place] != 0))
        {
            if (owners[place] != owner)
            {
                Paint();
                owner = owners[place];
            }

            var gap = place - row * columns - length;
            run.Append(' ', gap).Append((char)(NoDots + cells[place]));
            length += gap + 1;
        }

        Paint();
        return text.ToString();

        void Paint()
        {
            text.Append(paint is null || run.Length == 0 ? run.ToString() : paint(run.ToString(), owner));
            run.Clear();
        }
    }

    private void Dot(int x, int y, int owner)
    {
        var place = y / 4 * columns + x / 2;
        cells[place] |= Dots[x % 2 * 4 + y % 4];
        owners[place] = owner;
    }
}
