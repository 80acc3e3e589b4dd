using Caneth.Links.Gateway;

namespace Caneth.Links.Schemes;

/// <summary>Which connector an address asks for: the one place that knows every kind of link.</summary>
internal static class LinkSchemes
{
    /// <summary>Makes the connector of a session.</summary>
    /// <exception cref="ArgumentException">Nobody knows the scheme, or a setting is out of its range.</exception>
    public static ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context) => address.Scheme switch
    {
        CanAddress.Tcp => new GatewayConnector(address, settings, context),
        _ => throw new ArgumentException($"The scheme of {address} is not known. Known schemes: {CanAddress.Tcp}.", nameof(address)),
    };
}
