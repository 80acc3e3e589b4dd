using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Caneth.Flow;
using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>What a session tells of itself: events, numbers, the meter; and that nothing of it stays.</summary>
public class ObservabilityTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_story_of_a_session_is_told_in_order()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await ConnectAsync(simulator);
        simulator.StopListening();
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.ConnectFailed);
        simulator.Resume();
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        await session.CloseAsync(Ending);

        var events = session.EventsAfter();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.Number));
        Assert.Equal(events.Count, session.EventCount);
        Assert.All(events.Zip(events.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
        Assert.All(events, happened => Assert.Equal("bench", happened.Device));
        SessionEventKind[] told = [.. events.Select(happened => happened.Kind)];
        Assert.Equal([SessionEventKind.Connected, SessionEventKind.Lost, SessionEventKind.Retry, SessionEventKind.ConnectFailed], told[..4]);
        Assert.Equal([SessionEventKind.Connected, SessionEventKind.Closed], told[^2..]);
        Assert.Equal(events.Skip(3), session.EventsAfter(3));
    }

    [Fact]
    public async Task Of_an_outage_the_first_failed_attempt_is_a_warning_and_the_end_tells_how_many_there_were()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        for (var outage = 1; outage <= 2; outage++)
        {
            var before = session.EventCount;
            simulator.StopListening();
            simulator.DisconnectClients(reset: true);
            await session.HappensAsync(SessionEventKind.ConnectFailed, times: Attempts() + 3);
            simulator.Resume();
            var back = await session.HappensAsync(SessionEventKind.Connected, times: outage + 1);

            var attempts = session.EventsAfter(before).Where(happened => happened.Kind == SessionEventKind.ConnectFailed).ToList();
            Assert.Equal(EventLevel.Warning, attempts[0].Level);
            Assert.All(attempts.Skip(1), attempt => Assert.Equal(EventLevel.Information, attempt.Level));
            Assert.Equal(EventLevel.Warning, back.Level);
            Assert.EndsWith($" again after {attempts.Count} attempts that failed.", back.Message, StringComparison.Ordinal);
        }

        int Attempts() => session.EventsAfter().Count(happened => happened.Kind == SessionEventKind.ConnectFailed);
    }

    [Fact]
    public async Task The_state_has_changed_before_anybody_is_told()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        var seen = new ConcurrentQueue<(SessionEventKind, CanSessionState)>();
        session.EventHappened += (_, happened) => seen.Enqueue((happened.Kind, session.State));
        session.StateChanged += (_, state) => Assert.Equal(state, session.State);
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        await session.CloseAsync(Ending);
        Assert.Contains((SessionEventKind.Lost, CanSessionState.Reconnecting), seen);
        Assert.Contains((SessionEventKind.Connected, CanSessionState.Connected), seen);
        Assert.Contains((SessionEventKind.Closed, CanSessionState.Closed), seen);
    }

    [Fact]
    public async Task The_last_thousand_events_are_kept()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        using var slow = session.Subscribe(new() { Capacity = 1 });
        for (var round = 1; round <= 1100; round++)
        {
            simulator.Send(Numbered(0, 3));

            // Counted when they are received, and dropped a moment later, when they are handed on.
            await Waiting.Until(() => session.FramesReceived == round * 3 && session.FramesDropped == round * 2);
            slow.Take();
        }

        var events = session.EventsAfter();
        Assert.Equal((1000, 1101L, 1101L), (events.Count, session.EventCount, events[^1].Number));
    }

    [Fact]
    public void The_events_kept_hold_a_bounded_number_of_frames()
    {
        var log = new SessionEventLog("bench", new(TimeProvider.System), TimeProvider.System);
        for (var round = 0; round < 100; round++)
        {
            log.Add(SessionEventKind.FramesResent, EventLevel.Warning, "again", frames: Numbered(0, 4000));
        }

        var kept = log.After(0);
        Assert.Equal(100, kept.Count);
        Assert.InRange(kept.Sum(happened => happened.Frames.Count), 4000, SessionEventLog.FrameCapacity);
        Assert.Equal(4000, kept[^1].Frames.Count);
    }

    [Fact]
    public void What_is_good_to_know_does_not_push_out_a_warning()
    {
        using var log = new SessionEventLog("bench", new(TimeProvider.System), TimeProvider.System);
        log.Add(SessionEventKind.Lost, EventLevel.Warning, "lost");
        for (var round = 0; round < 5000; round++)
        {
            log.Add(SessionEventKind.Retry, EventLevel.Information, "again");
        }

        var kept = log.After(0);
        Assert.Equal((1000, 1L, 5001L), (kept.Count, kept[0].Number, kept[^1].Number));
    }

    [Fact]
    public async Task The_meter_carries_every_counter_by_device()
    {
        var name = $"metered {Guid.NewGuid()}";
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, itself) =>
        {
            if (instrument.Meter.Name == "Caneth")
            {
                itself.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.Length == 1 && tags[0].Key == "device" && tags[0].Value as string == name)
            {
                sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            }
        });
        listener.Start();

        await using var simulator = GatewaySimulator.Start(new() { Faults = [new(SimulatorFault.ReservedBits, 10)] });
        await using var session = await ConnectAsync(simulator, options => options with { Name = name });
        using var subscription = session.Subscribe(new() { Capacity = 20 });
        simulator.Send(Numbered(0, 25));
        await session.SendAsync(Numbered(0, 7), cancellationToken: Ending);
        await Waiting.Until(() => session.FramesReceived == 25);
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        await session.CloseAsync(Ending);
        Assert.Equal((25L, 7L, 5L, 2L, 26L, 1L), (sums["caneth.frames.received"], sums["caneth.frames.sent"], sums["caneth.frames.dropped"],
            sums["caneth.frames.invalid"], sums["caneth.bytes.skipped"], sums["caneth.reconnects"]));
        Assert.Equal(session.Statistics.BytesReceived, sums["caneth.bytes.received"]);
    }

    [Fact]
    public async Task The_meter_has_a_version_and_each_instrument_says_what_it_is()
    {
        var found = new ConcurrentBag<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => found.Add(instrument) };
        listener.Start();
        await using var session = CanSession.Open(To(1).Through(new TestNetwork()));
        await Waiting.Until(() => found.Count(instrument => instrument.Meter.Name == "Caneth") >= 20);
        Assert.All(found.Where(instrument => instrument.Meter.Name == "Caneth"), instrument =>
        {
            Assert.NotEmpty(instrument.Meter.Version!);
            Assert.False(string.IsNullOrWhiteSpace(instrument.Description), $"{instrument.Name} has no description.");
            Assert.False(string.IsNullOrWhiteSpace(instrument.Unit), $"{instrument.Name} has no unit.");
        });
    }

    [Fact]
    public void The_page_about_metrics_lists_each_instrument_with_its_kind_and_its_unit()
    {
        // Made with the first session, the first recording and so on.
        _ = SessionGauges.Of(CanMeter.Instance);
        foreach (var counter in typeof(CanMeter).Assembly.GetTypes().Where(type => type.IsEnum && type.Name.EndsWith("Counter", StringComparison.Ordinal)))
        {
            _ = Activator.CreateInstance(typeof(Tally<>).MakeGenericType(counter), [null, null, null]);
        }

        var found = new ConcurrentBag<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => found.Add(instrument) };
        listener.Start();
        var listed = File.ReadLines(Checkout.At("docs", "metrics.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(
            found.Where(instrument => instrument.Meter == CanMeter.Instance && !instrument.Name.StartsWith("caneth.test.", StringComparison.Ordinal))
                .Select(instrument => $"| `{instrument.Name}` | {(instrument.IsObservable ? "gauge" : "counter")} | `{instrument.Unit}` |").Order(),
            listed.Select(line => line[..(line.LastIndexOf("` |", StringComparison.Ordinal) + 3)]).Order());
    }

    [Fact]
    public async Task The_gauges_show_the_state_of_each_open_session()
    {
        var name = $"gauged {Guid.NewGuid()}";
        var values = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, itself) =>
            {
                if (instrument.Meter.Name == "Caneth" && instrument.IsObservable)
                {
                    itself.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (tags[0].Key == "device" && tags[0].Value as string == name)
            {
                values[instrument.Name] = value;
            }
        });
        listener.Start();

        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start();
        var session = CanSession.Open(To(simulator) with { Name = name, TimeProvider = time });
        await session.BecomesAsync(CanSessionState.Connected);
        await simulator.ServesAsync(1);
        Assert.Equal((1, 0, false), (Look("caneth.connected"), Look("caneth.frames.pending"), values.ContainsKey("caneth.frames.age")));
        simulator.Send(Numbered(1));
        await Waiting.Until(() => session.FramesReceived == 1);
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, Look("caneth.frames.age"));
        simulator.StopListening();
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.Retry);
        await session.CreateSender().PostAsync(Numbered(2), Ending);
        Assert.Equal((0, 1), (Look("caneth.connected"), Look("caneth.frames.pending")));
        await session.DisposeAsync();
        values.Clear();
        listener.RecordObservableInstruments();
        Assert.Empty(values);

        double Look(string instrument)
        {
            listener.RecordObservableInstruments();
            return values[instrument];
        }
    }

    [Fact]
    public async Task Who_hosts_sessions_can_make_their_meter()
    {
        using var host = new HostMeters();
        var heard = new ConcurrentDictionary<(object? Scope, string Instrument), double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, itself) =>
            {
                if (instrument.Meter.Name == "Caneth")
                {
                    itself.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
        var bus = new MemoryBus();
        await using var peer = await CanSession.ConnectAsync(new SessionOptions { Connector = bus.CreateConnector, Name = "hosted" }, Ending);
        await using (var hosted = await CanSession.ConnectAsync(
            new SessionOptions { Connector = bus.CreateConnector, Name = "hosted", MeterFactory = host }, Ending))
        {
            using var frames = hosted.Subscribe();
            await peer.SendAsync(Numbered(0, 5), cancellationToken: Ending);
            await frames.ReadAsync(5);
            listener.RecordObservableInstruments();
        }

        Assert.Equal(5, heard[(host, "caneth.frames.received")]);
        Assert.Equal(1, heard[(host, "caneth.connected")]);

        // A frame is with its reader before it is counted as sent.
        await Waiting.Until(() => heard.GetValueOrDefault((null, "caneth.frames.sent")) == 5);
        Assert.DoesNotContain((null, "caneth.frames.received"), heard.Keys);

        void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags[0].Value is "hosted")
            {
                heard.AddOrUpdate((instrument.Meter.Scope, instrument.Name), value, (_, before) => instrument.IsObservable ? value : before + value);
            }
        }
    }

    [Fact]
    public void A_storm_of_warnings_is_told_at_first_and_then_in_summaries_at_growing_intervals()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var log = new SessionEventLog("bench", new(time), time);
        for (var tenth = 0; tenth < 600; tenth++)
        {
            log.Add(SessionEventKind.FramesDropped, EventLevel.Warning, "A reader was too slow and lost 5 frames.", frameCount: 5);
            time.Advance(TimeSpan.FromSeconds(0.1));
        }

        var warnings = log.After(0).Where(told => told.Level == EventLevel.Warning).ToList();
        Assert.InRange(warnings.Count, 6, 9);
        Assert.Equal(600, log.Count);
        Assert.Equal("A reader was too slow and lost 5 frames. (10 times within 1 s, 50 frames in all.)", warnings[2].Message);
        Assert.Contains("times within 16 s", warnings[6].Message);

        // What is left is summed up when nothing follows, and after a quiet time the next is news again.
        time.Advance(TimeSpan.FromMinutes(10));
        var last = log.After(600).Single();
        Assert.Equal(EventLevel.Warning, last.Level);
        log.Add(SessionEventKind.FramesDropped, EventLevel.Warning, "again", frameCount: 5);
        Assert.Equal((EventLevel.Warning, "again"), (log.After(601).Single().Level, log.After(601).Single().Message));
    }

    [Fact]
    public void Warnings_of_one_kind_do_not_hide_those_of_another_and_the_end_tells_what_is_left()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var log = new SessionEventLog("bench", new(time), time);
        for (var round = 0; round < 50; round++)
        {
            log.Add(SessionEventKind.Lost, EventLevel.Warning, "lost");
        }

        log.Add(SessionEventKind.FramesDropped, EventLevel.Warning, "one", subject: "one");
        log.Add(SessionEventKind.FramesDropped, EventLevel.Warning, "other", subject: "other");
        log.Dispose();
        Assert.Equal(["lost", "lost", "one", "other", "lost (48 times within 1 s.)"],
            log.After(0).Where(told => told.Level == EventLevel.Warning).Select(told => told.Message));
    }

    [Fact]
    public async Task Nothing_of_a_disposed_session_stays()
    {
        await using var simulator = GatewaySimulator.Start();
        var sessions = new List<WeakReference>();
        for (var round = 0; round < 5; round++)
        {
            sessions.Add(await LiveAndDieAsync(simulator));
        }

        await simulator.IsEmptyAsync();
        await Waiting.Until(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return sessions.TrueForAll(session => !session.IsAlive);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> LiveAndDieAsync(GatewaySimulator simulator)
    {
        var before = simulator.Statistics.ClientsAccepted;

        // The long pauses would keep it alive for a day if their timers stayed.
        var session = CanSession.Open(To(simulator) with
        {
            IdleTimeout = TimeSpan.FromDays(1),
            ReconnectDelay = TimeSpan.FromDays(1),
            ReconnectDelayMax = TimeSpan.FromDays(1),
        });
        await session.BecomesAsync(CanSessionState.Connected);
        await simulator.ServesAsync(before + 1);
        using (session.Subscribe())
        {
            await session.SendAsync(Numbered(1), Ending);
            simulator.DisconnectClients();
            await session.HappensAsync(SessionEventKind.Retry);
        }

        await session.DisposeAsync();
        return new(session);
    }

    /// <summary>Makes a meter of each name, as the factory of a host does.</summary>
    private sealed class HostMeters : IMeterFactory
    {
        private readonly Dictionary<string, Meter> meters = [];

        public Meter Create(MeterOptions options)
        {
            if (!meters.TryGetValue(options.Name, out var meter))
            {
                options.Scope = this;
                meters[options.Name] = meter = new(options);
            }

            return meter;
        }

        public void Dispose()
        {
            foreach (var meter in meters.Values)
            {
                meter.Dispose();
            }
        }
    }
}
