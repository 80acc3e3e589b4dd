namespace Caneth.Logs.Sqlite;

/// <summary>A value of a row.</summary>
internal readonly ref struct SqliteValue
{
    public SqliteValue(long integer) => (Kind, Integer) = (SqliteValueKind.Integer, integer);

    public SqliteValue(double real) => (Kind, Real) = (SqliteValueKind.Real, real);

    public SqliteValue(ReadOnlySpan<byte> bytes, bool isText)
    {
        Kind = isText ? SqliteValueKind.Text : SqliteValueKind.Blob;
        Bytes = bytes;
    }

    public SqliteValueKind Kind { get; }

    public long Integer { get; }

    public double Real { get; }

    /// <summary>The bytes of a text or a blob.</summary>
    public ReadOnlySpan<byte> Bytes { get; }
}
