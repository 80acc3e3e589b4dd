namespace Caneth.Diagnostics;

/// <summary>The values of OBD-II (SAE J1979, service 01): numbers and scales are facts, names and descriptions own words.</summary>
internal static class ObdTable
{
    private const int OxygenSensorCount = 8;
    private const int SensorsOfBank = 4;

    /// <summary>All of them, in the order of their PIDs.</summary>
    public static IEnumerable<ObdParameter> Rows() =>
    [
        new(0x01, 4, "MalfunctionLamp", null, "malfunction indicator lamp") { Bytes = 1, Shift = 7, States = ObdStates.OffOn },
        new(0x01, 4, "FaultCount", null, "confirmed faults that concern emissions") { Bytes = 1, Mask = 0x7F },
        new(0x03, 2, "FuelSystem1", null, "fuel control, first system") { Bytes = 1, States = ObdStates.FuelSystem },
        new(0x03, 2, "FuelSystem2", null, "fuel control, second system") { FirstByte = 1, Bytes = 1, States = ObdStates.FuelSystem },
        Percent(0x04, "EngineLoad", "calculated engine load"),
        Celsius(0x05, "CoolantTemperature", "engine coolant temperature"),
        Trim(0x06, "ShortTermFuelTrimBank1", "fuel trim"),
        Trim(0x07, "LongTermFuelTrimBank1", "fuel trim"),
        Trim(0x08, "ShortTermFuelTrimBank2", "fuel trim"),
        Trim(0x09, "LongTermFuelTrimBank2", "fuel trim"),
        new(0x0A, 1, "FuelPressure", "kPa", "fuel pressure, gauge") { Numerator = 3 },
        new(0x0B, 1, "IntakeManifoldPressure", "kPa", "intake manifold absolute pressure"),
        new(0x0C, 2, "EngineSpeed", "rpm", "engine speed") { Denominator = 4 },
        new(0x0D, 1, "VehicleSpeed", "km/h", "vehicle speed"),
        new(0x0E, 1, "TimingAdvance", "deg", "timing advance before top dead centre, cylinder 1") { Denominator = 2, Offset = -64 },
        Celsius(0x0F, "IntakeAirTemperature", "intake air temperature"),
        new(0x10, 2, "MassAirFlow", "g/s", "mass air flow rate") { Denominator = 100 },
        Percent(0x11, "ThrottlePosition", "absolute throttle position"),
        new(0x12, 1, "SecondaryAir", null, "where secondary air goes") { States = ObdStates.SecondaryAir },
        .. OxygenSensors(),
        new(0x1C, 1, "ObdStandard", null, "rules that the vehicle was built to") { States = ObdStates.Standard },
        new(0x1E, 1, "PowerTakeOff", null, "power take-off") { Mask = 1, States = ObdStates.OffOn },
        new(0x1F, 2, "RunTime", "s", "run time since engine start"),
        new(0x21, 2, "DistanceWithMil", "km", "distance with the malfunction indicator lamp on"),
        new(0x22, 2, "FuelRailPressureRelative", "kPa", "fuel rail pressure relative to manifold vacuum") { Numerator = 0.079 },
        new(0x23, 2, "FuelRailPressure", "kPa", "fuel rail gauge pressure (diesel, direct injection)") { Numerator = 10 },
        .. WideBandVoltages(),
        Percent(0x2C, "CommandedEgr", "commanded exhaust gas recirculation"),
        Trim(0x2D, "EgrError", "exhaust gas recirculation error"),
        Percent(0x2E, "CommandedEvaporativePurge", "commanded evaporative purge"),
        Percent(0x2F, "FuelLevel", "fuel tank level"),
        new(0x30, 1, "WarmUpsSinceCleared", null, "warm-ups since codes were cleared"),
        new(0x31, 2, "DistanceSinceCleared", "km", "distance since codes were cleared"),
        new(0x32, 2, "EvaporativeVaporPressure", "Pa", "evaporative system vapour pressure") { Signed = true, Denominator = 4 },
        new(0x33, 1, "BarometricPressure", "kPa", "absolute barometric pressure"),
        .. WideBandCurrents(),
        .. Catalysts(),
        new(0x42, 2, "ControlModuleVoltage", "V", "control module voltage") { Denominator = 1000 },
        new(0x43, 2, "AbsoluteLoad", "%", "absolute load value") { Numerator = 100, Denominator = 255 },
        new(0x44, 2, "CommandedLambda", null, "commanded air-fuel equivalence ratio") { Numerator = 2, Denominator = 65536 },
        Percent(0x45, "RelativeThrottle", "relative throttle position"),
        Celsius(0x46, "AmbientAirTemperature", "ambient air temperature"),
        Percent(0x47, "ThrottlePositionB", "position"),
        Percent(0x48, "ThrottlePositionC", "position"),
        Percent(0x49, "AcceleratorPositionD", "position"),
        Percent(0x4A, "AcceleratorPositionE", "position"),
        Percent(0x4B, "AcceleratorPositionF", "position"),
        Percent(0x4C, "CommandedThrottle", "position"),
        new(0x4D, 2, "TimeWithMil", "min", "time run with the malfunction indicator lamp on"),
        new(0x4E, 2, "TimeSinceCleared", "min", "time since codes were cleared"),
        new(0x50, 4, "MaxMassAirFlow", "g/s", "maximum of mass air flow") { Bytes = 1, Numerator = 10 },
        new(0x51, 1, "FuelType", null, "what the vehicle runs on") { States = ObdStates.Fuel },
        Percent(0x52, "EthanolFuel", "ethanol in the fuel"),
        new(0x53, 2, "EvaporativeVaporPressureAbsolute", "kPa", "evaporative system vapour pressure, absolute") { Denominator = 200 },
        new(0x54, 2, "EvaporativeVaporPressureWide", "Pa", "evaporative system vapour pressure, wide range") { Signed = true },
        new(0x55, 2, "ShortTermO2TrimBank1", "%", "secondary oxygen sensor trim") { Bytes = 1, Numerator = 100, Denominator = 128, Offset = -100 },
        new(0x56, 2, "LongTermO2TrimBank1", "%", "secondary oxygen sensor trim") { Bytes = 1, Numerator = 100, Denominator = 128, Offset = -100 },
        new(0x57, 2, "ShortTermO2TrimBank2", "%", "secondary oxygen sensor trim") { Bytes = 1, Numerator = 100, Denominator = 128, Offset = -100 },
        new(0x58, 2, "LongTermO2TrimBank2", "%", "secondary oxygen sensor trim") { Bytes = 1, Numerator = 100, Denominator = 128, Offset = -100 },
        new(0x59, 2, "FuelRailPressureAbsolute", "kPa", "fuel rail absolute pressure") { Numerator = 10 },
        Percent(0x5A, "RelativeAccelerator", "relative accelerator pedal position"),
        Percent(0x5B, "HybridBatteryRemaining", "hybrid battery pack remaining life"),
        Celsius(0x5C, "OilTemperature", "engine oil temperature"),
        new(0x5D, 2, "FuelInjectionTiming", "deg", "fuel injection timing") { Denominator = 128, Offset = -210 },
        new(0x5E, 2, "EngineFuelRate", "L/h", "engine fuel rate") { Denominator = 20 },
        new(0x61, 1, "DemandTorque", "%", "driver's demand engine torque") { Offset = -125 },
        new(0x62, 1, "ActualTorque", "%", "actual engine torque") { Offset = -125 },
        new(0x63, 2, "ReferenceTorque", "N.m", "engine reference torque"),
        new(0x7F, 13, "TotalRunTime", "s", "engine run time, total") { FirstByte = 1, Bytes = 4 },
        new(0xA6, 4, "Odometer", "km", "odometer") { Denominator = 10 },
    ];

    private static ObdParameter Percent(byte pid, string name, string description) =>
        new(pid, 1, name, "%", description) { Numerator = 100, Denominator = 255 };

    private static ObdParameter Trim(byte pid, string name, string description) =>
        new(pid, 1, name, "%", description) { Numerator = 100, Denominator = 128, Offset = -100 };

    private static ObdParameter Celsius(byte pid, string name, string description) => new(pid, 1, name, "degC", description) { Offset = -40 };

    // Where the second byte is FF the sensor is not used for the trim.
    private static IEnumerable<ObdParameter> OxygenSensors() => Enumerable.Range(0, OxygenSensorCount).SelectMany(number =>
    {
        var (pid, place) = ((byte)(0x14 + number), $"Bank{number / SensorsOfBank + 1}Sensor{number % SensorsOfBank + 1}");
        return new ObdParameter[]
        {
            new(pid, 2, $"O2Voltage{place}", "V", "oxygen sensor voltage") { Bytes = 1, Denominator = 200 },
            new(pid, 2, $"O2FuelTrim{place}", "%", "short term fuel trim of that sensor; FF: not used")
            {
                FirstByte = 1, Bytes = 1, Numerator = 100, Denominator = 128, Offset = -100,
            },
        };
    });

    private static IEnumerable<ObdParameter> WideBandVoltages() => Enumerable.Range(0, OxygenSensorCount).SelectMany(number =>
    {
        var pid = (byte)(0x24 + number);
        return new[]
        {
            Lambda(pid, $"LambdaSensor{number + 1}"),
            new(pid, 4, $"LambdaVoltageSensor{number + 1}", "V", "wide range oxygen sensor voltage") { FirstByte = 2, Bytes = 2, Numerator = 8, Denominator = 65536 },
        };
    });

    private static IEnumerable<ObdParameter> WideBandCurrents() => Enumerable.Range(0, OxygenSensorCount).SelectMany(number =>
    {
        var pid = (byte)(0x34 + number);
        return new[]
        {
            Lambda(pid, $"LambdaSensor{number + 1}Wide"),
            new(pid, 4, $"CurrentSensor{number + 1}", "mA", "wide range oxygen sensor current") { FirstByte = 2, Bytes = 2, Denominator = 256, Offset = -128 },
        };
    });

    private static ObdParameter Lambda(byte pid, string name) =>
        new(pid, 4, name, null, "air-fuel equivalence ratio") { Bytes = 2, Numerator = 2, Denominator = 65536 };

    private static IEnumerable<ObdParameter> Catalysts() => Enumerable.Range(0, 4).Select(number => new ObdParameter(
        (byte)(0x3C + number), 2, $"CatalystTemperatureBank{number % 2 + 1}Sensor{number / 2 + 1}", "degC", "catalyst temperature") { Denominator = 10, Offset = -40 });
}
