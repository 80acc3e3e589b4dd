using System.Diagnostics;
using Caneth.Flow;

namespace Caneth.Bench;

/// <summary>Does something each millisecond, at absolute times, so that the rate is the rate.</summary>
internal static class Beat
{
    /// <summary>Does it on this thread.</summary>
    /// <param name="count">How often.</param>
    /// <param name="turn">What; it is told how often it was done before.</param>
    public static void Run(int count, Action<int> turn)
    {
        using var sleep = new PreciseSleep();
        var begin = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            sleep.For(TimeSpan.FromMilliseconds(number) - Stopwatch.GetElapsedTime(begin));
            turn(number);
        }
    }
}
