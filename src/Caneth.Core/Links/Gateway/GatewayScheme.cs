namespace Caneth.Links.Gateway;

/// <summary><c>tcp://</c>: a gateway that speaks its 13 bytes over TCP, as a server.</summary>
internal sealed class GatewayScheme : LinkScheme
{
    // CAN 1 of a Waveshare 2-CH-CAN-TO-ETH.
    private const int FirstChannel = 20001;

    /// <inheritdoc/>
    public override string Name => CanAddress.Tcp;

    /// <inheritdoc/>
    public override string Description => "A gateway with 13 bytes a frame (Waveshare, USR, EBYTE, GCAN) in TCP-server mode.";

    /// <inheritdoc/>
    public override string Form => "tcp://host[:20001]";

    /// <inheritdoc/>
    public override string Example => "tcp://192.168.0.7:20001";

    /// <inheritdoc/>
    public override int? DefaultPort => FirstChannel;

    /// <inheritdoc/>
    public override bool HasPackets => true;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => FrameCodec.Capabilities;

    /// <inheritdoc/>
    public override string Remarks => "The scheme may be left out. The wire has no times and no error frames.";

    /// <inheritdoc/>
    public override ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context) =>
        new GatewayConnector(address, settings, context);
}
