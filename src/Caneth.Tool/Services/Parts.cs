using Caneth.Publishing;
using Caneth.Satellites;

namespace Caneth.Tool.Services;

/// <summary>The parts with third-party libraries, which lie with the module in <c>shell/</c> beside the command; of PowerShell nothing is loaded with them.</summary>
internal static class Parts
{
    private static readonly SatelliteLoader Loader = new(Path.Combine(AppContext.BaseDirectory, "shell", "Modules", "Caneth", "lib"));

    /// <summary>Makes what a part offers of a kind.</summary>
    /// <exception cref="CommandFailure">It is not there, or cannot be loaded.</exception>
    public static T Create<T>(string name)
        where T : class
    {
        try
        {
            return Loader.Create<T>(name);
        }
        catch (SatelliteException failure)
        {
            throw new CommandFailure($"{failure.Message} Install the caneth tool again, or build it.");
        }
    }

    /// <summary>What speaks with brokers of a kind.</summary>
    /// <exception cref="CommandFailure">It is not there, or cannot be loaded.</exception>
    public static IBrokerConnector ConnectorFor(BrokerOptions options) =>
        Create<IBrokerConnector>(options.Address.Kind == BrokerKind.Nats ? "Caneth.Nats" : "Caneth.Mqtt");
}
