using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>Brokers that encrypt are believed by their authority, and ask for a certificate in turn.</summary>
public sealed class EncryptionTests : IDisposable
{
    private readonly Shell shell = new();
    private readonly Authority authority = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        shell.Dispose();
        authority.Dispose();
    }

    [Fact]
    public async Task With_NATS()
    {
        using var broker = await BrokerProgram.StartNatsAsync(
            "--tls", "--tlscert", authority.BrokerFile, "--tlskey", authority.BrokerKeyFile, "--tlscacert", authority.RootFile, "--tlsverify");
        await HoldAsync("Caneth.Nats", $"tls://127.0.0.1:{broker.Port}");
    }

    [Fact]
    public async Task With_MQTT()
    {
        using var broker = await BrokerProgram.StartMosquittoAsync(
            $"cafile {authority.RootFile}", $"certfile {authority.BrokerFile}", $"keyfile {authority.BrokerKeyFile}", "require_certificate true");
        await HoldAsync("Caneth.Mqtt", $"mqtts://127.0.0.1:{broker.Port}");
    }

    private async Task HoldAsync(string satellite, string uri)
    {
        var connector = shell.Run<IBrokerConnector>("[Caneth.Satellites.Satellite]::Create[Caneth.Publishing.IBrokerConnector]($args[0])", satellite).Single();
        var options = BrokerOptions.FromUri(uri) with { Timeout = TimeSpan.FromSeconds(30) };
        await using (var known = await connector.ConnectAsync(options with { TrustedCertificates = [authority.Root], Certificate = authority.Client }, Ending))
        {
            await known.PublishLatestAsync("can/v1/bench/signals/A/B", new byte[] { 1 }, Ending);
        }

        // A broker of an authority that is not trusted, and a client without a certificate.
        await Assert.ThrowsAsync<BrokerException>(() => connector.ConnectAsync(options with { Certificate = authority.Client }, Ending));
        await Assert.ThrowsAsync<BrokerException>(async () =>
        {
            await using var unknown = await connector.ConnectAsync(options with { TrustedCertificates = [authority.Root] }, Ending);
            await unknown.PublishAsync("can/v1/bench/frames", new byte[] { 1 }, "key", Ending);
        });
    }
}
