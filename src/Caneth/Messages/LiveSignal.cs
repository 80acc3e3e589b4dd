using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>The latest value that a device has received of a signal, and how old it is.</summary>
public sealed class LiveSignal
{
    private readonly CanSignalValue? latest;

    internal LiveSignal(SignalDefinition definition, string device, CanSignalValue? latest, double? age)
    {
        Definition = definition;
        Device = device;
        this.latest = latest;
        Age = age;
    }

    /// <summary>The name of the message.</summary>
    public string Message => Definition.Message ?? "";

    /// <summary>The name of the signal.</summary>
    public string Signal => Definition.Name;

    /// <summary>The value, as a decoded message has it; null where none came.</summary>
    public object? Value => latest?.Value;

    /// <summary>The unit, such as <c>rpm</c>; empty where there is none.</summary>
    public string Unit => Definition.Unit;

    /// <summary>How long ago it came, in seconds; null where none came.</summary>
    public double? Age { get; }

    /// <summary>When it came; null where none came.</summary>
    public Timestamp? Timestamp => latest?.Timestamp;

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>What the database says of the signal.</summary>
    public SignalDefinition Definition { get; }

    /// <summary>The value as it is shown, without its unit; empty where none came.</summary>
    /// <returns>A text, without control characters.</returns>
    public string GetText() => latest?.GetText() ?? "";

    /// <summary>The signal on a line: <c>EngineSpeed=2914.25 rpm</c>.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() => latest?.ToString() ?? VisibleText.Of($"{Signal}=");
}
