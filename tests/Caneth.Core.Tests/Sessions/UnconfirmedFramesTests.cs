using Caneth.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Sessions;

/// <summary>The memory of what was written: a ring of frames, whose account must be right to the frame.</summary>
public class UnconfirmedFramesTests
{
    private readonly FakeTimeProvider time = new();
    private long? acknowledged = 0;

    [Fact]
    public void What_was_acknowledged_is_forgotten_and_the_rest_is_kept_in_order()
    {
        var history = Written(10);
        acknowledged = 4;
        Assert.Equal(Enumerable.Range(4, 6), Remembered(history));
        Assert.Empty(Remembered(history));
    }

    [Fact]
    public void Whatever_the_pieces_and_the_acknowledgements_the_account_is_right() =>
        Gen.Select(Gen.Int[0, 250], Gen.Double[0, 1]).Array[1, 200].Sample(pieces =>
        {
            var known = 0L;
            var history = new UnconfirmedFrames(() => known, time);
            var written = 0;
            foreach (var (count, share) in pieces)
            {
                history.Append(Numbered(written, count));
                written += count;
                known += (long)((written - known) * share);
            }

            Assert.Equal(Enumerable.Range((int)known, written - (int)known), Remembered(history));
        }, iter: 300);

    [Fact]
    public void Where_the_system_tells_nothing_the_last_second_counts_as_unconfirmed()
    {
        acknowledged = null;
        var history = Written(3);
        time.Advance(TimeSpan.FromSeconds(0.6));
        history.Append(Numbered(3, 2));
        time.Advance(TimeSpan.FromSeconds(0.6));
        history.Append(Numbered(5, 1));
        Assert.Equal([3, 4, 5], Remembered(history));
    }

    [Fact]
    public void A_batch_stays_together_even_where_its_beginning_was_acknowledged()
    {
        var history = Written(5);
        history.MarkAtomic(3);
        history.Append(Numbered(5, 1));
        acknowledged = 4;
        var groups = history.Take(except: 0, keepTogether: true);
        Assert.Equal([2, 3, 4], NumbersOf(groups[0].Frames));
        Assert.True(groups[0].Atomic);
        Assert.Equal([5], NumbersOf(groups[1].Frames));
        Assert.False(groups[1].Atomic);
    }

    [Fact]
    public void A_batch_that_was_followed_by_other_frames_in_the_same_write_is_the_right_one()
    {
        var history = Written(6);
        history.MarkAtomic(2, followedBy: 3);
        var groups = history.Take(except: 0, keepTogether: true);
        Assert.Equal([[0], [1, 2], [3, 4, 5]], groups.Select(group => NumbersOf(group.Frames)));
        Assert.Equal([false, true, false], groups.Select(group => group.Atomic));
    }

    [Fact]
    public void What_is_reported_is_only_what_was_not_acknowledged_in_a_batch_too()
    {
        var history = Written(5);
        history.MarkAtomic(3);
        acknowledged = 4;
        Assert.Equal([4], NumbersOf(history.Take(except: 0, keepTogether: false).SelectMany(group => group.Frames)));
    }

    [Fact]
    public void A_batch_that_is_on_its_way_is_kept_from_its_beginning()
    {
        // The ring is full of acknowledged frames when the second half comes, and would be used again.
        var history = Written(FramesThatFill);
        history.Append(Numbered(FramesThatFill, 60));
        history.BeginAtomic(60);
        acknowledged = FramesThatFill + 50;
        for (var more = 0; more < 52; more++)
        {
            history.Append(Numbered(FramesThatFill + 60 + more, 1));
        }

        history.MarkAtomic(112);
        history.Append(Numbered(FramesThatFill + 112, FramesThatFill - 200));
        var groups = history.Take(except: 0, keepTogether: true);
        Assert.Equal(Enumerable.Range(FramesThatFill, 112), NumbersOf(groups[0].Frames));
        Assert.True(groups[0].Atomic);
    }

    [Fact]
    public void A_gateway_that_refused_the_client_confirmed_nothing()
    {
        var history = Written(500);
        acknowledged = 500;
        history.DistrustAcknowledgements();
        Assert.Equal(Enumerable.Range(0, 500), Remembered(history));
    }

    private static int FramesThatFill => UnconfirmedFrames.KeptAnyway;

    private static IEnumerable<int> Remembered(UnconfirmedFrames history) =>
        NumbersOf(history.Take(except: 0, keepTogether: true).SelectMany(group => group.Frames));

    private UnconfirmedFrames Written(int count)
    {
        var history = new UnconfirmedFrames(() => acknowledged, time);
        history.Append(Numbered(0, count));
        return history;
    }
}
