using Caneth.Links.Candump;
using Caneth.Links.Cannelloni;
using Caneth.Links.Gateway;
using Caneth.Links.Gvret;
using Caneth.Links.Incoming;
using Caneth.Links.Slcan;
using Caneth.Links.SocketCan;
using Caneth.Links.Socketcand;

namespace Caneth.Links.Schemes;

/// <summary>Which connector an address asks for: the one place that knows every kind of link.</summary>
internal static class LinkSchemes
{
    /// <summary>All schemes, the usual first.</summary>
    public static IReadOnlyList<LinkScheme> All { get; } =
    [
        new GatewayScheme(),
        new GatewayUdpScheme(),
        new SocketCanScheme(),
        new SocketcandScheme(),
        new SlcanScheme(),
        new GvretScheme(),
        new CannelloniScheme(),
        new CandumpScheme(),
        new GatewayListenScheme(),
    ];

    /// <summary>The names of all schemes, as they are written.</summary>
    public static string Names => string.Join(", ", All.Select(scheme => $"{scheme.Name}://"));

    /// <summary>Finds a scheme by its name, whatever the case.</summary>
    /// <returns>The scheme; null where nobody knows it.</returns>
    public static LinkScheme? Find(string name)
    {
        foreach (var scheme in All)
        {
            if (scheme.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || scheme.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return scheme;
            }
        }

        return null;
    }

    /// <summary>Makes the connector of a session.</summary>
    /// <exception cref="ArgumentException">Nobody knows the scheme, or a setting is out of its range.</exception>
    public static ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context)
    {
        var scheme = Find(address.Scheme)
            ?? throw new ArgumentException($"The scheme of {address} is not known. Known schemes: {Names}.", nameof(address));
        if (!scheme.HasPackets && !settings.IsEmpty)
        {
            throw new ArgumentException(
                $"{address} has no registration packets and no heartbeats: RegistrationPacket and Heartbeat are for {CanAddress.Tcp}:// alone.", nameof(settings));
        }

        if (scheme.Capabilities.PeerConnects && address.Port == 0)
        {
            throw IncomingMessages.NoPort(address);
        }

        return scheme.CreateConnector(address.Scheme == CanAddress.Tcp ? address : Checked(address), settings, context);
    }

    /// <summary>An address that a program put together is no more trusted than one that was typed: its bus is said to the other side.</summary>
    private static CanAddress Checked(CanAddress address)
    {
        try
        {
            return AddressReader.Read(address.Uri, port: null);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException(exception.Message, nameof(address), exception);
        }
    }
}
