using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Caneth.Publishing;

/// <summary>Where a broker is, and as whom to speak with it.</summary>
public sealed record BrokerOptions
{
    /// <summary>The environment's variable for the user, where none is given.</summary>
    public const string UserVariable = "CANETH_BROKER_USER";

    /// <summary>The environment's variable for the password, where none is given.</summary>
    public const string PasswordVariable = "CANETH_BROKER_PASSWORD";

    /// <summary>The environment's variable for the token, where none is given.</summary>
    public const string TokenVariable = "CANETH_BROKER_TOKEN";

    /// <summary>Where the broker is.</summary>
    public required BrokerAddress Address { get; init; }

    /// <summary>The user; null for none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>A token, as NATS has them; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The certificate, with its private key, by which this computer identifies itself; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The certificates of authorities that are trusted for the broker, in the place of those that the system trusts; empty for the system's.</summary>
    public IReadOnlyList<X509Certificate2> TrustedCertificates { get; init; } = [];

    /// <summary>Whether the broker's certificate is believed, whoever it is from. Then nobody knows who the broker is.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>How long connecting and one answer of the broker may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Who connects, as the broker's lists show it.</summary>
    public string ClientName { get; init; } = "caneth";

    /// <summary>The topics for which a broker that can store has to have a store; null for none.</summary>
    public string? StoredTopics { get; internal init; }

    /// <summary>Whether the connection is to be encrypted: because of the address, or of what is only used then.</summary>
    public bool UsesTls => Address.Tls || Certificate is not null || TrustedCertificates.Count > 0 || SkipCertificateCheck;

    /// <summary>Reads an address, and takes what is not in it from the environment.</summary>
    /// <param name="uri">The address: <c>nats://broker</c>, <c>mqtts://user:password@broker:8883</c>.</param>
    /// <returns>The options.</returns>
    /// <exception cref="FormatException">It is no address of a broker.</exception>
    public static BrokerOptions FromUri(string uri)
    {
        var address = BrokerAddress.Parse(uri, out var userName, out var password);
        return new()
        {
            Address = address,
            UserName = userName ?? Environment.GetEnvironmentVariable(UserVariable),
            Password = password ?? Environment.GetEnvironmentVariable(PasswordVariable),
            Token = Environment.GetEnvironmentVariable(TokenVariable),
        };
    }

    /// <summary>Decides about the certificate of the broker, as these options say; for the client that checks it.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="chain">The chain that was built of it, with what the broker sent.</param>
    /// <param name="errors">What the system finds wrong with it.</param>
    /// <returns>Whether it is the broker's.</returns>
    public bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (SkipCertificateCheck)
        {
            return true;
        }

        return TrustedCertificates.Count == 0 ? errors == SslPolicyErrors.None
            : (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == 0 && certificate is not null && IsFromTrusted(certificate, chain);
    }

    /// <summary>Where the broker is; no secret is in it.</summary>
    /// <returns>The address.</returns>
    public override string ToString() => Address.ToString();

    private bool IsFromTrusted(X509Certificate certificate, X509Chain? chain)
    {
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(TrustedCertificates.ToArray());
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return own.Build(copy);
    }
}
