namespace Caneth.Simulation;

/// <summary>The faults of a simulated gateway: each can be switched on and off while it runs, by any thread.</summary>
public sealed class SimulatorFaults
{
    private static readonly string[] AllNames = Enum.GetNames<SimulatorFault>();

    private readonly Lock gate = new();

    // Replaced as a whole, so that whoever transfers frames sees one state without a lock.
    private volatile FaultSetting?[] settings = new FaultSetting?[AllNames.Length];
    private volatile bool affectsOutput;
    private volatile bool affectsEcus;

    /// <summary>Raised, outside of any lock, when a fault was switched on or off.</summary>
    internal event Action? Changed;

    /// <summary>The names of all faults, to choose from.</summary>
    public static IReadOnlyList<string> Names => AllNames;

    /// <summary>The faults that are on, as <see cref="FaultSetting.Parse(string)"/> reads them.</summary>
    public IReadOnlyList<FaultSetting> Active => [.. settings.OfType<FaultSetting>()];

    /// <summary>Whether a fault is on that concerns what clients get, so that the fast way is closed.</summary>
    internal bool AffectsOutput => affectsOutput;

    /// <summary>Whether a fault of the control units is on.</summary>
    internal bool AffectsEcus => affectsEcus;

    /// <summary>How a fault is set, or null where it is off.</summary>
    /// <param name="fault">Which fault.</param>
    public FaultSetting? this[SimulatorFault fault] => settings[(int)fault];

    /// <summary>What a fault does, in a sentence.</summary>
    /// <param name="name">The name of the fault; its case does not matter.</param>
    /// <returns>A text for people.</returns>
    /// <exception cref="FormatException">There is no such fault.</exception>
    public static string Describe(string name) => FaultRule.Of(ParseName(name)).Description;

    /// <summary>Switches a fault on, or changes how bad it is.</summary>
    /// <param name="fault">Which fault.</param>
    /// <param name="value">Its value, as described at <see cref="SimulatorFault"/>; null for the fault's own.</param>
    /// <param name="every">
    /// For <see cref="SimulatorFault.Garbage"/>: after every how many frames; null for the fault's own.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number beyond the limits of this fault.</exception>
    public void Set(SimulatorFault fault, int? value = null, int? every = null) => Set(new FaultSetting(fault, value, every));

    /// <summary>Switches a fault on, or changes how bad it is.</summary>
    /// <param name="setting">The fault and its value.</param>
    public void Set(FaultSetting setting) => Change(setting.Fault, setting);

    /// <summary>Switches a fault on as people write it: <c>HalfOpen</c>, <c>Reset=500</c>, <c>Garbage=5/100</c>.</summary>
    /// <param name="text">The name, and the value where it is not to be the fault's own.</param>
    /// <exception cref="FormatException">There is no such fault, or its value cannot be read.</exception>
    public void Set(string text) => Set(FaultSetting.Parse(text));

    /// <summary>Switches a fault on.</summary>
    /// <param name="name">The name of the fault; its case does not matter.</param>
    /// <param name="value">Its value, <c>5</c> or <c>5/100</c>; null for the fault's own.</param>
    /// <exception cref="FormatException">There is no such fault, or its value cannot be read.</exception>
    public void Set(string name, string? value) => Set(FaultSetting.Parse(name, value));

    /// <summary>Switches a fault off.</summary>
    /// <param name="fault">Which fault.</param>
    public void Clear(SimulatorFault fault) => Change(fault, null);

    /// <summary>Switches a fault off.</summary>
    /// <param name="name">The name of the fault; its case does not matter.</param>
    /// <exception cref="FormatException">There is no such fault.</exception>
    public void Clear(string name) => Clear(ParseName(name));

    /// <summary>Switches every fault off.</summary>
    public void Clear()
    {
        foreach (var fault in Enum.GetValues<SimulatorFault>())
        {
            Clear(fault);
        }
    }

    /// <summary>The faults that are on.</summary>
    /// <returns><c>Reset=500, Garbage=5/100</c>, or nothing.</returns>
    public override string ToString() => string.Join(", ", Active);

    internal static SimulatorFault ParseName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // Enum.Parse would take numbers and lists too.
        var index = Array.FindIndex(AllNames, known => known.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? (SimulatorFault)index
            : throw new FormatException($"'{name}' is not a fault. There are: {string.Join(", ", AllNames)}.");
    }

    private void Change(SimulatorFault fault, FaultSetting? setting)
    {
        lock (gate)
        {
            var changed = (FaultSetting?[])settings.Clone();
            changed[(int)fault] = setting;
            settings = changed;
            affectsOutput = changed.Any(one => one is { } on && ConcernsSending(on.Fault));
            affectsEcus = changed.Any(one => one is { Fault: >= SimulatorFault.EcuSilent });
        }

        Changed?.Invoke();
    }

    private static bool ConcernsSending(SimulatorFault fault) => fault is SimulatorFault.Reset or SimulatorFault.HalfOpen
        or SimulatorFault.Garbage or SimulatorFault.ReservedBits or SimulatorFault.LongDlc or SimulatorFault.Padding
        or SimulatorFault.Split or SimulatorFault.CloseOrderly or SimulatorFault.RegistrationAlways or SimulatorFault.FreeHeartbeat
        or SimulatorFault.Drip;
}
