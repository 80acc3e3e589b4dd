using System.Diagnostics;
using Caneth.Flow;
using Caneth.Sessions;
using Caneth.Transmission;

namespace Caneth.Bench;

/// <summary>
/// Sends messages again and again through a session to a socket that reads, and prints how well they kept their time: when each frame was
/// handed to the operating system. python-can's send_periodic does the same beside it.
/// </summary>
internal static class TransmitVerb
{
    private static readonly double[] Steps = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 1000];

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var messages = (int)arguments.Number("--messages", 100L);
        var period = TimeSpan.FromMilliseconds(arguments.Number("--period", 10.0));
        var time = TimeSpan.FromSeconds(arguments.Number("--seconds", 60L));
        using var sink = Peer.Sink();
        await using var session = await CanSession.ConnectAsync("127.0.0.1", sink.Port);
        var (times, share) = Measure(session, messages, period, time);
        Console.WriteLine($"{messages:N0} messages each {period.TotalMilliseconds:0.###} ms for {time.TotalSeconds:0} s");
        Console.WriteLine($"Caneth:     {CyclicFigures.Of(times, period, share)}");
        Console.WriteLine($"bare sleep: {Bare(messages, period, time)}");
        if (PythonCan.Find() is { } python)
        {
            Console.WriteLine($"{python.Version}: {python.Cyclic(sink.Port, messages, period, time)}");
        }

        Console.WriteLine();
        Console.WriteLine($"{"error in ms",-14} {"periods",12}");
        var errors = CyclicFigures.Errors(times, period);
        for (var step = 1; step < Steps.Length; step++)
        {
            var (from, to) = (Steps[step - 1], Steps[step]);
            Console.WriteLine($"{$"{from} to {to}",-14} {errors.Count(error => error >= from && error < to),12:N0}");
        }

        return 0;
    }

    private static (IReadOnlyList<IReadOnlyList<TimeSpan>> Times, double Share) Measure(CanSession session, int messages, TimeSpan period, TimeSpan time)
    {
        using var transmitter = new CyclicTransmitter();
        var sinks = Enumerable.Range(0, messages).Select(_ => new TimedSink(new ImmediateSender(session, period), (int)(time / period) + 10)).ToList();
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < messages; index++)
        {
            transmitter.Start($"{index}", sinks[index], new FrameCycle(new CanFrame((uint)(0x100 + index), new byte[8])), new(period));
        }

        Thread.Sleep(time);
        transmitter.Dispose();
        return ([.. sinks.Select(sink => sink.Times)], (Environment.CpuUsage.TotalTime - processor) / clock.Elapsed);
    }

    /// <summary>A thread that sleeps until each moment and does nothing else: what this machine can do.</summary>
    private static CyclicFigures Bare(int messages, TimeSpan period, TimeSpan time)
    {
        var step = period / Math.Max(1, Math.Min(messages, period.TotalMilliseconds));
        var times = new List<TimeSpan>();
        var processor = Environment.CpuUsage.TotalTime;
        var thread = new Thread(() =>
        {
            using var sleep = new PreciseSleep();
            var begin = Stopwatch.GetTimestamp();
            for (var due = step; due < time; due += step)
            {
                sleep.For(due - Stopwatch.GetElapsedTime(begin));
                times.Add(Stopwatch.GetElapsedTime(begin));
            }
        }) { Priority = ThreadPriority.AboveNormal };
        thread.Start();
        thread.Join();
        return CyclicFigures.Of([times], step, (Environment.CpuUsage.TotalTime - processor) / time);
    }

    /// <summary>Notes when each frame that was taken was with the operating system.</summary>
    private sealed class TimedSink(IImmediateSink sink, int most) : IImmediateSink
    {
        private bool isTaken;

        public List<TimeSpan> Times { get; } = new(most);

        public string Name => sink.Name;

        public bool IsOver => sink.IsOver;

        public long FramesNotSent => sink.FramesNotSent;

        public bool TrySend(in CanFrame frame) => isTaken = sink.TrySend(frame);

        public void Flush()
        {
            sink.Flush();
            if (isTaken)
            {
                Times.Add(Stopwatch.GetElapsedTime(0));
                isTaken = false;
            }
        }
    }
}
