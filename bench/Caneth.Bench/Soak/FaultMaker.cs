using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>Breaks the gateway at random, a little at a time, and mends it again.</summary>
internal sealed class FaultMaker(GatewaySimulator simulator, int seed)
{
    private readonly Random random = new(seed);
    private readonly SortedDictionary<string, int> made = [];

    public IReadOnlyDictionary<string, int> Made => made;

    public async Task RunAsync(CancellationToken ending)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(200, 1500), ending);
                await MakeOneAsync(ending);
            }
        }
        catch (OperationCanceledException)
        {
            simulator.Resume();
            simulator.Faults.Clear();
        }
    }

    private async Task MakeOneAsync(CancellationToken ending)
    {
        switch (random.Next(8))
        {
            case 0:
                Count("close in order");
                simulator.DisconnectClients();
                break;
            case 1:
                Count("reset");
                simulator.DisconnectClients(reset: true);
                break;
            case 2:
                Count("away");
                simulator.StopListening();
                simulator.DisconnectClients(random.Next(2) == 0);
                await Task.Delay(random.Next(50, 1000), ending);
                simulator.Resume();
                break;
            default:
                await SwitchOneOnAsync(ending);
                break;
        }
    }

    private async Task SwitchOneOnAsync(CancellationToken ending)
    {
        string[] faults = ["DropFirst=3", "HalfOpen", "ZeroWindow", "Garbage=7/50", "ReservedBits=20", "LongDlc=20", "Padding=2",
            "Stale=100", "Split=40", "RefuseClients", "Reset=2000", "CloseOrderly=2000"];
        var fault = FaultSetting.Parse(faults[random.Next(faults.Length)]);
        Count($"{fault.Fault}");
        simulator.Faults.Set(fault);
        if (fault.Fault is SimulatorFault.Stale or SimulatorFault.RefuseClients)
        {
            simulator.DisconnectClients();
        }

        await Task.Delay(random.Next(200, 1500), ending);
        simulator.Faults.Clear(fault.Fault);
    }

    private void Count(string fault) => made[fault] = made.GetValueOrDefault(fault) + 1;
}
