using Caneth.Signals;

namespace Caneth.Plotting;

/// <summary>
/// Makes series of the signals in frames: one for each signal, and where several devices have it, or several control units of J1939 send
/// it, one for each of these.
/// </summary>
/// <param name="maxPoints">The points that are kept at most.</param>
public sealed class SignalCollector(long maxPoints = SeriesCollector.DefaultMaxPoints) : SeriesCollector(maxPoints)
{
    // Of J1939 the address that it comes from; there is none such as this.
    private const int NoSource = -1;

    private readonly Dictionary<(MessageDefinition Message, string? Device, int Source), TimeSeries?[]> byMessage = [];
    private readonly Dictionary<(SignalDefinition Signal, string? Device, int Source), NamedSeries> bySignal = [];
    private readonly List<NamedSeries> all = [];
    private MessageDefinition? lastMessage;
    private string? lastDevice;
    private int lastSource;
    private TimeSeries?[] last = [];

    /// <summary>Adds the values of the signals in a frame. Signals of more than 64 bits are no numbers, and have no series.</summary>
    /// <param name="message">The message of the frame, perhaps with only some of its signals.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>How many values there were.</returns>
    public int Add(MessageDefinition message, in CanFrame frame)
    {
        ArgumentNullException.ThrowIfNull(message);
        var series = SeriesOf(message, frame);
        var codec = message.Codec;
        var count = 0;
        for (var place = 0; place < series.Length; place++)
        {
            count += AddOne(series, codec, message, place, frame);
        }

        return count;
    }

    /// <summary>Adds one value of a signal.</summary>
    /// <param name="value">The value, as a decoded message gives it.</param>
    /// <returns>How many values there were: 0 where it is no number, else 1.</returns>
    public int Add(CanSignalValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var message = value.Source.GetDefinition();
        var frame = value.Source.Frame;
        var series = SeriesOf(message, frame);
        for (var place = 0; place < series.Length; place++)
        {
            if (message.Signals[place] == value.GetDefinition())
            {
                return AddOne(series, message.Codec, message, place, frame);
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TimeSeries> GetSeries()
    {
        NamedSeries.Name(all);
        return [.. all.Select(one => one.Series)];
    }

    private int AddOne(TimeSeries?[] series, MessageCodec codec, MessageDefinition message, int place, in CanFrame frame)
    {
        if (!codec.TryGetBits(place, frame, out var bits))
        {
            return 0;
        }

        AddBits(series[place] ??= Begin(message, place, frame), frame.Timestamp, bits);
        return 1;
    }

    private TimeSeries?[] SeriesOf(MessageDefinition message, in CanFrame frame)
    {
        var source = message.IsJ1939 ? new J1939Id(frame.Id).Source : NoSource;
        if (ReferenceEquals(message, lastMessage) && ReferenceEquals(frame.Device, lastDevice) && source == lastSource)
        {
            return last;
        }

        (lastMessage, lastDevice, lastSource) = (message, frame.Device, source);
        if (!byMessage.TryGetValue((message, frame.Device, source), out last!))
        {
            byMessage.Add((message, frame.Device, source), last = new TimeSeries?[message.Signals.Count]);
        }

        return last;
    }

    // The same message with other signals chosen is another object, and its signals are the same.
    private TimeSeries Begin(MessageDefinition message, int place, in CanFrame frame)
    {
        var key = (Signal: message.Signals[place], frame.Device, Source: lastSource);
        if (!bySignal.TryGetValue(key, out var known))
        {
            known = new(new(key.Signal), message.Name, key.Source == NoSource ? null : $"0x{key.Source:X2}", key.Device);
            bySignal.Add(key, known);
            all.Add(known);
        }

        return known.Series;
    }
}
