namespace Caneth.Logs.Candump;

/// <summary>The format that <see cref="LogFormats.Candump"/> is.</summary>
internal sealed class CandumpFormat() : LogFormat("candump", "SocketCAN candump -L", ".log", ".candump")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new CandumpReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new CandumpWriter(this, output, options);
}
