namespace Caneth.Simulation;

/// <summary>The faults of a control unit of the truck, as DM1 and DM2 tell them.</summary>
/// <param name="faults">Those that are there when it begins.</param>
internal sealed class TruckFaults(params TruckFault[] faults)
{
    private const byte AmberLampOn = 0x04;
    private const byte LampsDoNotFlash = 0xFF;
    private const byte Filler = 0xFF;

    private readonly TruckFault[] previous = [new(Spn: 94, Fmi: 18, Count: 2)];
    private TruckFault[] active = faults;
    private bool isCleared;

    /// <summary>Those that are there now (DM1).</summary>
    public byte[] Active() => Write(active);

    /// <summary>Those that were there (DM2).</summary>
    public byte[] Previous() => Write(isCleared ? [] : previous);

    /// <summary>Forgets them all.</summary>
    public void Clear() => (active, isCleared) = ([], true);

    private static byte[] Write(TruckFault[] faults) => faults.Length switch
    {
        // None is zeros, and one still fits a frame.
        0 => [0, LampsDoNotFlash, 0, 0, 0, 0, Filler, Filler],
        1 => [AmberLampOn, LampsDoNotFlash, .. faults[0].ToBytes(), Filler, Filler],
        _ => [AmberLampOn, LampsDoNotFlash, .. faults.SelectMany(fault => fault.ToBytes())],
    };
}
