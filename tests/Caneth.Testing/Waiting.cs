using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Testing;

/// <summary>How tests wait for what nothing tells of, for example a counter: they look again and again.</summary>
public static class Waiting
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>Waits until something is so.</summary>
    public static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, Ending);
        }
    }

    /// <summary>Lets time pass in steps, with a moment of real time for the loops to notice, until something is so.</summary>
    public static async Task AdvanceUntil(FakeTimeProvider time, TimeSpan step, Func<bool> condition)
    {
        while (!condition())
        {
            time.Advance(step);
            await Task.Delay(1, Ending);
        }
    }

    /// <summary>
    /// Waits until a gateway has served this many clients in all: a client is connected before the gateway knows of it, and the one
    /// before may still be about to leave.
    /// </summary>
    public static Task ServesAsync(this GatewaySimulator gateway, long clients) => Until(() => gateway.Statistics.ClientsAccepted >= clients);

    /// <summary>Waits until nobody is connected to a gateway any more.</summary>
    public static Task IsEmptyAsync(this GatewaySimulator gateway) => Until(() => gateway.Clients == 0);
}
