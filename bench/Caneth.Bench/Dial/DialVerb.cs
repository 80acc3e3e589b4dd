using System.Diagnostics;
using System.Globalization;
using Caneth.Links.Schemes;
using Caneth.Listening;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>
/// Many gateways dial in, send, and in the end dial in anew all at once, as after a failure of the network. Says what was lost, how much of a core it took
/// to receive, how long it takes until all are back, and whether any has two sessions.
/// </summary>
internal static class DialVerb
{
    private const double LongestStorm = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var gateways = (int)arguments.Number("--gateways", 1000L);
        var rate = (int)arguments.Number("--rate", 100L);
        var seconds = (int)arguments.Number("--seconds", 10L);
        await using var listener = CanListener.Start(new() { Address = CanLinkType.ParseAddress("tcp-listen://127.0.0.1:0"), MaxDevices = 2 * gateways });
        var start = Itself.With(DiallingGateways.Name, $"{listener.Port}", $"{gateways}", $"{rate}");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        using var dialling = Process.Start(start)!;
        var clock = Stopwatch.StartNew();
        await UntilAsync(() => listener.DevicesConnected == gateways);
        Say($"{gateways:N0} gateways dialled in: {clock.Elapsed.TotalSeconds:0.00} s, {Environment.WorkingSet >> 20:N0} MB");

        var (lost, cores) = await ReceiveAsync(listener, dialling, seconds);
        var storm = await StormAsync(listener, dialling, gateways);
        var doubles = listener.Devices.Count - gateways;
        Say($"after it: {listener.Devices.Count:N0} devices, {listener.ConnectionsReplaced:N0} connections replaced, {listener.ConnectionsRefused:N0} refused");
        dialling.StandardInput.Close();
        await dialling.WaitForExitAsync();
        return lost == 0 && cores < 1 && storm < LongestStorm && doubles == 0 ? 0 : 1;
    }

    private static async Task<(long Lost, double Cores)> ReceiveAsync(CanListener listener, Process dialling, int seconds)
    {
        using var own = Process.GetCurrentProcess();
        var before = own.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var sent = await AskAsync(dialling, $"{DiallingGateways.Send} {seconds}");
        await UntilAsync(() => Received(listener) >= sent);
        own.Refresh();
        var cores = (own.TotalProcessorTime - before) / clock.Elapsed;
        var lost = sent - Received(listener);
        Say($"{sent:N0} frames in {seconds} s ({(double)sent / seconds:N0}/s): {lost:N0} lost, {cores:P0} of a core, {Environment.WorkingSet >> 20:N0} MB");
        return (lost, cores);
    }

    private static async Task<double> StormAsync(CanListener listener, Process dialling, int gateways)
    {
        var sessions = listener.Devices;
        var clock = Stopwatch.StartNew();
        await AskAsync(dialling, DiallingGateways.Storm);
        await UntilAsync(() => sessions.All(session => session.Reconnects > 0 && session.State == CanSessionState.Connected) && listener.ConnectionsPending == 0);
        Say($"storm: {gateways:N0} gateways are back after {clock.Elapsed.TotalSeconds:0.00} s");
        return clock.Elapsed.TotalSeconds;
    }

    private static long Received(CanListener listener) => listener.Devices.Sum(session => session.FramesReceived);

    private static async Task<long> AskAsync(Process dialling, string line)
    {
        await dialling.StandardInput.WriteLineAsync(line);
        return long.Parse(await dialling.StandardOutput.ReadLineAsync() ?? "0", CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var clock = Stopwatch.StartNew(); !condition() && clock.Elapsed < Patience;)
        {
            await Task.Delay(10);
        }
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
