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

    /// <summary>The bus behind the host, for example <c>can0</c>; empty where the link has but one.</summary>
    public string Bus { get; init; } = "";

    /// <summary>How it differs from what is usual, as in a URI: <c>bitrate=500000&amp;listen-only=on</c>; empty where it does not.</summary>
    public string Options { get; init; } = "";

    /// <summary>The address as a URI, always with its scheme.</summary>
    public string Uri => $"{Scheme}://{HostAndPort}{(Bus.Length > 0 ? "/" : "")}{Bus}{(Options.Length > 0 ? "?" : "")}{Options}";

    private string HostAndPort => $"{(Host.Contains(':') && !Host.StartsWith('[') ? $"[{Host}]" : Host)}{(Port == 0 ? "" : $":{Port}")}";

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
        return TrySplit(text.Trim(), out var host, out var port)
            ? new(Tcp, host, port ?? defaultPort)
            : throw new FormatException($"'{VisibleText.Of(text)}' is not the address of a gateway. Write its name or IP address, and a port from 1 to {MaxPort} after a colon: "
                + "192.168.0.7, 192.168.0.7:20001, [::1]:20001.");
    }

    /// <summary>The address as it is written: without a scheme where that is <see cref="Tcp"/>.</summary>
    /// <returns><c>192.168.0.7:20001</c>, <c>[::1]:20001</c>, <c>socketcand://192.168.0.10:29536/can0</c>, <c>memory://bench</c></returns>
    public override string ToString() => Scheme == Tcp && Bus.Length + Options.Length == 0 ? HostAndPort : Uri;

    /// <summary>Takes a host and a port apart.</summary>
    /// <param name="text">As for <see cref="ParseTcp"/>.</param>
    /// <param name="host">The host, without brackets.</param>
    /// <param name="port">The port, 1 to 65535; null where none is written.</param>
    /// <param name="leastPort">The lowest port: 0 where that means one that is free.</param>
    /// <returns>Whether it is one.</returns>
    internal static bool TrySplit(string text, out string host, out int? port, int leastPort = 1)
    {
        (host, port) = (text, null);
        var colon = text.LastIndexOf(':');

        // An address of IPv6 has more colons, and wants brackets before a port.
        if (colon >= 0 && (text[..colon].EndsWith(']') || text.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            host = text[..colon];
            if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < leastPort || number > MaxPort)
            {
                return false;
            }

            port = number;
        }

        var isHost = host is ['[', _, .., ']'] ? host.Contains(':') : host.Length > 0 && host.AsSpan().IndexOfAny('[', ']') < 0;
        host = host.Trim('[', ']');
        return isHost;
    }

    /// <summary>The value of an option; null where it is not given.</summary>
    internal string? Option(string key)
    {
        foreach (var option in Options.Split('&'))
        {
            if (option.StartsWith(key, StringComparison.Ordinal) && option.Length > key.Length && option[key.Length] == '=')
            {
                return option[(key.Length + 1)..];
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(CanAddress? other) => other is not null && Port == other.Port
        && (Scheme, Host, Bus, Options) == (other.Scheme, other.Host, other.Bus, other.Options);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CanAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scheme, Host, Port, Bus, Options);
}
