using System.Diagnostics.Metrics;
using Caneth.Flow;

namespace Caneth.Tests.Flow;

/// <summary>What is counted is exact, whoever counts, and reaches whoever listens.</summary>
public class TallyTests
{
    private enum Thing
    {
        Seen,

        [Instrument("caneth.test.things", "{thing}", "Things that a test counted.")]
        Measured,
    }

    [Fact]
    public void What_many_threads_add_is_all_there_and_a_part_counts_for_the_whole()
    {
        var whole = new Tally<Thing>();
        Tally<Thing>[] parts = [new(whole: whole), new(whole: whole)];
        Parallel.For(0, 1000, index => parts[index % 2].Add(Thing.Seen, index));
        Assert.Equal(499_500, whole[Thing.Seen]);
        Assert.Equal(499_500, parts.Sum(part => part[Thing.Seen]));
        Assert.Equal(0, whole[Thing.Measured]);
    }

    [Fact]
    public void A_snapshot_stays_as_it_is_and_equals_another_of_the_same_numbers()
    {
        var tally = new Tally<Thing>();
        tally.Add(Thing.Seen, 3);
        var before = tally.Snapshot();
        Assert.Equal(before, tally.Snapshot());
        tally.Add(Thing.Measured, 1);
        Assert.Equal((3, 0), (before[Thing.Seen], before[Thing.Measured]));
        Assert.NotEqual(before, tally.Snapshot());
    }

    [Fact]
    public void Only_what_has_a_tag_and_an_instrument_is_measured()
    {
        var heard = new List<(string, long, object?)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, itself) =>
            {
                if (instrument.Name == "caneth.test.things")
                {
                    itself.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => heard.Add((instrument.Unit!, value, tags[0].Value)));
        listener.Start();
        var whole = new Tally<Thing>(new("owner", "me"));
        new Tally<Thing>(whole: whole).Add(Thing.Measured, 5);
        whole.Add(Thing.Seen, 7);
        whole.Add(Thing.Measured, 0);
        new Tally<Thing>().Add(Thing.Measured, 9);
        Assert.Equal([("{thing}", 5L, (object?)"me")], heard);
    }

    [Fact]
    public void To_count_allocates_nothing()
    {
        var tally = new Tally<Thing>(new("owner", "me"), new());
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var index = 0; index < 1000; index++)
            {
                tally.Add(Thing.Measured, index);
            }
        }));
    }
}
