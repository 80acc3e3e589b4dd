namespace Caneth.Logs.Blf;

/// <summary>The format that <see cref="LogFormats.Blf"/> is.</summary>
internal sealed class BlfFormat() : LogFormat("blf", "Vector BLF", ".blf")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new BlfReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new BlfWriter(this, output, options);
}
