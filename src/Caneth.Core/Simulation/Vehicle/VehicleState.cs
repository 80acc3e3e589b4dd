namespace Caneth.Simulation;

/// <summary>
/// What the made-up car is doing: a town drive that repeats every two minutes, with values that fit each other.
/// </summary>
/// <param name="Time">Seconds since the engine was started.</param>
internal readonly record struct VehicleState(double Time)
{
    private const double IdleSpeed = 800;
    private const double Ambient = 18;

    /// <summary>The speed of the car in km/h, 0 to 90, standing still for a while now and then.</summary>
    public double Speed => Math.Max(0, 40 * Math.Sin(2 * Math.PI * Time / 60) + 50 * Math.Sin(2 * Math.PI * Time / 120));

    /// <summary>The gear: 0 neutral, 1 to 5.</summary>
    public int Gear => Speed < 1 ? 0 : Math.Min(5, 1 + (int)(Speed / 18));

    /// <summary>The speed of the engine in rpm.</summary>
    public double EngineSpeed => Gear == 0 ? IdleSpeed + 15 * Math.Sin(3 * Time) : 1200 + 2400 * (Speed / 18 - (Gear - 1)) / Gear;

    /// <summary>The position of the accelerator in per cent.</summary>
    public double Throttle => Gear == 0 ? 4 : 15 + 25 * (1 + Math.Sin(2 * Math.PI * Time / 15)) / 2;

    /// <summary>The torque of the engine in Nm.</summary>
    public double Torque => 10 + 2.2 * Throttle;

    /// <summary>The pressure of the brakes in bar.</summary>
    public double BrakePressure => Gear == 0 ? 25 : Math.Max(0, -12 * Math.Cos(2 * Math.PI * Time / 60));

    /// <summary>The angle of the steering wheel in degrees, positive to the left.</summary>
    public double SteeringAngle => 120 * Math.Sin(2 * Math.PI * Time / 17) * Math.Sin(2 * Math.PI * Time / 41);

    /// <summary>The lateral acceleration in m/s2, positive to the left: the more, the faster the car is in the curve.</summary>
    public double LateralAcceleration => SteeringAngle * Speed / 10_000;

    /// <summary>The temperature of the coolant in degrees Celsius: warm after about ten minutes.</summary>
    public double Coolant => 90 - (90 - Ambient) * Math.Exp(-Time / 200);

    /// <summary>The temperature of the oil in degrees Celsius.</summary>
    public double Oil => 95 - (95 - Ambient) * Math.Exp(-Time / 350);

    /// <summary>The temperature of the intake air in degrees Celsius.</summary>
    public double IntakeAir => Ambient + 7 + 4 * Math.Sin(2 * Math.PI * Time / 90);

    /// <summary>The temperature outside in degrees Celsius.</summary>
    public double OutsideAir => Ambient + Math.Sin(2 * Math.PI * Time / 600);

    /// <summary>The fuel in the tank in per cent: a full tank lasts ten hours.</summary>
    public double Fuel => 100 - Time % 36_000 / 360;

    /// <summary>The voltage of the battery in V.</summary>
    public double Voltage => 14.1 + 0.1 * Math.Sin(2 * Math.PI * Time / 7);

    /// <summary>Whether the lamp of the left turn indicator is lit: 0.3 s on, 0.3 s off.</summary>
    public bool IndicatorLit => (long)Math.Round(Time * 10) / 3 % 2 == 0;

    /// <summary>The speed of a wheel in km/h: those outside of the curve are faster.</summary>
    /// <param name="right">Whether it is a wheel on the right.</param>
    public double WheelSpeed(bool right) => Speed * (1 + (right ? 1 : -1) * SteeringAngle / 6000);
}
