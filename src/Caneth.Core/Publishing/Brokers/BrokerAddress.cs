namespace Caneth.Publishing;

/// <summary>Where a broker is: <c>nats://broker:4222</c>, <c>mqtts://broker</c>. It never holds a secret.</summary>
public sealed class BrokerAddress : IEquatable<BrokerAddress>
{
    private static readonly Dictionary<string, (BrokerKind Kind, int Port, bool Tls)> Schemes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nats"] = (BrokerKind.Nats, 4222, false),
        ["tls"] = (BrokerKind.Nats, 4222, true),
        ["mqtt"] = (BrokerKind.Mqtt, 1883, false),
        ["mqtts"] = (BrokerKind.Mqtt, 8883, true),
    };

    private BrokerAddress(string scheme, string host, int port)
    {
        Scheme = scheme;
        Host = host;
        var known = Schemes[scheme];
        Kind = known.Kind;
        Port = port < 0 ? known.Port : port;
        Tls = known.Tls;
    }

    /// <summary>The scheme: <c>nats</c>, <c>tls</c> (NATS, too), <c>mqtt</c> or <c>mqtts</c>.</summary>
    public string Scheme { get; }

    /// <summary>Which kind of broker it is.</summary>
    public BrokerKind Kind { get; }

    /// <summary>The name or address of the broker.</summary>
    public string Host { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>Whether the connection has to be encrypted.</summary>
    public bool Tls { get; }

    /// <summary>Whether a text begins with a scheme of a broker.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsOne(string? text) => text?.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && Schemes.ContainsKey(text[..end]);

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address, with a user and a password in front of the host where they are needed.</param>
    /// <param name="userName">The user in it; null where there is none.</param>
    /// <param name="password">The password in it; null where there is none.</param>
    /// <returns>The address, without user and password.</returns>
    /// <exception cref="FormatException">It is no address of a broker. The message does not repeat it, since a password may be in it.</exception>
    public static BrokerAddress Parse(string text, out string? userName, out string? password)
    {
        ArgumentNullException.ThrowIfNull(text);
        (userName, password) = (null, null);
        if (!IsOne(text))
        {
            throw new FormatException($"The address of a broker begins with {string.Join(", ", Schemes.Keys.Select(scheme => scheme + "://"))}.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            throw new FormatException("The address of a broker has a host after its scheme, and a port where it is not the usual one: nats://broker:4222.");
        }

        if (uri.AbsolutePath is not ("" or "/") || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FormatException("Nothing follows the host and the port in the address of a broker. What is published where is said with a topic.");
        }

        if (uri.UserInfo.Length > 0)
        {
            var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
            userName = Uri.UnescapeDataString(colon < 0 ? uri.UserInfo : uri.UserInfo[..colon]);
            password = colon < 0 ? null : Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]);
        }

        return new(uri.Scheme, uri.Host, uri.Port);
    }

    /// <inheritdoc/>
    public bool Equals(BrokerAddress? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BrokerAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The address, without a secret.</summary>
    /// <returns><c>nats://broker:4222</c>.</returns>
    public override string ToString() => $"{Scheme}://{Host}:{Port}";
}
