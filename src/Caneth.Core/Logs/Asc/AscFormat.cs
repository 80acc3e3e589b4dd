namespace Caneth.Logs.Asc;

/// <summary>The format that <see cref="LogFormats.Asc"/> is.</summary>
internal sealed class AscFormat() : LogFormat("asc", "Vector ASC", ".asc")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new AscReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new AscWriter(this, output, options);
}
