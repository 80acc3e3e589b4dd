using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests;

/// <summary>How tests wait for what nothing tells of, for example a counter: they look again and again.</summary>
internal static class Waiting
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
}
