using Caneth.Links.Streams;
using Caneth.Links.Tcp;

namespace Caneth.Links.Slcan;

/// <summary>Connects to one SLCAN adapter, again and again.</summary>
/// <param name="address">The host and the port.</param>
/// <param name="settings">How the adapter is set up.</param>
/// <param name="context">What the session lends.</param>
/// <param name="network">The network; that of this computer where none is given.</param>
internal sealed class SlcanConnector(CanAddress address, SlcanSettings settings, LinkContext context, ITcpNetwork? network = null)
    : WireConnector(address, new SlcanWire(settings), context, network)
{
    /// <inheritdoc/>
    protected override ICanLink CreateLink(IByteStream stream)
    {
        var answers = new SlcanAnswers(Address.ToString(), settings.Window, Context);
        return new SlcanLink(CreateLink(stream, new SlcanWire(settings, answers)), answers);
    }
}
