namespace Caneth.Diagnostics;

/// <summary>A fault that a control unit tells: its trouble code, what is said of it, and what was stored with it.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class EcuFault
{
    private const FaultStates MostTelling = FaultStates.Failed | FaultStates.Pending | FaultStates.Confirmed | FaultStates.Lamp
        | FaultStates.Permanent | FaultStates.Active | FaultStates.PreviouslyActive;

    internal EcuFault(FaultSource source, ObdSource from) => (Source, Device, Ecu, HexId) = (source, from.Device, from.Ecu, from.HexId);

    /// <summary>The name of the device.</summary>
    public string? Device { get; }

    /// <summary>What the control unit is called: <c>Engine</c>, the id of its answers, or in J1939 its address: <c>0x00</c>.</summary>
    public string Ecu { get; }

    /// <summary>The id of its answers, in hex: <c>7E8</c>; in J1939 its address.</summary>
    public string HexId { get; }

    /// <summary>The code: <c>P0301</c>, in UDS with how it failed: <c>P0301-00</c>, in J1939 <c>SPN 190 FMI 2</c>.</summary>
    public string Code { get; internal init; } = "";

    /// <summary>By which protocol it is told.</summary>
    public FaultSource Source { get; }

    /// <summary>All that is said of it.</summary>
    public FaultStates State { get; internal set; }

    /// <summary>What of that tells most: <c>Confirmed, Failed</c>.</summary>
    public string StateText
    {
        get
        {
            // What is confirmed was pending before.
            var telling = State & MostTelling & ~(State.HasFlag(FaultStates.Confirmed) ? FaultStates.Pending : FaultStates.None);
            return telling == FaultStates.None ? State.ToString() : telling.ToString();
        }
    }

    /// <summary>What the code means, in a few words; null where only its maker knows.</summary>
    public string? Text { get; internal init; }

    /// <summary>J1939: how often it was seen; null where that is not said.</summary>
    public int? Count { get; internal init; }

    /// <summary>J1939: the lamps that the control unit has on: <c>Amber</c>, <c>Mil (flashes fast)</c>; null in other protocols.</summary>
    public string? Lamps { get; internal init; }

    /// <summary>
    /// J1939: whether the order of its bytes is one of those of long ago (conversion method 1). Which one nobody can tell, so it has no SPN then.
    /// </summary>
    public bool ConversionMethod { get; internal init; }

    /// <summary>OBD-II: the values that were stored with it; none where they were not asked for, or there are none.</summary>
    public IReadOnlyList<ObdValue> FreezeFrame { get; internal set; } = [];

    /// <summary>UDS: what was stored with it (snapshot), from the number of the record on; null where it was not asked for, or there is none.</summary>
    public MessageData? Snapshot { get; internal set; }

    /// <summary>UDS: what is counted with it (extended data), from the number of the record on; null where it was not asked for, or there is none.</summary>
    public MessageData? ExtendedData { get; internal set; }

    /// <summary>The bytes of the code, without its status.</summary>
    public MessageData Data { get; internal init; }

    /// <summary>Who tells it, and what it is.</summary>
    /// <returns><c>Engine P0301-00: cylinder 1 misfire (Confirmed, Failed)</c></returns>
    public override string ToString() => $"{Ecu} {Code}{(Text is null ? "" : $": {Text}")} ({StateText})";

    /// <summary>A trouble code of OBD-II or UDS.</summary>
    /// <param name="source">Which of them.</param>
    /// <param name="from">Who tells it.</param>
    /// <param name="code">Its 2 or 3 bytes.</param>
    /// <param name="state">What is said of it.</param>
    internal static EcuFault Of(FaultSource source, ObdSource from, ReadOnlySpan<byte> code, FaultStates state) => new(source, from)
    {
        Code = UdsValues.TroubleCode(code),
        State = state,
        Text = FaultText.Of(code),
        Data = new(code),
    };
}
