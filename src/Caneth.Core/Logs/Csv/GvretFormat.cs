namespace Caneth.Logs.Csv;

/// <summary>The format that <see cref="LogFormats.Gvret"/> is.</summary>
internal sealed class GvretFormat() : LogFormat("gvret", "SavvyCAN's native CSV (GVRET)")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new CsvReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new GvretWriter(this, output, options);
}
