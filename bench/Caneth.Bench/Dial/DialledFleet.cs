using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Caneth.Listening;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>The gateways that dialled in, as their listener has them.</summary>
/// <param name="listener">Where they dialled in.</param>
/// <param name="readers">Who reads what each of them sends, by its name.</param>
/// <param name="dialling">The process in which they are.</param>
/// <param name="gateways">How many they are.</param>
internal sealed class DialledFleet(CanListener listener, ConcurrentDictionary<string, NumberedReader> readers, Process dialling, int gateways)
{
    private long sent;

    /// <summary>Frames lost so far, of all gateways together.</summary>
    public long FramesLost { get; private set; }

    /// <summary>Lets all of them send for some seconds, and says what came.</summary>
    /// <returns>How much of a core this process took.</returns>
    public async Task<double> ReceiveAsync(int seconds)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var now = await AskAsync($"{DiallingGateways.Send} {seconds}");
        sent += now;
        await DialVerb.UntilAsync(() => readers.Values.Sum(reader => reader.Received) >= sent);
        var cores = (Environment.CpuUsage.TotalTime - before) / clock.Elapsed;
        var each = sent / gateways;
        var incomplete = readers.Values.Count(reader => reader.Received != each);
        FramesLost = sent - readers.Values.Sum(reader => reader.Received);
        DialVerb.Say($"{now:N0} frames in {clock.Elapsed.TotalSeconds:0.0} s: {cores:P1} of a core, {Environment.WorkingSet >> 20:N0} MB");
        DialVerb.Say($"{FramesLost:N0} lost so far: {incomplete:N0} gateways without some of theirs, {readers.Values.Sum(reader => reader.OutOfOrder):N0} gaps");
        return cores;
    }

    /// <summary>Lets all of them dial again at once.</summary>
    /// <param name="storm">How.</param>
    /// <returns>After which time all of them were back.</returns>
    public async Task<TimeSpan> DialAgainAsync(string storm)
    {
        var sessions = listener.Devices.Select(session => (Session: session, session.Reconnects)).ToList();
        var clock = Stopwatch.StartNew();
        await AskAsync(storm);
        await DialVerb.UntilAsync(() => listener.ConnectionsPending == 0
            && sessions.TrueForAll(before => before.Session.Reconnects > before.Reconnects && before.Session.State == CanSessionState.Connected));
        return clock.Elapsed;
    }

    private async Task<long> AskAsync(string line)
    {
        await dialling.StandardInput.WriteLineAsync(line);
        return long.Parse(await dialling.StandardOutput.ReadLineAsync() ?? "0", CultureInfo.InvariantCulture);
    }
}
