using Caneth.Simulation;
using YamlDotNet.Serialization;

namespace Caneth.Satellite.Probe;

/// <summary>
/// What the satellite of the tests offers: control units that answer as a YAML document says, each answer with the version of the library
/// that reads it in front.
/// </summary>
public sealed class YamlTraffic : IBusTraffic
{
    private static readonly byte Version = (byte)typeof(IDeserializer).Assembly.GetName().Version!.Major;

    private readonly Dictionary<uint, string> answers = new DeserializerBuilder().Build().Deserialize<Dictionary<uint, string>>("""
        0x123: 01 02 03
        0x124: FF
        """);

    /// <inheritdoc/>
    public Task RunAsync(ICanBus bus, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void OnFrame(in CanFrame frame, ICanBus bus)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.Send([new CanFrame(frame.Id + 8, [Version, .. HexBytes.Parse(answers[frame.Id])])]);
    }
}
