using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>The control units of the made-up car that can be diagnosed: engine and gearbox.</summary>
internal static class VehicleEcus
{
    // The identifier of the speed of the engine, or of the gearbox's input, in rpm: 2 bytes.
    private const ushort EngineSpeed = 0x0101;

    // The identifier of 64 bytes that count up.
    private const ushort Counting = 0x0102;

    private const ushort LongData = 0x0F0F;
    private const ushort VeryLongData = 0x1FFF;
    private const ushort Coding = 0x2000;
    private const ushort PartNumber = 0xF187;
    private const ushort Supplier = 0xF18A;
    private const ushort ManufacturingDate = 0xF18B;
    private const ushort SerialNumber = 0xF18C;
    private const ushort Vin = 0xF190;
    private const ushort HardwareNumber = 0xF191;
    private const ushort SoftwareVersion = 0xF195;
    private const ushort SystemName = 0xF197;

    private const int VinLength = 17;
    private const int LongLength = 4_000;
    private const int VeryLongLength = 20_000;
    private const int CodingLength = 4;

    private const byte InformationVin = 0x02;
    private const byte InformationCalibration = 0x04;
    private const byte InformationVerification = 0x06;
    private const byte InformationName = 0x0A;
    private const int CalibrationLength = 16;
    private const int NameLength = 20;

    private const double FullScale = 2.55;
    private const double MostTorque = 230;
    private const double Barometer = 101;
    private const double DistanceWithLamp = 84;
    private const double DistanceSinceCleared = 1_234;
    private const byte FuelIsPetrol = 1;
    private const byte ObdOfEurope = 6;

    /// <summary>The control units.</summary>
    /// <param name="addressing">How testers reach them.</param>
    /// <param name="options">How they send and receive; null for the usual way.</param>
    public static SimulatedEcu[] All(IsoTpAddressing addressing, IsoTpOptions? options = null) =>
    [
        new(EcuAddress.Of(addressing, number: 0, address: 0x10), Engine(), options),
        new(EcuAddress.Of(addressing, number: 1, address: 0x18), Gearbox(), options),
    ];

    // P0301-00, P0420-13, U0100-87, B1A1B-4C and C020B-16.
    private static EcuContent Engine()
    {
        var faults = new TroubleMemory(new(0x030100, 0x2F), new(0x042013, 0x24), new(0xC10087, 0x28), new(0x9A1B4C, 0x09), new(0x420B16, 0x08));
        var identifiers = Identifiers("Engine", "SN-engine000", "CNT-906-027");
        identifiers[Vin] = new("WCANETH0T35T00017") { ShortestWrite = VinLength, LongestWrite = VinLength, NeedsUnlock = true };
        return new()
        {
            Faults = faults,
            Identifiers = identifiers,
            Snapshot = [EngineSpeed, Counting],
            CurrentData = new()
            {
                [0x01] = _ => faults.Status(),
                [0x03] = _ => [0x02, 0x00],
                [0x04] = car => EcuValues.Byte(car.Torque / MostTorque * 100 * FullScale),
                [0x05] = car => EcuValues.Byte(car.Coolant + 40),
                [0x0B] = car => EcuValues.Byte(25 + 0.75 * car.Throttle),
                [0x0C] = car => EcuValues.Word(car.EngineSpeed * 4),
                [0x0D] = car => EcuValues.Byte(car.Speed),
                [0x0F] = car => EcuValues.Byte(car.IntakeAir + 40),
                [0x11] = car => EcuValues.Byte(car.Throttle * FullScale),
                [0x1C] = _ => [ObdOfEurope],
                [0x1F] = car => EcuValues.Word(car.Time),
                [0x21] = _ => EcuValues.Word(DistanceWithLamp),
                [0x2F] = car => EcuValues.Byte(car.Fuel * FullScale),
                [0x31] = _ => EcuValues.Word(DistanceSinceCleared),
                [0x33] = _ => EcuValues.Byte(Barometer),
                [0x42] = car => EcuValues.Word(car.Voltage * 1000),
                [0x46] = car => EcuValues.Byte(car.OutsideAir + 40),
                [0x51] = _ => [FuelIsPetrol],
                [0x5C] = car => EcuValues.Byte(car.Oil + 40),
            },
            Information = new()
            {
                [InformationVin] = () => identifiers[Vin].Read(default),
                [InformationCalibration] = () => EcuValues.Text("CALID-engine", CalibrationLength),
                [InformationVerification] = () => [0x17, 0x91, 0xBC, 0x82],
                [InformationName] = () => EcuValues.Text("ECM\0-EngineControl", NameLength),
            },
        };
    }

    // P070A-62.
    private static EcuContent Gearbox()
    {
        var faults = new TroubleMemory(new TroubleCode(0x070A62, 0x2C));
        return new()
        {
            Faults = faults,
            Identifiers = Identifiers("Gearbox", "SN-gearbox00", "CNT-301-113"),
            Snapshot = [EngineSpeed, Counting],
            CurrentData = new()
            {
                [0x01] = _ => faults.Status(),
                [0x0D] = car => EcuValues.Byte(car.Speed),
            },
            Information = new()
            {
                [InformationCalibration] = () => EcuValues.Text("CALID-gearbox", CalibrationLength),
                [InformationVerification] = () => [0x4C, 0x06, 0x5D, 0xE1],
                [InformationName] = () => EcuValues.Text("TCM\0-TransmisCtrl", NameLength),
            },
        };
    }

    private static Dictionary<ushort, EcuIdentifier> Identifiers(string name, string serial, string part) => new()
    {
        [EngineSpeed] = new(car => EcuValues.Word(car.EngineSpeed)),
        [Counting] = new(Pattern(64, step: 1)),
        [LongData] = new(Pattern(LongLength, step: 1)) { ShortestWrite = 1, LongestWrite = LongLength },
        [VeryLongData] = new(Pattern(VeryLongLength, step: 7)) { ShortestWrite = 1, LongestWrite = VeryLongLength },
        [Coding] = new(new byte[CodingLength]) { ShortestWrite = CodingLength, LongestWrite = CodingLength },
        [PartNumber] = new(part),
        [Supplier] = new("Caneth"),
        [ManufacturingDate] = new([0x26, 0x01, 0x31]),
        [SerialNumber] = new(serial),
        [HardwareNumber] = new("HW-2.1"),
        [SoftwareVersion] = new("1.4.2"),
        [SystemName] = new(name),
    };

    private static byte[] Pattern(int length, int step)
    {
        var bytes = new byte[length];
        for (var place = 0; place < length; place++)
        {
            bytes[place] = (byte)(step * place);
        }

        return bytes;
    }
}
