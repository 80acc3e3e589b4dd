using System.Security.Cryptography.X509Certificates;
using Caneth.Publishing;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Caneth.Nats;

/// <summary>Speaks with NATS servers. What is to be stored goes to a stream of JetStream: the one that takes its topic, or one that is made.</summary>
public sealed class NatsConnector : IBrokerConnector
{
    // Weeks of frames are the affair of whoever sets up the server; a stream that is made here must not fill its disk.
    private static readonly TimeSpan StoredFor = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public async Task<IBrokerConnection> ConnectAsync(BrokerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new NatsConnection(Translate(options));
        try
        {
            await client.ConnectAsync().AsTask().WaitAsync(options.Timeout, cancellationToken).ConfigureAwait(false);
            var store = new NatsJSContext(client);
            var notices = options.StoredTopics is { } topics ? await EnsureStreamAsync(store, topics, cancellationToken).ConfigureAwait(false) : [];
            return new NatsLink(client, store, options, notices);
        }
        catch (Exception failure)
        {
            await client.DisposeAsync().ConfigureAwait(false);
            if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw NatsFailure.Of(failure);
        }
    }

    private static NatsOpts Translate(BrokerOptions options) => NatsOpts.Default with
    {
        Url = $"nats://{options.Address.Host}:{options.Address.Port}",
        Name = options.ClientName,
        ConnectTimeout = options.Timeout,
        RequestTimeout = options.Timeout,
        CommandTimeout = options.Timeout,
        PingInterval = TimeSpan.FromSeconds(10),
        AuthOpts = NatsAuthOpts.Default with { Username = options.UserName, Password = options.Password, Token = options.Token },
        TlsOpts = !options.UsesTls ? NatsTlsOpts.Default : NatsTlsOpts.Default with
        {
            Mode = TlsMode.Require,
            ConfigureClientAuthentication = tls =>
            {
                tls.ClientCertificates = options.Certificate is { } own ? new X509CertificateCollection { own } : null;
                tls.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => options.Accepts(certificate, chain, errors);
                return ValueTask.CompletedTask;
            },
        },
    };

    /// <summary>Sees that a stream takes what is to be stored.</summary>
    private static async Task<IReadOnlyList<string>> EnsureStreamAsync(NatsJSContext store, string topics, CancellationToken cancellationToken)
    {
        var subject = NatsSubject.Of(topics);
        if (await NatsSubject.FindStreamAsync(store, subject, cancellationToken).ConfigureAwait(false) is not null)
        {
            return [];
        }

        var name = NatsSubject.StreamNameFor(topics);
        await store.CreateStreamAsync(
            new StreamConfig(name, [subject])
            {
                Storage = StreamConfigStorage.File,
                Retention = StreamConfigRetention.Limits,
                Discard = StreamConfigDiscard.Old,
                MaxAge = StoredFor,
                DuplicateWindow = TimeSpan.FromMinutes(2),
                Description = "Frames of CAN buses, published by Caneth",
            },
            cancellationToken).ConfigureAwait(false);
        return [$"No stream took '{subject}', so the stream '{name}' was made; it keeps what comes for {StoredFor.TotalDays:0} days."];
    }
}
