using Caneth.Simulation;

namespace Caneth.Binding;

/// <summary>Reads faults of a simulator: HalfOpen, Reset=500, Garbage=5/100.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadFaultAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument) => Argument.Each(argument).Select(ReadOne).ToArray();

    private static FaultSetting ReadOne(object? argument) => Argument.ValueOf(argument) switch
    {
        FaultSetting setting => setting,
        SimulatorFault fault => new(fault),
        _ => FaultSetting.Parse(Argument.TextOf(argument)),
    };
}
