using System.Diagnostics;
using System.Globalization;
using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// A simulated gateway sends 8,000 frames/s, among them some at random that trigger a recording, which keeps what surrounds each. Holds every
/// file against a ledger of its own, which has the number and the time of each frame, and says how much memory it took.
/// </summary>
internal static class TriggerVerb
{
    private const int FramesPerMillisecond = 8;
    private const int PacketLength = 10;
    private const int FrameSize = 32;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var minutes = arguments.Number("--minutes", 10.0);
        var count = (int)arguments.Number("--triggers", 100L);
        var before = TimeSpan.FromSeconds(arguments.Number("--before", 3.0));
        var after = TimeSpan.FromSeconds(arguments.Number("--after", 2.0));
        var seed = (int)arguments.Number("--seed", Environment.TickCount & 0xFFFF);
        var packets = (int)(minutes * 60_000 / PacketLength);
        var ledger = new TriggerLedger(packets * PacketLength * FramesPerMillisecond, count, new Random(seed));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} triggers in {minutes:0.##} min at {FramesPerMillisecond * 1000:N0} frames/s, "
            + $"from {before.TotalSeconds} s before to {after.TotalSeconds} s after each; seed {seed}"));
        using var folder = TemporaryFolder.OnDisk();
        await using var gateway = GatewaySimulator.Start();
        await using var session = await CanSession.ConnectAsync("127.0.0.1", gateway.Port);
        await gateway.WaitForClientsAsync();
        using var all = session.Subscribe(new() { Capacity = CanRecording.RecommendedCapacity });
        var keeping = ledger.KeepAsync(all);
        var memory = new HeldMemory();
        var recording = CanRecording.Start([session.Subscribe(new() { Capacity = CanRecording.RecommendedCapacity })], new()
        {
            Path = folder.Of("event.log"),
            Trigger = new() { Before = before, After = after, Filter = FrameFilter.ForId(TriggerLedger.TriggerId) },
        });
        Send(gateway, ledger, packets, memory);
        await gateway.FlushAsync();
        await keeping;
        await recording.StopAsync();

        var wrong = ledger.Compare(folder.Path, before, after, out var windows);
        Console.WriteLine($"{recording.Triggers:N0} triggers, {windows:N0} windows, {recording.Files:N0} files, {recording.FramesWritten:N0} frames in them; "
            + $"{recording.FramesLost:N0} lost, {wrong.Count:N0} files wrong");
        wrong.ForEach(Console.WriteLine);
        var window = (long)((before.TotalSeconds + 1) * 1000 * FramesPerMillisecond) * FrameSize;
        Console.WriteLine($"memory on the heap: {memory.Early / 1e6:N1} MB at most in the first quarter, {memory.Late / 1e6:N1} MB in the last; "
            + $"the frames of a window are {window / 1e6:N1} MB, the ledger {ledger.Length / 1e6:N1} MB of all of it");
        return wrong.Count == 0 && recording.Triggers == count && recording.FramesLost == 0 ? 0 : 1;
    }

    // At absolute times, so that the rate is the rate.
    private static void Send(GatewaySimulator gateway, TriggerLedger ledger, int packets, HeldMemory memory)
    {
        const int Packet = FramesPerMillisecond * PacketLength;
        const int PacketsPerLook = 500;
        var clock = Stopwatch.StartNew();
        var frames = new CanFrame[Packet];
        for (var number = 0; number < packets; number++)
        {
            for (var index = 0; index < Packet; index++)
            {
                frames[index] = ledger.Make(number * Packet + index);
            }

            gateway.Send(frames);
            if (number % PacketsPerLook == 0)
            {
                memory.Look((double)number / packets);
            }

            var rest = (number + 1) * PacketLength - clock.Elapsed.TotalMilliseconds;
            if (rest > 0)
            {
                Thread.Sleep((int)Math.Ceiling(rest));
            }
        }
    }

    /// <summary>The most memory that was held, early and late.</summary>
    private sealed class HeldMemory
    {
        public long Early { get; private set; }

        public long Late { get; private set; }

        /// <summary>Looks how much is held.</summary>
        /// <param name="done">How much of all is done, 0 to 1.</param>
        public void Look(double done)
        {
            var now = GC.GetTotalMemory(forceFullCollection: true);
            Early = done < 0.25 ? Math.Max(Early, now) : Early;
            Late = done >= 0.75 ? Math.Max(Late, now) : Late;
        }
    }
}
