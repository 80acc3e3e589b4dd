using System.Diagnostics;
using System.Globalization;
using System.Text;
using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>Decoding and encoding of signals, on one thread: millions of random frames of messages of eight signals.</summary>
internal static class SignalsBench
{
    private const int FrameCount = 4096;
    private const int Passes = 250;
    private const int SignalCount = 8;

    /// <summary>Integers within 8 bytes, in both byte orders, as most messages have.</summary>
    private const string Plain = """
        BO_ 256 Plain: 8 X
         SG_ A : 0|8@1+ (1,0) [0|0] "" X
         SG_ B : 8|12@1+ (0.25,0) [0|0] "" X
         SG_ C : 20|4@1+ (1,0) [0|0] "" X
         SG_ D : 31|16@0- (0.1,-40) [0|0] "" X
         SG_ E : 40|1@1+ (1,0) [0|0] "" X
         SG_ F : 41|7@1+ (2,1) [0|0] "" X
         SG_ G : 55|10@0+ (0.5,0) [0|0] "" X
         SG_ H : 61|6@0- (1,0) [0|0] "" X

        """;

    /// <summary>CAN FD: beyond the first 8 bytes, across their borders, 64 bits and floats.</summary>
    private const string General = """
        BO_ 257 General: 64 X
         SG_ A : 0|64@1+ (1,0) [0|0] "" X
         SG_ B : 71|64@0- (1,0) [0|0] "" X
         SG_ C : 130|33@1+ (0.5,0) [0|0] "" X
         SG_ D : 190|20@0- (0.1,-40) [0|0] "" X
         SG_ E : 256|32@1- (1,0) [0|0] "" X
         SG_ F : 320|64@1- (1,0) [0|0] "" X
         SG_ G : 391|7@1+ (2,1) [0|0] "" X
         SG_ H : 500|12@1+ (1,0) [0|0] "" X
        SIG_VALTYPE_ 257 E : 1;
        SIG_VALTYPE_ 257 F : 2;

        """;

    /// <summary>A multiplexer in a multiplexer.</summary>
    private const string Multiplexed = """
        BO_ 258 Multiplexed: 8 X
         SG_ S M : 0|1@1+ (1,0) [0|0] "" X
         SG_ T m1M : 1|2@1+ (1,0) [0|0] "" X
         SG_ A m0 : 8|16@1+ (1,0) [0|0] "" X
         SG_ B m0 : 24|16@1- (0.5,0) [0|0] "" X
         SG_ C m0 : 40|16@1+ (1,0) [0|0] "" X
         SG_ D m1 : 8|8@1+ (1,0) [0|0] "" X
         SG_ E m1 : 16|24@1+ (1,0) [0|0] "" X
         SG_ F : 56|8@1+ (1,0) [0|0] "" X
        SG_MUL_VAL_ 258 D T 0-1;
        SG_MUL_VAL_ 258 E T 2-3;

        """;

    public static async Task RunAsync(Options options, Report report)
    {
        var database = CanDatabase.Parse(Encoding.UTF8.GetBytes(Plain + General + Multiplexed + Others()), "bench.dbc");
        var set = new DatabaseSet(database);
        var allocated = 0L;
        var medians = await Report.InTurnAsync(options.Rounds,
            () => Decode("Plain"),
            () => Decode("General"),
            () => Decode("Multiplexed"),
            () => Encode("Plain"),
            () => Encode("General"),
            () => FindAndDecode());
        Add("signals: decode, integers within 8 bytes", medians[0] * SignalCount, "signals/s", 150e6);
        Add("signals: decode, CAN FD with 64 bits and floats", medians[1] * SignalCount, "signals/s", 50e6);
        Add("signals: decode, multiplexed twice", medians[2] * SignalCount, "signals/s", 50e6);
        Add("signals: encode, integers within 8 bytes", medians[3], "frames/s", 5e6);
        Add("signals: encode, CAN FD with 64 bits and floats", medians[4], "frames/s", 5e6);
        Add("signals: look up by id among 300 messages and decode", medians[5], "frames/s", 8e6);
        report.Add("  allocated in all of it", allocated, "bytes", bar: "0", met: allocated == 0);

        void Add(string what, double value, string unit, double bar) =>
            report.Add(what, value, unit, bar: bar.ToString("N0", CultureInfo.InvariantCulture), met: value >= bar);

        Task<double> Decode(string name)
        {
            var message = database.Find(name)!;
            var frames = Frames(_ => message);
            var codec = message.Codec;
            var values = new double[codec.Count];
            return Measure(() =>
            {
                foreach (ref readonly var frame in frames.AsSpan())
                {
                    codec.Decode(frame, values);
                }
            });
        }

        Task<double> FindAndDecode()
        {
            var frames = Frames(random => database.Messages[random.Next(database.Messages.Count)]);
            var values = new double[SignalCount];
            return Measure(() =>
            {
                foreach (ref readonly var frame in frames.AsSpan())
                {
                    if (set.TryFind(frame, out var message))
                    {
                        message.Codec.Decode(frame, values);
                    }
                }
            });
        }

        Task<double> Encode(string name)
        {
            var message = database.Find(name)!;
            var codec = message.Codec;
            var values = Array.ConvertAll(Frames(_ => message), frame =>
            {
                var decoded = new double[codec.Count];
                codec.Decode(frame, decoded);
                return decoded;
            });
            var data = new byte[message.Length];
            return Measure(() =>
            {
                foreach (var one in values)
                {
                    codec.Encode(one, data);
                }
            });
        }

        Task<double> Measure(Action pass)
        {
            pass();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.GetTimestamp();
            for (var count = 0; count < Passes; count++)
            {
                pass();
            }

            var elapsed = Stopwatch.GetElapsedTime(clock);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            return Task.FromResult((double)FrameCount * Passes / elapsed.TotalSeconds);
        }
    }

    private static string Others() => string.Concat(Enumerable.Range(0x200, 297).Select(id => Plain.Replace("256 Plain", $"{id} Plain{id}", StringComparison.Ordinal)));

    private static CanFrame[] Frames(Func<Random, MessageDefinition> message)
    {
        var random = new Random(1);
        var frames = new CanFrame[FrameCount];
        foreach (ref var frame in frames.AsSpan())
        {
            var chosen = message(random);
            var data = new byte[chosen.Length];
            random.NextBytes(data);
            frame = new(chosen.Id, data, chosen.Fd ? FrameFlags.Fd : FrameFlags.None);
        }

        return frames;
    }
}
