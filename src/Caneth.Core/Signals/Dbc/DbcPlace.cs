namespace Caneth.Signals.Dbc;

/// <summary>A place in a file.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column in it, in characters, from 1.</param>
internal readonly struct DbcPlace(int line, int column)
{
    public readonly int Line = line;
    public readonly int Column = column;
}
