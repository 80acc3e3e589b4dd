namespace Caneth.Analysis;

/// <summary>A value that OBD-II answers carry (SAE J1979, service 01) and messages of the car often carry, too.</summary>
/// <param name="Pid">The parameter that was asked for.</param>
/// <param name="Length">How many bytes its answer has.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Factor">What the number in the answer is multiplied by.</param>
/// <param name="Offset">What is added to that.</param>
internal sealed record ObdParameter(byte Pid, int Length, string Name, string Unit, double Factor, double Offset)
{
    /// <summary>Those whose answer is one number.</summary>
    public static IReadOnlyList<ObdParameter> All { get; } =
    [
        new(0x04, 1, "EngineLoad", "%", 100 / 255.0, 0),
        new(0x05, 1, "CoolantTemperature", "degC", 1, -40),
        new(0x0A, 1, "FuelPressure", "kPa", 3, 0),
        new(0x0B, 1, "IntakeManifoldPressure", "kPa", 1, 0),
        new(0x0C, 2, "EngineSpeed", "rpm", 1 / 4.0, 0),
        new(0x0D, 1, "VehicleSpeed", "km/h", 1, 0),
        new(0x0E, 1, "TimingAdvance", "deg", 1 / 2.0, -64),
        new(0x0F, 1, "IntakeAirTemperature", "degC", 1, -40),
        new(0x10, 2, "MassAirFlow", "g/s", 1 / 100.0, 0),
        new(0x11, 1, "ThrottlePosition", "%", 100 / 255.0, 0),
        new(0x1F, 2, "RunTime", "s", 1, 0),
        new(0x22, 2, "FuelRailPressureRelative", "kPa", 0.079, 0),
        new(0x23, 2, "FuelRailPressure", "kPa", 10, 0),
        new(0x2F, 1, "FuelLevel", "%", 100 / 255.0, 0),
        new(0x33, 1, "BarometricPressure", "kPa", 1, 0),
        new(0x42, 2, "ControlModuleVoltage", "V", 1 / 1000.0, 0),
        new(0x43, 2, "AbsoluteLoad", "%", 100 / 255.0, 0),
        new(0x44, 2, "CommandedLambda", "", 2 / 65536.0, 0),
        new(0x45, 1, "RelativeThrottle", "%", 100 / 255.0, 0),
        new(0x46, 1, "AmbientAirTemperature", "degC", 1, -40),
        new(0x49, 1, "AcceleratorPositionD", "%", 100 / 255.0, 0),
        new(0x4A, 1, "AcceleratorPositionE", "%", 100 / 255.0, 0),
        new(0x4C, 1, "CommandedThrottle", "%", 100 / 255.0, 0),
        new(0x59, 2, "FuelRailPressureAbsolute", "kPa", 10, 0),
        new(0x5A, 1, "RelativeAccelerator", "%", 100 / 255.0, 0),
        new(0x5B, 1, "HybridBatteryRemaining", "%", 100 / 255.0, 0),
        new(0x5C, 1, "OilTemperature", "degC", 1, -40),
        new(0x5E, 2, "EngineFuelRate", "L/h", 1 / 20.0, 0),
        new(0x61, 1, "DemandTorque", "%", 1, -125),
        new(0x62, 1, "ActualTorque", "%", 1, -125),
        new(0xA6, 4, "Odometer", "km", 1 / 10.0, 0),
    ];

    /// <summary>The value in an answer.</summary>
    /// <param name="bytes">Its bytes, the most significant first.</param>
    public double ValueOf(ReadOnlySpan<byte> bytes)
    {
        var number = 0u;
        foreach (var one in bytes[..Length])
        {
            number = number << 8 | one;
        }

        return number * Factor + Offset;
    }
}
