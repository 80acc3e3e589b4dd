namespace Caneth.Simulation;

/// <summary>What each signal of the databases of car and truck says; of those that are not here, nothing: they are 0.</summary>
internal static class VehicleSignals
{
    private const double FuelConsumption = 6.5;
    private const double CabinTemperature = 21;
    private const double OdometerAtStart = 12_345;
    private const double SecondsPerKilometre = 100;
    private const double SoftwareDate = 20_260_131;
    private const double RetarderTorque = -20;

    // J1939: a byte whose bits are all set says that the value is not available.
    private const double NotAvailable = 0xFF - 40;

    /// <summary>The values, in the units of the database, by the names of the signals.</summary>
    public static IReadOnlyDictionary<string, Func<VehicleState, double>> All { get; } = new Dictionary<string, Func<VehicleState, double>>
    {
        ["EngineSpeed"] = car => car.EngineSpeed,
        ["EngineTorque"] = car => car.Torque,
        ["AcceleratorPosition"] = car => car.Throttle,
        ["CoolantTemperature"] = car => car.Coolant,
        ["OilTemperature"] = car => car.Oil,
        ["IntakeAirTemperature"] = car => car.IntakeAir,
        ["FuelLevel"] = car => car.Fuel,
        ["FuelConsumption"] = _ => FuelConsumption,
        ["WheelSpeedFrontLeft"] = car => car.WheelSpeed(right: false),
        ["WheelSpeedFrontRight"] = car => car.WheelSpeed(right: true),
        ["WheelSpeedRearLeft"] = car => car.WheelSpeed(right: false),
        ["WheelSpeedRearRight"] = car => car.WheelSpeed(right: true),
        ["BrakePressure"] = car => car.BrakePressure,
        ["VehicleSpeed"] = car => car.Speed,
        ["BrakeActive"] = car => car.BrakePressure > 1 ? 1 : 0,
        ["SteeringAngle"] = car => car.SteeringAngle,
        ["LateralAcceleration"] = car => car.LateralAcceleration,
        ["Gear"] = car => car.Gear,
        ["InputSpeed"] = car => car.EngineSpeed,
        ["GearboxTemperature"] = car => car.Oil - 5,
        ["IndicatorLeft"] = car => car.IndicatorLit ? 1 : 0,
        ["KeyInserted"] = _ => 1,
        ["IgnitionOn"] = _ => 1,
        ["EngineRunning"] = _ => 1,
        ["OutsideTemperature"] = car => car.OutsideAir,
        ["DisplayedSpeed"] = car => car.Speed,
        ["CabinTemperatureSet"] = _ => CabinTemperature,
        ["LowBeam"] = _ => 1,
        ["Odometer"] = car => OdometerAtStart + car.Time / SecondsPerKilometre,
        ["BatteryVoltage"] = car => car.Voltage,
        ["EngineRunTime"] = car => car.Time,
        ["SoftwareDate"] = _ => SoftwareDate,
        ["EngineCoolantTemperature"] = car => car.Coolant,
        ["EngineFuelTemperature"] = _ => NotAvailable,
        ["EngineOilTemperature"] = car => car.Oil,
        ["RetarderTorque"] = car => car.BrakePressure > 1 ? RetarderTorque : 0,
    };
}
