namespace Caneth.Logs.Trc;

/// <summary>The format that <see cref="LogFormats.Trc"/> is.</summary>
internal sealed class TrcFormat() : LogFormat("trc", "PCAN TRC 2.1", ".trc")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new TrcReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new Trc21Writer(this, output, options);
}
