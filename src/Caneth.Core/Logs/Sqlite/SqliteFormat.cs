namespace Caneth.Logs.Sqlite;

/// <summary>The format that <see cref="LogFormats.Sqlite"/> is.</summary>
internal sealed class SqliteFormat() : LogFormat("sqlite", "python-can's databases", ".db", ".sqlite", ".sqlite3")
{
    public override bool CanWrite => false;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new SqliteReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => throw new NotSupportedException();
}
