using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Caneth.Links.Schemes;
using Caneth.Listening;

namespace Caneth.Bench;

/// <summary>
/// Many gateways dial in, send, and dial in anew all at once, as after a failure of the network: after their connections were reset, and while the listener
/// still takes the old ones for open. Says what was lost, how much of a core it took to receive, how long it takes until all are back, and whether any
/// has two sessions.
/// </summary>
internal static class DialVerb
{
    private const double LongestStorm = 10;
    private const int SecondsAfterStorm = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var gateways = (int)arguments.Number("--gateways", 1000L);
        var rate = (int)arguments.Number("--rate", 100L);
        var seconds = (int)arguments.Number("--seconds", 20L);
        var packet = (int)arguments.Number("--packet", 100L);
        var readers = new ConcurrentDictionary<string, NumberedReader>();
        await using var listener = CanListener.Start(new()
        {
            Address = CanLinkType.ParseAddress("tcp-listen://127.0.0.1:0"),
            MaxDevices = 2 * gateways,
            Session = new() { BeforeConnecting = session => readers[session.Name] = new(session.Subscribe()) },
        });
        var start = Itself.With(DiallingGateways.Name, $"{listener.Port}", $"{gateways}", $"{rate}", $"{packet}");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        using var dialling = Process.Start(start)!;
        var fleet = new DialledFleet(listener, readers, dialling, gateways);
        var clock = Stopwatch.StartNew();
        await UntilAsync(() => listener.DevicesConnected == gateways);
        Say($"{gateways:N0} gateways dialled in: {clock.Elapsed.TotalSeconds:0.00} s, {Environment.WorkingSet >> 20:N0} MB");

        var cores = await fleet.ReceiveAsync(seconds);
        var storm = await StormAsync(fleet, DiallingGateways.Storm);
        storm = Math.Max(storm, await StormAsync(fleet, DiallingGateways.HalfOpenStorm));
        var doubles = listener.Devices.Count - gateways;
        Say($"in the end {listener.Devices.Count:N0} devices, {listener.ConnectionsReplaced:N0} connections replaced, {listener.ConnectionsRefused:N0} refused");
        dialling.StandardInput.Close();
        await dialling.WaitForExitAsync();
        return fleet.FramesLost == 0 && cores < 1 && storm < LongestStorm && doubles == 0 ? 0 : 1;
    }

    private static async Task<double> StormAsync(DialledFleet fleet, string storm)
    {
        var took = await fleet.DialAgainAsync(storm);
        Say($"{storm}: all are back after {took.TotalSeconds:0.00} s");
        await fleet.ReceiveAsync(SecondsAfterStorm);
        return took.TotalSeconds;
    }

    /// <summary>Waits until something is so, though not for ever: what counts shows it then.</summary>
    internal static async Task UntilAsync(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); !condition() && clock.Elapsed < Patience;)
        {
            await Task.Delay(10);
        }
    }

    internal static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
