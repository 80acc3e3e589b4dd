using Caneth.Analysis;
using Caneth.Logs;
using Caneth.Signals;
using Caneth.Tests.Signals;

namespace Caneth.Tests.Analysis;

/// <summary>Which bits go with what is known.</summary>
public class SignalSearchTests
{
    private const int Cars = 50;
    private const int Enough = 45;

    [Fact]
    public void The_speed_of_cars_that_nobody_knows_is_found_with_its_ends_and_its_byte_order()
    {
        var missed = new List<string>();
        for (var seed = 1; seed <= Cars; seed++)
        {
            var hidden = HiddenNumber.Make(seed);
            var found = Find(hidden.Frames, hidden.Reference.Select(one => new TimedValue(one.Time, one.Value)));
            var first = found.Count > 0 ? found[0] : null;
            var isRight = first is not null && first.Id == hidden.Id && first.StartBit == hidden.StartBit && first.Length == hidden.Length
                && (hidden.IsInByte || first.ByteOrder == (hidden.IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian));
            if (!isRight)
            {
                missed.Add($"car {seed}: {hidden.Id:X} {hidden.StartBit}|{hidden.Length}@{(hidden.IsBigEndian ? 0 : 1)}, found {first?.ToString() ?? "nothing"}; {first?.GetBits()}");
            }
        }

        Assert.True(missed.Count <= Cars - Enough, string.Join('\n', missed));
    }

    [Theory]
    [InlineData(10, 16, false, false)]
    [InlineData(7, 12, true, false)]
    [InlineData(15, 16, true, true)]
    [InlineData(4, 14, false, true)]
    public void A_number_is_found_with_its_scale_among_counters_constants_and_noise(int start, int length, bool isBigEndian, bool isSigned)
    {
        var random = new Random(7);
        var value = HiddenNumber.Drive(random);
        var layout = Layout(start, length, isBigEndian);
        var middle = isSigned ? 85 : 0;
        var frames = Enumerable.Range(0, 2000).Select(at =>
        {
            var data = (ulong)random.NextInt64() & 0xFF00_0000_0000_0000 | (ulong)(at % 16) << 52 | 0x0005_0000_0000_0000;
            var raw = (long)Math.Round((value(at * 0.02) - middle) * ((1 << length) - 1) / 200);
            return Frame(at * 0.02, Put(data, layout, (ulong)raw));
        }).ToArray();
        var found = Find(frames, Enumerable.Range(0, 400).Select(at => Value(at * 0.1, value(at * 0.1) - middle)));
        Assert.Equal((start, length, isSigned), (found[0].StartBit, found[0].Length, found[0].IsSigned));
        Assert.Equal(isBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian, found[0].ByteOrder);
        Assert.Equal(200.0 / ((1 << length) - 1), found[0].Factor, 0.002 * 200 / (1 << length));
        Assert.InRange(found[0].Correlation, 0.999, 1);
    }

    [Fact]
    public void What_falls_as_the_reference_rises_is_found_and_how_late_it_is()
    {
        var value = HiddenNumber.Drive(new(3));
        var frames = Enumerable.Range(0, 3000).Select(at => Frame(at * 0.01, (ulong)(255 - value(at * 0.01 - 0.4)) << 16));
        var found = Find(frames, Enumerable.Range(0, 300).Select(at => Value(at * 0.1, value(at * 0.1))));
        Assert.InRange(found[0].Correlation, -1, -0.99);
        Assert.InRange(found[0].Lag.TotalMilliseconds, 370, 430);
        Assert.StartsWith("Falls as the reference rises, ", found[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bit_that_is_set_while_something_is_done_is_found_by_marks()
    {
        var random = new Random(5);
        static bool IsOn(double time) => time % 4 > 2.5;
        var frames = Enumerable.Range(0, 1200).Select(at => Frame(at * 0.01, (IsOn(at * 0.01 - 0.2) ? 1UL << 29 : 0) | (ulong)(at % 256) << 32 | (ulong)random.Next(256) << 8));
        var found = Find(frames, Enumerable.Range(0, 240).Select(at => Value(at * 0.05, IsOn(at * 0.05) ? 1 : 0)));
        Assert.Equal((29, 1), (found[0].StartBit, found[0].Length));
        Assert.Equal(1, found[0].Correlation, 0.02);
    }

    [Fact]
    public void Several_signals_of_one_message_are_found_side_by_side()
    {
        var value = HiddenNumber.Drive(new(11));
        var frames = Enumerable.Range(0, 2000).Select(at =>
        {
            var speed = value(at * 0.01);
            return Frame(at * 0.01, (ulong)(speed * 300) | (ulong)(speed * 290 + 50) << 16 | (ulong)(speed * 310 + 7) << 32);
        });
        var found = Find(frames, Enumerable.Range(0, 200).Select(at => Value(at * 0.1, value(at * 0.1))));
        Assert.Equal([0, 16, 32], found.Take(3).Select(one => one.StartBit!.Value).Order());
    }

    [Fact]
    public void What_was_found_is_a_scaled_signal_at_once()
    {
        var value = HiddenNumber.Drive(new(11));
        var frames = Enumerable.Range(0, 2000).Select(at => Frame(at * 0.01, (ulong)(value(at * 0.01) * 10))).ToArray();
        var match = Find(frames, Enumerable.Range(0, 200).Select(at => Value(at * 0.1, value(at * 0.1))))[0];
        var message = match.ToDatabase("Speed").Messages[0];
        Assert.Equal(0.1, message.Signals[0].Factor, 0.001);
        Assert.Equal(value(5), message.Codec.GetValue(0, frames[500].Data.ToArray()).Number, 0.5);
    }

    [Fact]
    public void Nothing_goes_with_a_reference_that_does_not_vary_or_is_of_another_day()
    {
        var frames = Enumerable.Range(0, 500).Select(at => Frame(at * 0.01, (ulong)at)).ToArray();
        Assert.Empty(Find(frames, Enumerable.Range(0, 50).Select(at => Value(at * 0.1, 3))));
        Assert.Empty(Find(frames, Enumerable.Range(0, 50).Select(at => Value(at * 0.1 + 86400, at))));
        Assert.Empty(Find([], Enumerable.Range(0, 50).Select(at => Value(at * 0.1, at))));
    }

    [Fact]
    public void Long_frames_and_frames_that_grow_are_searched_to_their_end()
    {
        var value = HiddenNumber.Drive(new(13));
        var frames = Enumerable.Range(0, 1000).Select(at =>
        {
            var data = new byte[at < 100 ? 8 : 32];
            if (at >= 100)
            {
                (data[20], data[21]) = ((byte)((int)(value(at * 0.02) * 300) >> 8), (byte)(int)(value(at * 0.02) * 300));
            }

            return new CanFrame(0x18, data, FrameFlags.Fd) with { Timestamp = At(at * 0.02) };
        });
        var found = Find(frames, Enumerable.Range(25, 170).Select(at => Value(at * 0.1, value(at * 0.1))));
        Assert.Equal((167, 16, ByteOrder.BigEndian), (found[0].StartBit, found[0].Length, found[0].ByteOrder));
    }

    [Theory]
    [InlineData("thinkcity.dbc")]
    [InlineData("commaai+opendbc/opendbc/dbc/tesla_can.dbc")]
    public void Signals_of_a_real_car_are_where_its_database_says(string name)
    {
        var database = CanDatabase.Parse(OracleData.AllFiles().First(file => file.Name == name).Content, name);
        using var reader = CanLog.Open(SharedData.Find("logs/thinkcity.log"));
        var frames = reader.ReadAll().ToArray();
        var search = Search(frames);
        var wrong = new List<string>();
        var tried = 0;
        foreach (var (message, place) in database.Messages.SelectMany(message => Enumerable.Range(0, message.Signals.Count), (message, place) => (message, place)))
        {
            var signal = message.Signals[place];
            var values = frames.Where(frame => frame.Id == message.Id && message.Codec.IsPresent(place, frame.Data.ToArray()))
                .Select(frame => new TimedValue(frame.Timestamp, message.Codec.GetValue(place, frame.Data.ToArray()).Number)).ToList();
            if (signal.Length < 2 || values.Count < 8 || values.Select(one => one.Value).Distinct().Count() < 3)
            {
                continue;
            }

            tried++;
            ulong[] payloads = [.. frames.Where(frame => frame.Id == message.Id).Select(frame => BitConverter.ToUInt64([.. frame.Data.ToArray(), .. new byte[8]]))];
            var changed = payloads.Aggregate(0UL, (bits, payload) => bits | payload ^ payloads[0]);
            var found = search.Find(values, new() { MaxLag = TimeSpan.Zero }, TestContext.Current.CancellationToken);
            if (found is not [var first, ..] || first.Id != message.Id || !AreThoseOf(first, signal, changed))
            {
                wrong.Add($"{message.Name}.{signal.Name} {message.Id:X} {signal.StartBit}|{signal.Length}@{(signal.ByteOrder == ByteOrder.BigEndian ? 0 : 1)}: "
                    + (found.Count > 0 ? $"{found[0]}; {found[0].GetBits()}" : "nothing"));
            }
        }

        Assert.True(tried >= 1, $"{tried} signals were tried.");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {tried}:\n{string.Join('\n', wrong)}");
    }

    /// <summary>Whether bits are those of a signal, from its highest to its lowest that ever changed.</summary>
    private static bool AreThoseOf(SignalMatch match, SignalDefinition signal, ulong changed)
    {
        var expected = Layout(signal.StartBit, signal.Length, signal.ByteOrder == ByteOrder.BigEndian);
        var first = Array.FindIndex(expected, bit => (changed >> bit & 1) != 0);
        var last = Array.FindLastIndex(expected, bit => (changed >> bit & 1) != 0);
        var found = Layout(match.StartBit!.Value, match.Length!.Value, match.ByteOrder == ByteOrder.BigEndian);
        return found.AsSpan().SequenceEqual(expected.AsSpan(first..(last + 1)));
    }

    /// <summary>The bits of a number, the least significant first.</summary>
    private static int[] Layout(int start, int length, bool isBigEndian)
    {
        var bits = new List<int>();
        for (var bit = start; bits.Count < length; bit = !isBigEndian ? bit + 1 : bit % 8 > 0 ? bit - 1 : bit + 15)
        {
            bits.Add(bit);
        }

        return isBigEndian ? [.. Enumerable.Reverse(bits)] : [.. bits];
    }

    private static ulong Put(ulong data, int[] bits, ulong raw)
    {
        for (var place = 0; place < bits.Length; place++)
        {
            data = data & ~(1UL << bits[place]) | (raw >> place & 1) << bits[place];
        }

        return data;
    }

    private static Timestamp At(double seconds) => MadeUpCar.TimeOf(seconds);

    private static TimedValue Value(double seconds, double value) => new(At(seconds), value);

    private static CanFrame Frame(double seconds, ulong data) => new CanFrame(0x321, BitConverter.GetBytes(data)) with { Timestamp = At(seconds) };

    private static IReadOnlyList<SignalMatch> Find(IEnumerable<CanFrame> frames, IEnumerable<TimedValue> reference) =>
        Search(frames).Find(reference, cancellationToken: TestContext.Current.CancellationToken);

    private static SignalSearch Search(IEnumerable<CanFrame> frames)
    {
        var search = new SignalSearch();
        foreach (var frame in frames)
        {
            search.Add(frame);
        }

        return search;
    }
}
