using System.Buffers.Binary;

namespace Caneth.Simulation;

/// <summary>A message that a control unit of the made-up car sends unasked.</summary>
/// <param name="Id">Its id; above 0x7FF it is extended.</param>
/// <param name="Period">Every how many milliseconds: a multiple of 10.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Fill">Writes the values into the data, which is zero before.</param>
/// <param name="Protected">
/// Whether the last two bytes are a counter, 0 to 15, and the sum of all other bytes and of the id's low byte.
/// </param>
internal sealed record VehicleMessage(uint Id, int Period, int Length, VehicleMessage.Filler Fill, bool Protected = false)
{
    /// <summary>Writes the values of the car into the data of a message.</summary>
    internal delegate void Filler(in VehicleState car, Span<byte> data);

    /// <summary>All messages of the car.</summary>
    public static IReadOnlyList<VehicleMessage> All { get; } =
    [
        // Engine: speed in 0.25 rpm, torque in 0.1 Nm, accelerator in 0.4 %.
        new(0x0C0, 10, 8, (in car, data) =>
            Put(Put(Put(data, car.EngineSpeed * 4), car.Torque * 10), car.Throttle * 2.5, 1), true),
        new(0x0C4, 20, 8, (in car, data) => Put(Put(data, car.Throttle * 2.5, 1), car.Torque * 10), true),
        new(0x288, 100, 8, (in car, data) => Put(Put(Put(data, car.Coolant + 40, 1), car.Oil + 40, 1), car.IntakeAir + 40, 1)),
        new(0x480, 1000, 8, (in car, data) => Put(Put(data, car.Fuel * 2.55, 1), 6.5 * 10)),

        // Brakes: wheel speeds in 0.01 km/h, pressure in 0.1 bar, speed of the car in 0.01 km/h.
        new(0x0B0, 10, 8, (in car, data) => Wheels(car, data)),
        new(0x0B4, 20, 6, (in car, data) => Put(data, car.BrakePressure * 10), true),
        new(0x1A0, 20, 8, (in car, data) => Put(Put(data, car.Speed * 100), car.BrakePressure > 1 ? 1 : 0, 1), true),
        new(0x4A0, 100, 8, (in car, data) => Wheels(car, data)),

        // Steering: angle in 0.1 degrees, signed. Movement: lateral acceleration in mm/s2, signed.
        new(0x0C2, 10, 6, (in car, data) => Put(data, car.SteeringAngle * 10), true),
        new(0x0D0, 20, 6, (in car, data) => Put(data, car.SteeringAngle * car.Speed / 10), true),

        // Gearbox: gear, speed at its input in 0.25 rpm, temperature.
        new(0x1B0, 20, 8, (in car, data) => Put(Put(data, car.Gear, 1), car.EngineSpeed * 4), true),
        new(0x440, 100, 8, (in car, data) => Put(Put(data, car.Gear, 1), car.Oil + 35, 1)),

        // Body: 0x123 byte 0 is the lamp of the left turn indicator, 1 lit and 0 dark, 0.3 s each; byte 1 the doors, all shut.
        new(0x123, 100, 2, (in car, data) => Put(data, car.IndicatorLit ? 1 : 0, 1)),
        new(0x271, 100, 4, (in car, data) => Put(data, 0x07, 1)),
        new(0x351, 100, 8, (in car, data) => Put(Put(data, car.OutsideAir * 2 + 100, 1), car.Speed * 100)),
        new(0x3E1, 100, 8, (in car, data) => Put(Put(data, 21 * 2, 1), car.OutsideAir * 2 + 100, 1)),
        new(0x470, 100, 5, (in car, data) => Put(data, 0x10, 1)),
        new(0x520, 1000, 8, (in car, data) => Put(Put(data, 12_345 + car.Time / 100, 4), car.Fuel * 2.55, 1)),
        new(0x571, 1000, 6, (in car, data) => Put(data, car.Voltage * 100)),
        new(0x5D0, 1000, 6, (in car, data) => Put(data, car.Time, 4)),
        new(0x621, 1000, 7, (in car, data) => Put(data, 20_260_131, 4)),

        // J1939 form: PGN 0xFEEE, engine temperature, source 0: coolant in degrees Celsius above -40, oil in 1/32 above -273.
        new(0x18FE_EE00, 1000, 8, (in car, data) => Put(Put(Put(data, car.Coolant + 40, 1), 0xFF, 1), (car.Oil + 273) * 32)),
    ];

    /// <summary>The message at this moment.</summary>
    /// <param name="car">What the car is doing.</param>
    /// <param name="counter">How often it was sent before.</param>
    public CanFrame FrameOf(in VehicleState car, long counter)
    {
        Span<byte> data = stackalloc byte[Length];
        data.Clear();
        Fill(car, data);
        if (Protected)
        {
            data[^2] = (byte)(counter & 0x0F);
            var sum = (byte)Id;
            foreach (var value in data[..^1])
            {
                sum += value;
            }

            data[^1] = sum;
        }

        return new CanFrame(Id, data);
    }

    private static void Wheels(in VehicleState car, Span<byte> data)
    {
        for (var wheel = 0; wheel < 4; wheel++)
        {
            data = Put(data, car.WheelSpeed(right: wheel % 2 == 1) * 100);
        }
    }

    // Big-endian, two's complement; gives what is left of the data.
    private static Span<byte> Put(Span<byte> data, double value, int length = 2)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (long)Math.Round(value));
        bytes[^length..].CopyTo(data);
        return data[length..];
    }
}
