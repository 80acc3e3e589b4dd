using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>A value that a control unit gave by OBD-II.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class ObdValue
{
    private readonly ObdParameter parameter;

    internal ObdValue(ObdParameter parameter, ObdSource source, Timestamp timestamp, ReadOnlySpan<byte> data)
    {
        this.parameter = parameter;
        (Timestamp, Device, Ecu, HexId) = (timestamp, source.Device, source.Ecu, source.HexId);
        Data = new(data);
        Value = parameter.ValueOf(data);
    }

    /// <summary>When its answer came.</summary>
    public Timestamp Timestamp { get; }

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>What the control unit is called: <c>Engine</c>, <c>Gearbox</c>, or the id of its answers.</summary>
    public string Ecu { get; }

    /// <summary>The id of its answers, in hex: <c>7E8</c>.</summary>
    public string HexId { get; }

    /// <summary>The number that it was asked for by.</summary>
    public byte Pid => parameter.Pid;

    /// <summary>The same in hex: <c>0C</c>.</summary>
    public string HexPid => parameter.HexPid;

    /// <summary>What the value is called: <c>EngineSpeed</c>.</summary>
    public string Name => parameter.Name;

    /// <summary>The value: a number, a state in words, or where nobody knows more, its bytes.</summary>
    public object Value { get; }

    /// <summary>The unit; null where there is none.</summary>
    public string? Unit => parameter.Unit;

    /// <summary>The bytes of the answer, after the PID.</summary>
    public MessageData Data { get; }

    /// <summary>Who gave it, and what it is.</summary>
    /// <returns><c>Engine EngineSpeed = 1950.5 rpm</c></returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ecu} {Name} = {Value:0.###} {Unit}").TrimEnd();
}
