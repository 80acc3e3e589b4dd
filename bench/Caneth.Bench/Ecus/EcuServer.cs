using Caneth.Diagnostics;
using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>The control units of the simulated car in a process of their own, and nothing else on the bus. Prints its port, then serves until its input ends.</summary>
internal static class EcuServer
{
    /// <summary>The verb that a process is started with to be one.</summary>
    public const string Name = "--control-units";

    public static async Task RunAsync()
    {
        await using var gateway = GatewaySimulator.Start(new() { Traffic = new ControlUnits() });
        Console.WriteLine(gateway.Port);
        await Console.In.ReadToEndAsync();
    }

    private sealed class ControlUnits : IBusTraffic
    {
        private readonly BusNodes units = new(VehicleEcus.All(IsoTpAddressing.Normal), static _ => new(0));

        public Task RunAsync(ICanBus bus, CancellationToken cancellationToken) => units.RunAsync(bus, cancellationToken);

        public void OnFrame(in CanFrame frame, ICanBus bus) => units.OnFrame(frame, bus);
    }
}
