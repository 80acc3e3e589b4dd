using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Caneth.Tests.Publishing;

/// <summary>An authority that nobody knows but who trusts it, with a broker's certificate and a client's.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Until = DateTimeOffset.UtcNow.AddDays(1);

    private readonly TemporaryFolder folder = new("caneth-tls-");
    private readonly X509Certificate2 own;

    public Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        own = request.CreateSelfSigned(From, Until);
        Root = X509CertificateLoader.LoadCertificate(own.RawData);
        File.WriteAllText(RootFile, Root.ExportCertificatePem());
        Issue("broker");
        Client = Issue("client");
    }

    /// <summary>Its certificate, without a key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>A client's, with its key.</summary>
    public X509Certificate2 Client { get; }

    public string RootFile => folder.Of("root.pem");

    public string BrokerFile => folder.Of("broker.pem");

    public string BrokerKeyFile => folder.Of("broker.key");

    public void Dispose()
    {
        own.Dispose();
        Root.Dispose();
        Client.Dispose();
        folder.Dispose();
    }

    private X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(own, From, Until, RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(folder.Of(name + ".pem"), issued.ExportCertificatePem());
        File.WriteAllText(folder.Of(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
