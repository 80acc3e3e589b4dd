namespace Caneth.Diagnostics;

/// <summary>What the functions in NAMEs are called that do not depend on an industry (SAE J1939-81), in words of this project.</summary>
internal static class J1939Functions
{
    /// <summary>A tester that is not part of the vehicle.</summary>
    public const int Tester = 129;

    private static readonly string[] Names =
    [
        "Engine", "Auxiliary power", "Electric propulsion", "Transmission", "Battery monitor", "Shift control", "Power take-off", "Steer axle",
        "Drive axle", "Brakes", "Brakes, steer axle", "Brakes, drive axle", "Retarder, engine", "Retarder, driveline", "Cruise control",
        "Fuel system", "Steering", "Suspension, steer axle", "Suspension, drive axle", "Instruments", "Trip recorder", "Cab climate",
        "Aerodynamics", "Navigation", "Security", "Network bridge", "Body", "Power take-off, second", "Off-vehicle gateway", "Virtual terminal",
        "Management computer", "Propulsion battery",
    ];

    /// <summary>What the function of a node is called; null where nothing is known of it.</summary>
    public static string? NameOf(J1939Name name) => name.Function < Names.Length ? Names[name.Function]
        : name is { Function: Tester, IndustryGroup: 0, VehicleSystem: 0 } ? "Tester"
        : null;
}
