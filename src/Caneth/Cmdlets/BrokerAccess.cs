using System.Management.Automation;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Caneth.Publishing;
using Caneth.Satellites;

namespace Caneth.Cmdlets;

/// <summary>What the parameters of a cmdlet say of a broker: where it is, and as whom to speak with it.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="uri">The address.</param>
internal sealed class BrokerAccess(CanCmdlet cmdlet, string uri)
{
    /// <summary>The user and the password; null for those in the address or the environment.</summary>
    public PSCredential? Credential { get; init; }

    /// <summary>The certificate of this computer; null for none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The authorities that are trusted; null for the system's.</summary>
    public X509Certificate2[]? TrustedCertificate { get; init; }

    /// <summary>Whether any certificate of the broker is believed.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Loads the part of the module that speaks with brokers of that kind.</summary>
    public static IBrokerConnector ConnectorFor(BrokerOptions options) => Satellite.Create<IBrokerConnector>(options.Address.Kind switch
    {
        BrokerKind.Nats => "Caneth.Nats",
        _ => "Caneth.Mqtt",
    });

    /// <summary>What it comes to; a wrong address ends the cmdlet with an error.</summary>
    public BrokerOptions Options()
    {
        var options = cmdlet.Guard(() => BrokerOptions.FromUri(uri), failure => failure is FormatException ? CanErrors.InvalidBrokerAddress(failure) : null);
        var login = Credential?.GetNetworkCredential();
        options = options with
        {
            UserName = login?.UserName ?? options.UserName,
            Password = login is null ? options.Password : login.Password,
            Token = login is null ? options.Token : null,
            Certificate = Certificate,
            TrustedCertificates = TrustedCertificate ?? [],
            SkipCertificateCheck = SkipCertificateCheck,
        };
        if (!options.UsesTls && (options.Password ?? options.Token) is not null && !IsHere(options.Address.Host))
        {
            cmdlet.WriteWarning(ModuleMessages.SecretInTheClear(options.Address));
        }

        return options;
    }

    /// <summary>Whether a host is this computer, so that nobody listens on the way.</summary>
    private static bool IsHere(string host) => host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
