using Caneth.Simulation;

namespace Caneth.Binding;

/// <summary>Reads a fault of a simulator: <c>HalfOpen</c>, <c>Reset=500</c>, <c>Garbage=5/100</c>.</summary>
public sealed class FaultConverter : ArgumentConverter<FaultSetting>
{
    /// <inheritdoc/>
    protected override FaultSetting Read(object argument) => Argument.ValueOf(argument) is SimulatorFault fault
        ? new(fault)
        : FaultSetting.Parse(Argument.TextOf(argument));
}
