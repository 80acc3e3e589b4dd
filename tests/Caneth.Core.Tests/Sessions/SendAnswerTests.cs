using System.Diagnostics.Metrics;
using Caneth.Links;
using Caneth.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Sessions;

/// <summary>Whoever has the answer to a send finds its frames in the counters.</summary>
public sealed class SendAnswerTests : IDisposable
{
    private readonly string name = $"answered {Guid.NewGuid()}";
    private readonly FakeTimeProvider time = new();
    private readonly MeterListener listener = new();
    private readonly PendingSend send = new(Numbered(0, 3), atomic: false, new SendLimits(TimeSpan.FromSeconds(1)));
    private readonly List<(string Instrument, bool Answered)> counted = [];
    private readonly SendQueue queue;

    public SendAnswerTests()
    {
        listener.InstrumentPublished = (instrument, itself) =>
        {
            if (instrument.Meter.Name == "Caneth" && !instrument.IsObservable)
            {
                itself.EnableMeasurementEvents(instrument);
            }
        };

        // It is called within the count, so it sees whether the answer came earlier.
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            if (tags.Length == 1 && tags[0].Value as string == name)
            {
                counted.Add((instrument.Name, send.Sent.IsCompleted));
            }
        });
        listener.Start();
        queue = new(name, 112, new() { SendBuffer = 1000, TimeProvider = time }, new(new("device", name)));
        Assert.True(queue.EnqueueAsync(send).IsCompletedSuccessfully);
    }

    public void Dispose()
    {
        queue.Dispose();
        listener.Dispose();
    }

    [Fact]
    public void What_was_sent_is_counted_first()
    {
        Assert.Equal(3, queue.Prepare(new CanFrame[112], 112));
        queue.Taken(new LinkWrite(3, 39), new UnconfirmedFrames(() => 0, time));
        AnsweredAfter("caneth.frames.sent", "caneth.bytes.sent");
    }

    [Fact]
    public void What_was_given_up_is_counted_first()
    {
        Assert.Equal(3, queue.Clear("the send buffer was cleared"));
        AnsweredAfter("caneth.frames.discarded");
    }

    [Fact]
    public void What_was_withdrawn_is_counted_first()
    {
        queue.Withdraw(send);
        AnsweredAfter("caneth.frames.withdrawn");
    }

    [Fact]
    public void What_may_wait_no_longer_is_counted_first()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        queue.TakeBackExpired();
        AnsweredAfter("caneth.frames.withdrawn");
    }

    private void AnsweredAfter(params string[] instruments)
    {
        Assert.True(send.Sent.IsCompleted);
        Assert.Equal(instruments.Select(instrument => (instrument, false)), counted);
    }
}
