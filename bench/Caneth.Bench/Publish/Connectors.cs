using Caneth.Publishing;

namespace Caneth.Bench;

/// <summary>What speaks with brokers, as the module loads it.</summary>
internal static class Connectors
{
    private static readonly Lazy<PowerShellSession> Shell = new(() => new());

    public static IBrokerConnector For(string uri) => Shell.Value.Value<IBrokerConnector>(
        $"[Caneth.Satellites.Satellite]::Create[Caneth.Publishing.IBrokerConnector]('{(uri.StartsWith("nats", StringComparison.Ordinal) ? "Caneth.Nats" : "Caneth.Mqtt")}')");
}
