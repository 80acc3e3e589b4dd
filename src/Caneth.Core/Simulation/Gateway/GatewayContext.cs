using Caneth.Flow;

namespace Caneth.Simulation;

/// <summary>What all connections of one gateway share.</summary>
internal sealed record GatewayContext(
    SimulatedBus Bus,
    TransmitBuffer TransmitBuffer,
    SimulatorOptions Options,
    SimulatorFaults Faults,
    Tally<SimulatorCounter> Counters);
