using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Caneth.Tool.Metrics;

/// <summary>Sums up what the meter <c>Caneth</c> counts, from now on, and looks at its gauges when it is asked.</summary>
internal sealed class MetricsReader : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly List<(Instrument Instrument, Series Series)> instruments = [];

    /// <summary>Begins to listen.</summary>
    public MetricsReader()
    {
        listener.InstrumentPublished = Take;
        listener.SetMeasurementEventCallback<long>((_, value, tags, series) => ((Series)series!).Add(tags, value));
        listener.SetMeasurementEventCallback<double>((_, value, tags, series) => ((Series)series!).Add(tags, value));
        listener.Start();
    }

    /// <summary>All that is known now.</summary>
    public IReadOnlyList<Metric> Read()
    {
        lock (gate)
        {
            foreach (var (_, series) in instruments)
            {
                series.ForgetGauges();
            }

            listener.RecordObservableInstruments();
            return
            [
                .. from entry in instruments
                   let points = entry.Series.Points
                   where points.Count > 0
                   select new Metric(entry.Instrument.Name, entry.Instrument.Unit, entry.Instrument.Description, !entry.Instrument.IsObservable, points),
            ];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, MeterListener its)
    {
        if (instrument.Meter.Name == "Caneth")
        {
            var series = new Series(instrument.IsObservable);
            lock (gate)
            {
                instruments.Add((instrument, series));
            }

            its.EnableMeasurementEvents(instrument, series);
        }
    }

    /// <summary>The numbers of one instrument.</summary>
    private sealed class Series(bool isGauge)
    {
        // Whoever invents tags without end cannot fill the memory.
        private const int MostPoints = 200_000;

        private readonly ConcurrentDictionary<string, (KeyValuePair<string, string>[] Tags, Number Number)> points = new();

        public IReadOnlyList<MetricPoint> Points => [.. points.Values.Select(point => new MetricPoint(point.Tags, point.Number.Value))];

        public void Add(ReadOnlySpan<KeyValuePair<string, object?>> tags, double value)
        {
            var key = tags.Length == 1 && tags[0].Value is string only ? only : KeyOf(tags);
            if (!points.TryGetValue(key, out var point))
            {
                if (points.Count >= MostPoints)
                {
                    return;
                }

                point = points.GetOrAdd(key, ([.. tags.ToArray().Select(tag => new KeyValuePair<string, string>(tag.Key, $"{tag.Value}"))], new Number()));
            }

            point.Number.Add(value, isGauge);
        }

        public void ForgetGauges()
        {
            if (isGauge)
            {
                points.Clear();
            }
        }

        private static string KeyOf(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            string.Join('\0', tags.ToArray().Select(tag => $"{tag.Key}\0{tag.Value}"));
    }

    /// <summary>A number that several threads add to.</summary>
    private sealed class Number
    {
        private double value;

        public double Value => Volatile.Read(ref value);

        public void Add(double more, bool isGauge)
        {
            for (var before = Value; ;)
            {
                var seen = Interlocked.CompareExchange(ref value, isGauge ? more : before + more, before);
                if (seen.Equals(before))
                {
                    return;
                }

                before = seen;
            }
        }
    }
}
