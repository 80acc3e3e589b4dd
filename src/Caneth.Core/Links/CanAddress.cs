using System.Globalization;

namespace Caneth.Links;

/// <summary>Where a link leads to, and what messages call it.</summary>
/// <param name="scheme">How it is reached, for example <see cref="Tcp"/>.</param>
/// <param name="host">The name or address of a host, or the name of a bus of this process.</param>
/// <param name="port">The port, 1 to 65535; 0 where there is none.</param>
public sealed class CanAddress(string scheme, string host, int port = 0) : IEquatable<CanAddress>
{
    /// <summary>The scheme of gateways that speak their 13 bytes over TCP.</summary>
    public const string Tcp = "tcp";

    private const int MaxPort = 65535;

    /// <summary>How it is reached, for example <see cref="Tcp"/>.</summary>
    public string Scheme => scheme;

    /// <summary>The name or address of a host, or the name of a bus of this process.</summary>
    public string Host => host;

    /// <summary>The port, 1 to 65535; 0 where there is none.</summary>
    public int Port => port;

    /// <summary>Whether two addresses are one.</summary>
    public static bool operator ==(CanAddress? left, CanAddress? right) => Equals(left, right);

    /// <summary>Whether two addresses are different.</summary>
    public static bool operator !=(CanAddress? left, CanAddress? right) => !Equals(left, right);

    /// <summary>Reads the address of a gateway as it is written.</summary>
    /// <param name="text"><c>192.168.0.7</c>, <c>192.168.0.7:20001</c>, <c>gateway.local:20001</c>, <c>::1</c>, <c>[::1]:20001</c>.</param>
    /// <param name="defaultPort">The port where none is written.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">There is no host, or the port is not one from 1 to 65535.</exception>
    public static CanAddress ParseTcp(string text, int defaultPort)
    {
        ArgumentNullException.ThrowIfNull(text);
        var host = text.Trim();
        string? port = null;
        var colon = host.LastIndexOf(':');

        // An address of IPv6 has more colons, and wants brackets before a port.
        if (colon >= 0 && (host[..colon].EndsWith(']') || host.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            (host, port) = (host[..colon], host[(colon + 1)..]);
        }

        var number = defaultPort;
        var isHost = host is ['[', _, .., ']'] ? host.Contains(':') : host.Length > 0 && host.AsSpan().IndexOfAny('[', ']') < 0;
        if (!isHost || port is not null && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > MaxPort))
        {
            throw new FormatException($"'{VisibleText.Of(text)}' is not the address of a gateway. Write its name or IP address, and a port from 1 to {MaxPort} after a colon: "
                + "192.168.0.7, 192.168.0.7:20001, [::1]:20001.");
        }

        return new(Tcp, host.Trim('[', ']'), number);
    }

    /// <summary>The address as it is written: without a scheme where that is <see cref="Tcp"/>.</summary>
    /// <returns><c>192.168.0.7:20001</c>, <c>[::1]:20001</c>, <c>memory://bench</c></returns>
    public override string ToString()
    {
        var host = Host.Contains(':') && !Host.StartsWith('[') ? $"[{Host}]" : Host;
        return $"{(Scheme == Tcp ? "" : $"{Scheme}://")}{host}{(Port == 0 ? "" : $":{Port}")}";
    }

    /// <inheritdoc/>
    public bool Equals(CanAddress? other) => other is not null && (Scheme, Host, Port) == (other.Scheme, other.Host, other.Port);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CanAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scheme, Host, Port);
}
