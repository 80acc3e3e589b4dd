namespace Caneth.Logs.Csv;

/// <summary>The format that <see cref="LogFormats.Csv"/> is.</summary>
internal sealed class CsvFormat() : LogFormat("csv", "CSV with the properties of a frame as columns, or SavvyCAN's", ".csv")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new CsvReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new CsvWriter(this, output, options);
}
