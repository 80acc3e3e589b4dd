namespace Caneth.Simulation;

/// <summary>The faults that a control unit has stored.</summary>
/// <param name="codes">What it has stored when it begins.</param>
internal sealed class TroubleMemory(params TroubleCode[] codes)
{
    /// <summary>The bits of the status that it knows: all but those of this driving cycle and of the lamp.</summary>
    public const byte AvailableStatus = 0x2F;

    /// <summary>The group that stands for all.</summary>
    public const uint AllGroups = 0xFF_FFFF;

    private const byte LampBit = 0x80;
    private const byte MonitorsOnBoard = 0x07;
    private const byte MonitorsThere = 0x65;
    private const byte MonitorsNotReady = 0x04;

    // Of these a control unit forgets none before it has seen for itself that the fault is gone.
    private readonly TroubleCode[] permanent = [.. codes.Where(code => code is { IsOfEmissions: true, IsConfirmed: true, IsPending: true })];
    private readonly List<TroubleCode> all = [.. codes];

    public IReadOnlyList<TroubleCode> All => all;

    /// <summary>OBD-II: those that are confirmed.</summary>
    public IEnumerable<TroubleCode> Stored => all.Where(code => code is { IsOfEmissions: true, IsConfirmed: true });

    /// <summary>OBD-II: those of this driving cycle or the last.</summary>
    public IEnumerable<TroubleCode> Pending => all.Where(code => code is { IsOfEmissions: true, IsPending: true });

    /// <summary>OBD-II: those that no tester clears.</summary>
    public IEnumerable<TroubleCode> Permanent => permanent;

    /// <summary>The value of PID 01: whether the lamp is lit, how many faults there are, and which monitors are ready.</summary>
    public byte[] Status()
    {
        var count = Stored.Count();
        return [(byte)(count == 0 ? 0 : LampBit | count), MonitorsOnBoard, MonitorsThere, MonitorsNotReady];
    }

    public void Clear() => all.Clear();

    /// <summary>Clears a fault, or all.</summary>
    /// <returns>Whether there was such a thing.</returns>
    public bool TryClear(uint group)
    {
        if (group != AllGroups)
        {
            return all.RemoveAll(code => code.Code == group) > 0;
        }

        Clear();
        return true;
    }
}
