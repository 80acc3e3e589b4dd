namespace Caneth.Diagnostics;

/// <summary>A PID that a control unit has, and what it holds.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class ObdSupport
{
    private readonly IReadOnlyList<ObdParameter> parameters;

    internal ObdSupport(ObdSource source, byte pid)
    {
        (Device, Ecu, HexId, Pid) = (source.Device, source.Ecu, source.HexId, pid);
        parameters = ObdParameter.OfPid(pid);
    }

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>What the control unit is called: <c>Engine</c>, <c>Gearbox</c>, or the id of its answers.</summary>
    public string Ecu { get; }

    /// <summary>The id of its answers, in hex: <c>7E8</c>.</summary>
    public string HexId { get; }

    /// <summary>The number that is asked for (PID).</summary>
    public byte Pid { get; }

    /// <summary>The same in hex: <c>0C</c>.</summary>
    public string HexPid => parameters[0].HexPid;

    /// <summary>The names of its values.</summary>
    public IReadOnlyList<string> Name => [.. parameters.Select(parameter => parameter.Name)];

    /// <summary>The unit of the first of them; null where it has none.</summary>
    public string? Unit => parameters[0].Unit;

    /// <summary>What the first of them is, in a few words.</summary>
    public string Description => parameters[0].Description;

    /// <summary>Who has it, and what it is called.</summary>
    /// <returns><c>Engine 0C EngineSpeed</c></returns>
    public override string ToString() => $"{Ecu} {HexPid} {string.Join(", ", Name)}";
}
