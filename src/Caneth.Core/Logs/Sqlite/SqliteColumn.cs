namespace Caneth.Logs.Sqlite;

/// <summary>What a column of a table of frames holds; those that python-can has are these.</summary>
internal enum SqliteColumn
{
    Other, Time, Id, Data, Extended, Remote, Error, Dlc,
}
