namespace Caneth.Logs.Mdf;

/// <summary>The format that <see cref="LogFormats.Mf4"/> is.</summary>
internal sealed class MdfFormat() : LogFormat("mf4", "ASAM MDF 4, bus logging", ".mf4")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new MdfReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new MdfWriter(this, output, options);
}
