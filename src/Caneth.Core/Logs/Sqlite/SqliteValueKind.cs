namespace Caneth.Logs.Sqlite;

/// <summary>What a value of a row is.</summary>
internal enum SqliteValueKind
{
    Null, Integer, Real, Text, Blob,
}
