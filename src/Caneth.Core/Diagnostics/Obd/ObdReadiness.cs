namespace Caneth.Diagnostics;

/// <summary>What PID 01 says: the lamp, how many faults there are, and which monitors have looked already.</summary>
internal static class ObdReadiness
{
    private const int Length = 4;
    private const int CompressionBit = 3;
    private const int ContinuousMonitors = 3;
    private const int NotReadyShift = 4;

    private static readonly string[] Continuous = ["Misfire", "FuelSystem", "Components"];

    // The third byte says which of these there are, and the fourth which are not ready; what is empty is reserved.
    private static readonly string[] Spark =
        ["Catalyst", "HeatedCatalyst", "EvaporativeSystem", "SecondaryAir", "ParticulateFilter", "OxygenSensor", "OxygenSensorHeater", "Egr"];

    private static readonly string[] Compression =
        ["HydrocarbonCatalyst", "NoxAftertreatment", "", "BoostPressure", "", "ExhaustGasSensor", "ParticulateFilter", "Egr"];

    /// <summary>The monitors that the vehicle has, and whether each has run since faults were cleared.</summary>
    /// <param name="data">The 4 bytes of PID 01.</param>
    public static List<(string Name, bool IsReady)> Monitors(ReadOnlySpan<byte> data)
    {
        var monitors = new List<(string, bool)>();
        if (data.Length < Length)
        {
            return monitors;
        }

        for (var bit = 0; bit < ContinuousMonitors; bit++)
        {
            Add(Continuous[bit], data[1] >> bit, data[1] >> (bit + NotReadyShift));
        }

        var others = (data[1] >> CompressionBit & 1) == 0 ? Spark : Compression;
        for (var bit = 0; bit < others.Length; bit++)
        {
            Add(others[bit], data[2] >> bit, data[3] >> bit);
        }

        return monitors;

        void Add(string name, int isThere, int isNotReady)
        {
            if ((isThere & 1) != 0 && name.Length > 0)
            {
                monitors.Add((name, (isNotReady & 1) == 0));
            }
        }
    }
}
