using Caneth.Analysis;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>The values of a known signal in frames, for a reference.</summary>
/// <param name="databases">The databases that know its message.</param>
/// <param name="message">The message.</param>
/// <param name="signal">The signal.</param>
internal sealed class SignalSeries(DatabaseSet databases, MessageDefinition message, SignalDefinition signal)
{
    private readonly List<TimedValue> values = [];
    private readonly int place = message.Signals.ToList().IndexOf(signal);

    /// <summary>The values, in the order of the frames.</summary>
    public IReadOnlyList<TimedValue> Values => values;

    /// <summary>Takes the value of a frame, if it has one.</summary>
    public void Add(in CanFrame frame)
    {
        if (databases.TryFind(frame, out var found) && found == message && message.Codec.TryGetBits(place, frame, out var bits))
        {
            values.Add(new(frame.Timestamp, signal.ToValue(bits).Number));
        }
    }
}
