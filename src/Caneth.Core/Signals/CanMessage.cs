using System.Text;

namespace Caneth.Signals;

/// <summary>A frame and what a database says of it. Signals are decoded when they are asked for.</summary>
/// <remarks>
/// It has few properties of its own, since its signals are meant to stand beside them: what shows messages as objects derives a type
/// for each message, with a property for each signal.
/// </remarks>
public class CanMessage
{
    private readonly MessageDefinition definition;
    private readonly CanFrame frame;

    /// <summary>A decoded frame.</summary>
    /// <param name="definition">The message of the frame.</param>
    /// <param name="frame">The frame.</param>
    public CanMessage(MessageDefinition definition, CanFrame frame)
    {
        ArgumentNullException.ThrowIfNull(definition);
        this.definition = definition;
        this.frame = frame;
    }

    /// <summary>When the frame was received.</summary>
    public Timestamp Timestamp => frame.Timestamp;

    /// <summary>The device or channel that the frame came from; null where there is none.</summary>
    public string? Device => frame.Device;

    /// <summary>The name of the message.</summary>
    public string Message => definition.Name;

    /// <summary>The frame itself.</summary>
    public CanFrame Frame => frame;

    /// <summary>A signal by its name as the database has it, letter for letter or else regardless of case.</summary>
    /// <param name="name">The name; where several branches of a multiplexer have it, that of the branch in the frame is meant.</param>
    /// <returns>What <see cref="GetSignals"/> gives for it; null where the signal is not in this frame.</returns>
    /// <exception cref="KeyNotFoundException">The message has no such signal.</exception>
    public CanSignalValue? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            var signals = definition.Signals;
            var found = NameSearch.Find(Enumerable.Range(0, signals.Count), place => signals[place].Name, name);
            if (found.Count > 0)
            {
                return found.Select(ValueOf).FirstOrDefault(value => value is not null);
            }

            throw new KeyNotFoundException($"The message {VisibleText.Shorten(definition.Name)} has no signal '{VisibleText.Shorten(name)}'. It has: "
                + $"{VisibleText.List([.. signals.Select(signal => signal.Name).Distinct()], 24)}.");
        }
    }

    /// <summary>What the database says of the message.</summary>
    /// <returns>The definition that the frame is decoded with.</returns>
    public MessageDefinition GetDefinition() => definition;

    /// <summary>The signals that are in this frame, in the order of the database.</summary>
    /// <returns>Each with its value, unit and what else there is to know.</returns>
    public IEnumerable<CanSignalValue> GetSignals()
    {
        for (var index = 0; index < definition.Signals.Count; index++)
        {
            if (ValueOf(index) is { } value)
            {
                yield return value;
            }
        }
    }

    /// <summary>The message and its signals on one line: <c>EngineData EngineSpeed=2914.25 rpm Gear=Drive</c>.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString()
    {
        var text = new StringBuilder(definition.Name);
        foreach (var signal in GetSignals())
        {
            text.Append(' ').Append(signal);
        }

        return VisibleText.Of(text.ToString());
    }

    /// <summary>How the values of the signals are given.</summary>
    protected virtual SignalForm Form => SignalForm.Value;

    /// <summary>The value of a signal, for the properties of derived types.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <returns>
    /// As <see cref="MessageCodec.GetObject(int, in CanFrame, SignalForm)"/> gives it; null where the signal is not in this frame.
    /// </returns>
    protected object? GetValue(int signal) => definition.Codec.GetObject(signal, frame, Form);

    /// <summary>The priority in the id, for the properties of derived types of messages of J1939.</summary>
    /// <returns>0, the highest, to 7.</returns>
    protected int GetPriority() => new J1939Id(frame.Id).Priority;

    /// <summary>The address that it comes from, for the properties of derived types of messages of J1939.</summary>
    /// <returns>The address.</returns>
    protected byte GetSource() => new J1939Id(frame.Id).Source;

    /// <summary>The address that it is for, for the properties of derived types of messages of J1939.</summary>
    /// <returns>The address, 255 for all; null where its group goes to all in any case.</returns>
    protected byte? GetDestination() => new J1939Id(frame.Id).Destination;

    private CanSignalValue? ValueOf(int index) => GetValue(index) is { } value ? new(this, definition.Signals[index], value) : null;
}
