namespace Caneth.Logs.Trc;

/// <summary>The format that <see cref="LogFormats.Trc11"/> is.</summary>
internal sealed class Trc11Format() : LogFormat("trc1.1", "PCAN TRC 1.1")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new TrcReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new Trc11Writer(this, output, options);
}
