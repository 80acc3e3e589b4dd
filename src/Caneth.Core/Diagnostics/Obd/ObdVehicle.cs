using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>What a control unit says of itself and its vehicle by OBD-II: the number of the vehicle, its own name, and what is calibrated into it.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class ObdVehicle
{
    internal ObdVehicle(ObdSource source) => (Device, Ecu, HexId) = (source.Device, source.Ecu, source.HexId);

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>What the control unit is called: <c>Engine</c>, <c>Gearbox</c>, or the id of its answers.</summary>
    public string Ecu { get; }

    /// <summary>The id of its answers, in hex: <c>7E8</c>.</summary>
    public string HexId { get; }

    /// <summary>The number of the vehicle (VIN); null where this control unit does not say it.</summary>
    public string? Vin { get; internal set; }

    /// <summary>What the control unit calls itself; null where it does not say so.</summary>
    public string? Name { get; internal set; }

    /// <summary>The ids of its calibrations.</summary>
    public IReadOnlyList<string> CalibrationIds { get; internal set; } = [];

    /// <summary>The numbers that verify its calibrations (CVN), in hex.</summary>
    public IReadOnlyList<string> CalibrationNumbers { get; internal set; } = [];

    /// <summary>The rules that the vehicle was built to: <c>EOBD</c>; null where it does not say so.</summary>
    public string? Standard { get; internal set; }

    /// <summary>What the vehicle runs on: <c>petrol</c>; null where it does not say so.</summary>
    public string? Fuel { get; internal set; }

    /// <summary>Whether it has the malfunction indicator lamp on; null where it does not say so.</summary>
    public bool? LampOn { get; internal set; }

    /// <summary>How many confirmed faults that concern emissions it has; null where it does not say so.</summary>
    public int? FaultCount { get; internal set; }

    /// <summary>The monitors that have looked since faults were cleared.</summary>
    public IReadOnlyList<string> MonitorsReady { get; internal set; } = [];

    /// <summary>The monitors that have not looked yet since faults were cleared.</summary>
    public IReadOnlyList<string> MonitorsNotReady { get; internal set; } = [];

    /// <summary>Who it is, and in which vehicle.</summary>
    /// <returns><c>Engine WCANETH0T35T00017</c></returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ecu} {Vin}").TrimEnd();
}
