namespace Caneth.Diagnostics;

/// <summary>The words for states of OBD-II, in own words.</summary>
internal static class ObdStates
{
    public static IReadOnlyDictionary<uint, string> OffOn { get; } = new Dictionary<uint, string> { [0] = "off", [1] = "on" };

    /// <summary>How the fuel is controlled (PID 03): one bit is set.</summary>
    public static IReadOnlyDictionary<uint, string> FuelSystem { get; } = new Dictionary<uint, string>
    {
        [0] = "off",
        [1] = "open loop: cold",
        [2] = "closed loop",
        [4] = "open loop: load",
        [8] = "open loop: fault",
        [16] = "closed loop: fault",
    };

    /// <summary>Where secondary air goes (PID 12): one bit is set.</summary>
    public static IReadOnlyDictionary<uint, string> SecondaryAir { get; } = new Dictionary<uint, string>
    {
        [1] = "before the catalyst",
        [2] = "after the catalyst",
        [4] = "outside, or off",
        [8] = "on for a test",
    };

    /// <summary>To which rules the vehicle was built (PID 1C).</summary>
    public static IReadOnlyDictionary<uint, string> Standard { get; } = new Dictionary<uint, string>
    {
        [1] = "OBD-II (California)",
        [2] = "OBD (EPA)",
        [3] = "OBD and OBD-II",
        [4] = "OBD-I",
        [5] = "none",
        [6] = "EOBD",
        [7] = "EOBD and OBD-II",
        [8] = "EOBD and OBD",
        [9] = "EOBD, OBD and OBD-II",
        [10] = "JOBD",
        [11] = "JOBD and OBD-II",
        [12] = "JOBD and EOBD",
        [13] = "JOBD, EOBD and OBD-II",
        [17] = "EMD",
        [18] = "EMD+",
        [19] = "HD OBD-C",
        [20] = "HD OBD",
        [21] = "WWH-OBD",
        [23] = "HD EOBD-I",
        [24] = "HD EOBD-I N",
        [25] = "HD EOBD-II",
        [26] = "HD EOBD-II N",
        [28] = "OBDBr-1",
        [29] = "OBDBr-2",
        [30] = "KOBD",
        [31] = "IOBD-I",
        [32] = "IOBD-II",
        [33] = "HD EOBD-VI",
    };

    /// <summary>What the vehicle runs on (PID 51).</summary>
    public static IReadOnlyDictionary<uint, string> Fuel { get; } = new Dictionary<uint, string>
    {
        [0] = "not available",
        [1] = "petrol",
        [2] = "methanol",
        [3] = "ethanol",
        [4] = "diesel",
        [5] = "LPG",
        [6] = "CNG",
        [7] = "propane",
        [8] = "electric",
        [9] = "petrol, or another fuel",
        [10] = "methanol, or another fuel",
        [11] = "ethanol, or another fuel",
        [12] = "LPG, or another fuel",
        [13] = "CNG, or another fuel",
        [14] = "propane, or another fuel",
        [15] = "electric, or another fuel",
        [16] = "electric and combustion",
        [17] = "hybrid, petrol",
        [18] = "hybrid, ethanol",
        [19] = "hybrid, diesel",
        [20] = "hybrid, electric",
        [21] = "hybrid, mixed fuel",
        [22] = "hybrid, regenerative",
        [23] = "diesel, or another fuel",
    };
}
