using Caneth.Links.Streams;
using Caneth.Links.Tcp;

namespace Caneth.Links.Slcan;

/// <summary>Connects to one SLCAN adapter, again and again.</summary>
/// <param name="address">Where it is.</param>
/// <param name="settings">How the adapter is set up.</param>
/// <param name="context">What the session lends.</param>
/// <param name="streams">Opens the connections to it.</param>
internal sealed class SlcanConnector(CanAddress address, SlcanSettings settings, LinkContext context, IStreamConnector streams)
    : WireConnector(address, new SlcanWire(settings, silent: name => context.Notify(LinkNoticeKind.PeerError, SlcanMessages.Silent(name))), context, streams)
{
    /// <inheritdoc/>
    protected override ICanLink CreateLink(IByteStream stream)
    {
        var answers = new SlcanAnswers(Address.ToString(), settings.Window, Context);
        return new SlcanLink(CreateLink(stream, new SlcanWire(settings, answers)), answers);
    }
}
