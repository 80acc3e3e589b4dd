using System.Globalization;

namespace Caneth.Signals;

/// <summary>The value of one signal in one frame.</summary>
public sealed class CanSignalValue
{
    private readonly CanMessage message;
    private readonly SignalDefinition definition;

    internal CanSignalValue(CanMessage message, SignalDefinition definition, object value)
    {
        this.message = message;
        this.definition = definition;
        Value = value;
    }

    /// <summary>When the frame was received.</summary>
    public Timestamp Timestamp => message.Timestamp;

    /// <summary>The device or channel that the frame came from; null where there is none.</summary>
    public string? Device => message.Device;

    /// <summary>The name of the message.</summary>
    public string Message => message.Message;

    /// <summary>The name of the signal.</summary>
    public string Signal => definition.Name;

    /// <summary>
    /// The physical value: a whole number or a <see cref="double"/>; a <see cref="CanValue"/> where the database has texts for values;
    /// bytes where the signal has more than 64 bits.
    /// </summary>
    public object Value { get; }

    /// <summary>The message that it is a value of.</summary>
    internal CanMessage Source => message;

    /// <summary>The unit, such as <c>rpm</c>; empty where there is none.</summary>
    public string Unit => definition.Unit;

    /// <summary>What the database says of the signal.</summary>
    /// <returns>The definition that the value is decoded with.</returns>
    public SignalDefinition GetDefinition() => definition;

    /// <summary>The value as it is shown: a fraction with 15 digits at most, since those behind them are of the calculation.</summary>
    /// <returns>A text without unit and control characters.</returns>
    public string GetText() => VisibleText.Of(Value switch
    {
        byte[] bytes => HexBytes.Format(bytes),
        double number => number.ToString("G15", CultureInfo.InvariantCulture),
        _ => Convert.ToString(Value, CultureInfo.InvariantCulture)!,
    });

    /// <summary>The signal on a line: <c>EngineSpeed=2914.25 rpm</c>.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString()
    {
        var unit = Unit.Length > 0 && Value is not CanValue { Text: not null } ? $" {Unit}" : "";
        return VisibleText.Of($"{Signal}={GetText()}{unit}");
    }
}
