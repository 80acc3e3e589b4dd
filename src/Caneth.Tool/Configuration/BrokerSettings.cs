using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Caneth.Publishing;

namespace Caneth.Tool.Configuration;

/// <summary>Where the broker is, as whom to speak with it, and what its topics begin with.</summary>
/// <param name="Options">Where and as whom.</param>
/// <param name="Topic">What topics begin with.</param>
internal sealed record BrokerSettings(BrokerOptions Options, string Topic)
{
    /// <summary>Reads them.</summary>
    /// <param name="section">Where they stand.</param>
    /// <param name="client">Who connects, as the broker's lists show it.</param>
    public static BrokerSettings Of(ConfigSection section, string client)
    {
        var options = section.Read("uri", ReadUri) ?? throw section.Missing("uri");
        options = options with
        {
            ClientName = client,
            UserName = Secret.Of(section, "user") ?? options.UserName,
            Password = Secret.Of(section, "password") ?? options.Password,
            Token = Secret.Of(section, "token") ?? options.Token,
            Certificate = OwnCertificate(section),
            TrustedCertificates = Certificates(section, "trustedCertificates"),
            Timeout = section.Time("timeout", TimeSpan.FromMilliseconds(100)) ?? options.Timeout,
        };
        return new(options, section.Text("topic") ?? PublisherOptions.DefaultTopic);
    }

    private static BrokerOptions ReadUri(string uri)
    {
        _ = BrokerAddress.Parse(uri, out var user, out var password);
        return (user ?? password) is null ? BrokerOptions.FromUri(uri)
            : throw new FormatException("a user and a password do not stand in the address. Say where they are with \"user\" and \"password\": \"env:NAME\".");
    }

    private static X509Certificate2? OwnCertificate(ConfigSection section)
    {
        var (certificate, key) = (section.Text("certificate"), section.Text("key"));
        return certificate is null && key is null ? null
            : certificate is null ? throw section.Missing("certificate")
            : key is null ? throw section.Missing("key")
            : Load(section, "certificate", () =>
            {
                // Windows uses no key that is in memory alone.
                using var read = X509Certificate2.CreateFromPemFile(certificate, key);
                return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
            });
    }

    private static X509Certificate2[] Certificates(ConfigSection section, string name) =>
        [.. section.ReadAll(name, path => path).SelectMany(path => Load(section, name, () =>
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            return certificates;
        }))];

    private static T Load<T>(ConfigSection section, string name, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw section.Wrong(name, $"the certificate cannot be read: {failure.Message}");
        }
    }
}
