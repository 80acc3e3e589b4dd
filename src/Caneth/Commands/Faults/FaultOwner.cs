using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>A control unit and the faults that it tells.</summary>
/// <param name="Name">What it is called, for people.</param>
/// <param name="Names">What -Ecu may call it.</param>
/// <param name="Faults">Its faults.</param>
internal sealed record FaultOwner(string Name, string[] Names, IReadOnlyList<EcuFault> Faults)
{
    /// <summary>What answered OBD-II; null where it is another.</summary>
    public ObdUnit? Unit { get; init; }

    /// <summary>What Connect-CanEcu connected; null where it is another.</summary>
    public UdsClient? Client { get; init; }

    /// <summary>The address in J1939; null where it is another.</summary>
    public byte? Address { get; init; }
}
