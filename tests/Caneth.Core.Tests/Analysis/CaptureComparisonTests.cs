using Caneth.Analysis;
using Caneth.Signals;

namespace Caneth.Tests.Analysis;

/// <summary>What a second capture does that a first never did.</summary>
public class CaptureComparisonTests
{
    private const int Cars = 50;
    private const int Enough = 48;

    [Fact]
    public void The_bit_of_a_button_comes_first_in_cars_that_nobody_knows()
    {
        var missed = new List<string>();
        for (var seed = 1; seed <= Cars; seed++)
        {
            var hidden = HiddenButton.Make(seed);
            var found = Compare(hidden.Quiet, hidden.Pressed);
            if (found is not [{ Kind: FrameDifferenceKind.Switch, Length: 1 } first, ..] || first.Id != hidden.Id || first.StartBit != hidden.Bit)
            {
                var place = found.ToList().FindIndex(one => one.Id == hidden.Id && one.StartBit == hidden.Bit);
                missed.Add($"car {seed}: {hidden.Id:X} bit {hidden.Bit} is number {place}, before it {found[0]} (score {found[0].Score:0.000}); {(place < 0 ? "it was not found" : $"{found[place]} ({found[place].Score:0.000})")}");
            }
        }

        Assert.True(missed.Count <= Cars - Enough, string.Join('\n', missed));
    }

    [Fact]
    public void A_switch_is_told_with_how_often_it_changed_and_since_when()
    {
        var found = Compare(Frames(300, at => [0x10, (byte)at]), Frames(300, at => [(byte)(at % 100 < 30 ? 0x14 : 0x10), (byte)at]));
        var first = found[0];
        Assert.Equal((FrameDifferenceKind.Switch, 2, 1, 5), (first.Kind, first.StartBit, first.Length, first.Changes));
        Assert.Equal(Frames(300, _ => [0])[30].Timestamp, first.FirstChange);
        Assert.Equal("Clear in all 300 frames before, set 3 times now.", first.Why);
        Assert.Equal("2", first.GetBits());
    }

    [Fact]
    public void Counters_and_checksums_come_last_although_they_change_with_the_button()
    {
        CanFrame[] Drive(Func<int, int> button) => Frames(400, at =>
        {
            byte[] data = [(byte)(at % 16), (byte)button(at), 0x21, 0];
            data[3] = (byte)(data[0] + data[1] + data[2] + 0x23);
            return data;
        });

        // The upper half of the sum never changed before, and does so now.
        var found = Compare(Drive(_ => 0), Drive(at => at % 100 is >= 25 and < 75 ? 0x40 : 0));
        Assert.Equal(14, found[0].StartBit);
        Assert.True(found[0].Score > 0.9);
        Assert.All(found.Where(one => one.StartBit / 8 == 3), one => Assert.Contains("a checksum (Sum8.LowId)", one.Why, StringComparison.Ordinal));
        Assert.All(found.Where(one => one.StartBit / 8 == 3), one => Assert.True(one.Score < 0.05));
    }

    [Fact]
    public void The_high_part_of_a_number_that_moves_on_is_no_switch()
    {
        var found = Compare(Frames(500, at => [(byte)(at / 5), 0]), Frames(500, at => [(byte)(100 + at / 5), (byte)(at % 120 < 40 ? 1 : 0)]));
        Assert.Equal(8, found[0].StartBit);
        var high = Assert.Single(found, one => one.StartBit == 7);
        Assert.True(high.Score < 0.1);
        Assert.Contains("rather a part of a number", high.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_of_one_page_of_a_multiplexed_message_is_found()
    {
        static byte[] Page(int at, bool on) => (at % 3) switch
        {
            0 => [1, 0xF0, 0x55],
            1 => [2, (byte)(on ? 0x18 : 0x10), 0xAA],
            _ => [3, (byte)(at * 7), 0x00],
        };

        var found = Compare(Frames(600, at => Page(at, false)), Frames(600, at => Page(at, at % 150 > 100)));
        Assert.Equal(11, found[0].StartBit);
        Assert.StartsWith("Where the multiplexer is 2: Clear in all 200 frames", found[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_are_new_missing_faster_or_longer_are_told()
    {
        var quiet = Frames(100, _ => [0]).Concat(Frames(50, _ => [0], 0x200)).Concat(Frames(200, _ => [0], 0x300));
        var pressed = Frames(100, _ => [0, 0]).Concat(Frames(5, _ => [0], 0x400)).Concat(Frames(20, _ => [0], 0x300));
        var kinds = Compare(quiet, pressed).ToDictionary(one => (one.Kind, one.Id), one => one.Why);
        Assert.Equal("Had 1 byte before, and has 2 bytes now.", kinds[(FrameDifferenceKind.Length, 0x123)]);
        Assert.Equal("Never came before, and 5 times now.", kinds[(FrameDifferenceKind.NewId, 0x400)]);
        Assert.Equal("Came 50 times before, and never now.", kinds[(FrameDifferenceKind.MissingId, 0x200)]);
        Assert.Contains((FrameDifferenceKind.Rate, 0x300u), kinds.Keys);
    }

    [Fact]
    public void A_state_new_values_and_more_activity_are_told()
    {
        var random = new Random(1);
        var kinds = Compare(
            Frames(1000, at => [1, (byte)(at % 2 == 0 ? 3 : 4), (byte)(at / 500)]),
            Frames(1000, at => [3, (byte)(at % 3 + 3), (byte)random.Next(2)])).ToDictionary(one => (one.Kind, one.StartBit));
        Assert.Equal("Clear in all 1,000 frames before, and another value in all 1,000 now.", kinds[(FrameDifferenceKind.State, 1)].Why);
        Assert.Equal("Byte 1 had 2 values before, and has new ones now: 05.", kinds[(FrameDifferenceKind.Value, 8)].Why);
        Assert.StartsWith("Changed once in 1,000 frames before; ", kinds[(FrameDifferenceKind.Activity, 16)].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Bits_have_the_names_that_a_database_gives_them_and_its_multiplexer_chooses_the_page()
    {
        var database = CanDatabase.Parse("""
            BO_ 291 Body: 3 A
             SG_ Page M : 16|8@1+ (1,0) [0|0] "" A
             SG_ Horn m5 : 3|1@1+ (1,0) [0|0] "" A
             SG_ Level m6 : 0|8@1+ (1,0) [0|0] "" A
            """u8, "car");
        static byte[] Page(int at, bool on) => at % 2 == 0 ? [(byte)(on ? 8 : 0), 0, 5] : [(byte)(at / 2), 0, 6];
        var found = Compare(Frames(600, at => Page(at, false)), Frames(600, at => Page(at, at % 150 > 100)), new(database));
        Assert.Equal(("Body", "Horn", 3), (found[0].Message, found[0].Signal, found[0].StartBit));
    }

    [Fact]
    public void What_was_found_is_a_signal_at_once()
    {
        var frames = Frames(300, at => [0, (byte)(at % 100 < 30 ? 1 : 0)]);
        var database = Compare(Frames(300, _ => [0, 0]), frames)[0].ToDatabase("Horn");
        Assert.Empty(database.Problems);
        Assert.True(database.TryFind(0x123, false, out var message));
        Assert.Equal(("Id_123", 2, 1.0), (message.Name, message.Length, message.Codec.GetValue(0, frames[0].Data.ToArray()).Number));
        Assert.Throws<ArgumentException>(() => Compare(Frames(300, _ => [0, 0]), frames)[0].ToDatabase("no name"));
    }

    [Fact]
    public void Captures_of_one_device_each_are_compared_whatever_it_is_called_and_error_frames_and_remote_frames_do_no_harm()
    {
        var quiet = Frames(200, _ => [0]).Select(frame => frame with { Device = "quiet" });
        var pressed = Frames(200, at => [(byte)(at % 60 < 30 ? 0 : 1)]).Append(CanFrame.CreateRemote(0x123)).Append(new(1, [1], FrameFlags.Error)).Select(frame => frame with { Device = "pressed" });
        Assert.Equal(FrameDifferenceKind.Switch, Compare(quiet, pressed)[0].Kind);
        Assert.DoesNotContain(Compare(quiet, pressed), one => one.Id == 1);
        Assert.Empty(Compare([], []));
    }

    [Fact]
    public void The_memory_of_a_million_frames_is_that_of_their_ids()
    {
        var comparison = new CaptureComparison();
        var frames = Frames(1000, at => [(byte)at, (byte)(at >> 8), 3, 4, 5, 6, 7, 8]);
        foreach (var frame in frames)
        {
            comparison.AddReference(frame);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            foreach (var frame in frames)
            {
                comparison.AddReference(frame);
            }
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    private static IReadOnlyList<FrameDifference> Compare(IEnumerable<CanFrame> reference, IEnumerable<CanFrame> difference, DatabaseSet? databases = null)
    {
        var comparison = new CaptureComparison(databases);
        foreach (var frame in reference)
        {
            comparison.AddReference(frame);
        }

        foreach (var frame in difference)
        {
            comparison.AddDifference(frame);
        }

        return comparison.GetDifferences();
    }

    /// <summary>A frame every 10 ms.</summary>
    private static CanFrame[] Frames(int count, Func<int, byte[]> data, uint id = 0x123) =>
        [.. Enumerable.Range(0, count).Select(at => new CanFrame(id, data(at)) with { Timestamp = new(1_700_000_000_000_000_000 + at * 10_000_000L), Device = "can0" })];
}
