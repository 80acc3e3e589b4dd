using System.Security.Cryptography.X509Certificates;
using Caneth.Publishing;
using MQTTnet;
using MQTTnet.Formatter;

namespace Caneth.Mqtt;

/// <summary>Speaks MQTT 5 with brokers. Such a broker hands on what it takes, and promises no storage.</summary>
public sealed class MqttConnector : IBrokerConnector
{
    /// <inheritdoc/>
    public async Task<IBrokerConnection> ConnectAsync(BrokerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new MqttClientFactory().CreateMqttClient();
        var link = new MqttLink(client, options);
        try
        {
            var answer = await client.ConnectAsync(Translate(options), cancellationToken).ConfigureAwait(false);
            if (answer.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw MqttFailure.Refused(answer);
            }

            return link;
        }
        catch (Exception failure)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw MqttFailure.Of(failure);
        }
    }

    private static MqttClientOptions Translate(BrokerOptions options)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(options.Address.Host, options.Address.Port)
            .WithClientId($"{options.ClientName}-{Guid.NewGuid():N}")
            .WithTimeout(options.Timeout)
            .WithCleanStart();
        if (options.UserName is not null || options.Token is not null)
        {
            // A token is what brokers take in the place of a password.
            builder.WithCredentials(options.UserName ?? string.Empty, options.Password ?? options.Token);
        }

        if (options.UsesTls)
        {
            builder.WithTlsOptions(tls =>
            {
                tls.UseTls().WithCertificateValidationHandler(given => options.Accepts(given.Certificate, given.Chain, given.SslPolicyErrors));
                if (options.Certificate is { } own)
                {
                    tls.WithClientCertificates(new X509Certificate2Collection(own));
                }
            });
        }

        return builder.Build();
    }
}
