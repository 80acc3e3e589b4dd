namespace Caneth.Logs.Pcap;

/// <summary>The format that <see cref="LogFormats.Pcap"/> is.</summary>
internal sealed class PcapFormat() : LogFormat("pcap", "captures of tcpdump, the older form", ".pcap")
{
    public override bool CanAppend => true;

    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new PcapReader(this, input, options);

    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new PcapWriter(this, output, options);
}
