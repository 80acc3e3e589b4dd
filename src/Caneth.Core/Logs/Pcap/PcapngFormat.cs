namespace Caneth.Logs.Pcap;

/// <summary>The format that <see cref="LogFormats.Pcapng"/> is.</summary>
internal sealed class PcapngFormat() : LogFormat("pcapng", "captures of Wireshark", ".pcapng")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new PcapReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new PcapngWriter(this, output, options);
}
