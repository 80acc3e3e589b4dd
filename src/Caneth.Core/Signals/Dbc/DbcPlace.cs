namespace Caneth.Signals.Dbc;

/// <summary>A place in a file: the line, and the column in it in characters; both from 1.</summary>
internal readonly record struct DbcPlace(int Line, int Column);
