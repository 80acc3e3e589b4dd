using System.Text.Json;
using Caneth.Publishing;
using Caneth.Signals;
using Caneth.Tests.Flow;

namespace Caneth.Tests.Publishing;

/// <summary>Every frame arrives, or is counted.</summary>
public sealed class CanPublisherTests : IDisposable
{
    private static readonly Timestamp Now = new DateTime(2026, 1, 31, 13, 45, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder folder = new();
    private readonly FakeBroker broker = new();

    public void Dispose() => folder.Dispose();

    private PublisherOptions Options(int batchSize = 1000) => new()
    {
        Broker = new() { Address = BrokerAddress.Parse("nats://broker", out _, out _) },
        SpoolPath = folder.Path,
        MaxDelay = TimeSpan.FromMilliseconds(50),
        BatchSize = batchSize,
    };

    private CanPublisher Start(QueuedSource source, PublisherOptions? options = null) => CanPublisher.Start([source], broker, options ?? Options());

    [Fact]
    public async Task Every_frame_arrives_in_batches_with_numbers_and_names()
    {
        var source = new QueuedSource { Name = "truck 17" };
        var publisher = Start(source.Add(Numbered(0, 2500)));
        await Waiting.Until(() => broker.Frames.Count() == 2500);
        Assert.Equal(PublisherState.Publishing, publisher.State);
        source.Add(Numbered(2500, 10));
        source.End();
        await publisher.Completion;
        Assert.Equal(Enumerable.Range(0, 2510), NumbersOf(broker.Frames));
        Assert.Equal([0, 1000, 2000, 2500], broker.Batches.Select(batch => batch.FirstSequence));
        Assert.Single(broker.Batches.Select(batch => (batch.Device, batch.Session)).Distinct());
        Assert.Equal(["can/v1/truck_17/frames"], broker.Topics.Distinct());
        Assert.Equal((2510L, 4L, 0L, 0L, PublisherState.Stopped),
            (publisher.FramesPublished, publisher.BatchesPublished, publisher.FramesPending, publisher.FramesDropped, publisher.State));
        Assert.True(source.IsDisposed);
        Assert.Contains(publisher.EventsAfter(), happened => happened is { Kind: PublisherEventKind.Ended, Level: EventLevel.Information });
    }

    [Fact]
    public async Task While_the_broker_is_away_frames_wait_and_then_come_each_once()
    {
        broker.IsAway = true;
        var source = new QueuedSource();
        await using var publisher = Start(source.Add(Numbered(0, 3000)));
        await Waiting.Until(() => publisher is { State: PublisherState.Interrupted, FramesPending: 3000 });
        Assert.Contains("The broker is away", publisher.LastError!.Message);
        var told = Assert.Single(publisher.EventsAfter(), happened => happened.Kind == PublisherEventKind.Interrupted);
        Assert.Equal(EventLevel.Warning, told.Level);
        broker.IsAway = false;
        await Waiting.Until(() => publisher.FramesPublished == 3000);

        // A connection that breaks before the broker's word is there: what it has comes again, and is known by its key.
        broker.LosesAcknowledgements = true;
        source.Add(Numbered(3000, 2000));
        await Waiting.Until(() => broker.CameTwice > 0);
        broker.LosesAcknowledgements = false;
        await Waiting.Until(() => publisher.FramesPublished == 5000);
        Assert.Equal(Enumerable.Range(0, 5000), NumbersOf(broker.Frames).Order());
        Assert.True(publisher.Reconnects > 0);
    }

    [Fact]
    public async Task What_was_not_acknowledged_when_a_publisher_ended_the_next_one_publishes()
    {
        broker.IsAway = true;
        var first = Start(new QueuedSource().Add(Numbered(0, 1500)));
        await Waiting.Until(() => first.FramesPending == 1500);
        await first.StopAsync(TestContext.Current.CancellationToken);
        Assert.Contains("1,500 frames stay in", first.EventsAfter().Single(happened => happened.Kind == PublisherEventKind.Ended).Message);
        broker.IsAway = false;
        await using var next = Start(new QueuedSource().Add(Numbered(1500, 500)));
        await Waiting.Until(() => next.FramesPublished == 2000);
        Assert.Equal(Enumerable.Range(0, 2000), NumbersOf(broker.Frames));
        Assert.Equal(2, broker.Batches.Select(batch => batch.Session).Distinct().Count());
        Assert.Contains("1,500 frames that an earlier publisher", next.EventsAfter().Single(happened => happened.Kind == PublisherEventKind.Resumed).Message);
    }

    [Fact]
    public async Task No_more_than_the_window_is_open_at_once_even_after_a_long_time_without_the_broker()
    {
        broker.IsAway = true;
        await using var publisher = Start(new QueuedSource().Add(Numbered(0, 1000)), Options(batchSize: 10) with { MaxUnacknowledged = 7 });
        await Waiting.Until(() => publisher.FramesPending == 1000);
        var answer = new TaskCompletionSource();
        broker.Answering = answer.Task;
        broker.IsAway = false;
        await Waiting.Until(() => broker.Open == 7);
        answer.SetResult();
        await Waiting.Until(() => publisher.FramesPublished == 1000);
        Assert.Equal(7, broker.MostOpen);
    }

    [Fact]
    public async Task What_a_source_lost_is_a_gap_in_the_numbers_and_is_counted()
    {
        var source = new QueuedSource { FramesDropped = 42 };
        var publisher = Start(source.Add(Numbered(0, 10)).End());
        await publisher.Completion;
        Assert.Equal((10L, 42L, 42L), (publisher.FramesPublished, publisher.FramesOverrun, publisher.FramesDropped));
        Assert.Contains(publisher.EventsAfter(), happened => happened is { Kind: PublisherEventKind.FramesOverrun, Frames: 42 });
    }

    [Fact]
    public async Task A_full_spool_drops_the_oldest_and_says_so()
    {
        broker.IsAway = true;
        var source = new QueuedSource();
        await using var publisher = Start(source, Options() with { MaxSpool = 1024 * 1024 });
        var random = new Random(1);
        for (var batch = 0; batch < 20; batch++)
        {
            source.Add([.. Enumerable.Range(0, 10_000).Select(_ => new CanFrame((uint)random.Next(0x800), BitConverter.GetBytes(random.NextInt64())))]);
        }

        await Waiting.Until(() => publisher.FramesPending + publisher.FramesDiscarded == 200_000);
        Assert.True(publisher.FramesDiscarded > 0);
        Assert.InRange(publisher.SpoolSize, 1, 1024 * 1024);
        broker.IsAway = false;
        await Waiting.Until(() => publisher.FramesPending == 0);
        Assert.Equal(200_000, publisher.FramesPublished + publisher.FramesDropped);
        Assert.Equal(publisher.FramesPublished, broker.Frames.Count());
        Assert.Contains(publisher.EventsAfter(), happened => happened is { Kind: PublisherEventKind.SpoolFull, Level: EventLevel.Warning });
    }

    [Fact]
    public async Task Lossless_a_full_spool_holds_the_source_back_and_nothing_is_lost()
    {
        broker.IsAway = true;
        var source = new QueuedSource();
        await using var publisher = Start(source, Options() with { MaxSpool = 1024 * 1024, Lossless = true });
        var random = new Random(1);
        for (var batch = 0; batch < 20; batch++)
        {
            source.Add([.. Enumerable.Range(batch * 10_000, 10_000).Select(number => new CanFrame((uint)number, BitConverter.GetBytes(random.NextInt64())))]);
        }

        await Waiting.Until(() => publisher.EventsAfter().Any(happened => happened.Kind == PublisherEventKind.SpoolFull));
        broker.IsAway = false;
        await Waiting.Until(() => publisher.FramesPublished == 200_000);
        Assert.Equal(0, publisher.FramesDropped);
        Assert.Equal(Enumerable.Range(0, 200_000), broker.Frames.Select(frame => (int)frame.Id));
    }

    [Fact]
    public async Task Devices_may_come_and_go_while_it_publishes()
    {
        await using var publisher = CanPublisher.Start([], broker, Options() with { StaysOpen = true });
        publisher.Add(new QueuedSource { Name = "first" }.Add(Numbered(0, 10)).End());
        await Waiting.Until(() => publisher is { FramesPublished: 10, Devices.Count: 0 });
        var second = new QueuedSource { Name = "second" };
        publisher.Add(second.Add(Numbered(10, 10)));
        await Waiting.Until(() => publisher.FramesPublished == 20);
        Assert.Equal(["second"], publisher.Devices);
        second.Add(Numbered(20, 10));
        await publisher.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 30), NumbersOf(broker.Frames));
        Assert.Equal(0, publisher.FramesDropped);
        var late = new QueuedSource();
        Assert.Throws<InvalidOperationException>(() => publisher.Add(late));
        Assert.True(late.IsDisposed && second.IsDisposed);
    }

    [Fact]
    public async Task One_that_ends_with_its_devices_takes_no_others()
    {
        await using var publisher = Start(new QueuedSource());
        Assert.Throws<InvalidOperationException>(() => publisher.Add(new QueuedSource()));
        Assert.ThrowsAny<ArgumentException>(() => CanPublisher.Start([], broker, Options()));
    }

    [Fact]
    public async Task What_a_broker_throws_away_is_counted_and_told()
    {
        var away = new FakeBroker { Receipt = BrokerReceipt.Unread };
        await using var publisher = CanPublisher.Start([new QueuedSource().Add(Numbered(0, 100)).End()], away, Options());
        await publisher.Completion;
        Assert.Equal((100L, 100L), (publisher.FramesPublished, publisher.FramesUnread));
        Assert.Contains("nobody has subscribed", publisher.EventsAfter().Single(happened => happened.Kind == PublisherEventKind.FramesUnread).Message);
    }

    [Fact]
    public async Task Signals_go_out_as_they_change_and_no_more_often_than_they_may()
    {
        var database = CanDatabase.Parse("""
            BO_ 291 Engine: 8 ECU
             SG_ Speed : 0|16@1+ (0.1,0) [0|6553] "rpm" ECU
             SG_ Gear : 16|8@1+ (1,0) [0|8] "" ECU
            VAL_ 291 Gear 0 "Neutral" 1 "First" ;
            """u8, "engine");
        var source = new QueuedSource { Name = "bench" };
        await using var publisher = Start(source, Options() with
        {
            PublishesFrames = false,
            Signals = new() { DatabasesOf = _ => new(database), Interval = TimeSpan.FromHours(1), Selects = (_, signal) => signal.Name != "Nothing" },
        });
        source.Add(Engine(1000, 0));
        await Waiting.Until(() => broker.Signals.Count == 2);
        Assert.Equal(["can/v1/bench/signals/Engine/Gear", "can/v1/bench/signals/Engine/Speed"], broker.Signals.Select(signal => signal.Topic).Order());
        Assert.Contains($$"""{"time":"{{Now}}","value":100,"unit":"rpm"}""", broker.Signals.Select(signal => signal.Json));
        Assert.Contains($$"""{"time":"{{Now}}","value":0,"text":"Neutral"}""", broker.Signals.Select(signal => signal.Json));

        // A change within the hour waits; what is the same is not said at all; the last word is said at the end.
        source.Add(Engine(1000, 1), Engine(1000, 0), Engine(2000, 0)).End();
        await publisher.Completion;
        Assert.Equal(["0", "100", "200"], broker.Signals.Select(signal => JsonDocument.Parse(signal.Json).RootElement.GetProperty("value").GetRawText()).Order());
        Assert.Equal((3L, 0L), (publisher.SignalsPublished, publisher.FramesPublished));

        static CanFrame Engine(ushort speed, byte gear) => new(0x123, [(byte)speed, (byte)(speed >> 8), gear, 0, 0, 0, 0, 0])
        {
            Timestamp = Now,
        };
    }

    [Theory]
    [InlineData("nats://bob:s3cret@broker:5222", "nats://broker:5222", "bob", "s3cret")]
    [InlineData("MQTTS://broker", "mqtts://broker:8883", null, null)]
    [InlineData("mqtt://tok%40en@[::1]", "mqtt://[::1]:1883", "tok@en", null)]
    [InlineData("tls://broker", "tls://broker:4222", null, null)]
    public void An_address_never_shows_who_asks(string text, string shown, string? user, string? password)
    {
        Assert.Equal(shown, BrokerAddress.Parse(text, out var its, out var secret).ToString());
        Assert.Equal((user, password), (its, secret));
        Assert.Equal(shown, BrokerOptions.FromUri(text).ToString());
    }

    [Theory]
    [InlineData("http://bob:s3cret@broker")]
    [InlineData("nats://bob:s3cret@")]
    [InlineData("nats://bob:s3cret@broker/topic")]
    [InlineData("mqtt://bob:s3cret@broker?x=1")]
    [InlineData("s3cret")]
    public void What_is_no_address_is_refused_without_repeating_it(string text) =>
        Assert.DoesNotContain("s3cret", Assert.Throws<FormatException>(() => BrokerAddress.Parse(text, out _, out _)).Message);

    [Fact]
    public void Options_that_cannot_be_are_refused_and_the_source_is_left()
    {
        foreach (var wrong in new[] { Options() with { Topic = "a/+" }, Options() with { Topic = "" }, Options() with { BatchSize = 0 }, Options() with { MaxSpool = 1 }, Options() with { PublishesFrames = false } })
        {
            var source = new QueuedSource();
            Assert.ThrowsAny<ArgumentException>(() => Start(source, wrong));
            Assert.True(source.IsDisposed);
        }
    }
}
