using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>
/// What trouble codes mean, in own words: the commonest ones, many by the rule behind their numbers; of others the part of the vehicle, which the
/// structure of the code says (ISO 15031-6). Codes of makers have none.
/// </summary>
internal static class FaultText
{
    private const int ByFive = 5;
    private const int BySix = 6;
    private const int FirstOxygenSensor = 130;
    private const int OxygenBank = 20;
    private const int OxygenSensorCount = 3;
    private const int Transmission = 7;

    private static readonly string[] Circuit = ["circuit", "range or performance", "signal too low", "signal too high", "signal comes and goes"];
    private static readonly string[] Oxygen = ["circuit", "voltage too low", "voltage too high", "too slow", "no activity", "heater circuit"];

    // Of these five numbers in a row are the same five kinds of failure.
    private static readonly SortedDictionary<int, string> Sensors = new()
    {
        [100] = "mass air flow sensor",
        [105] = "manifold pressure sensor",
        [110] = "intake air temperature sensor",
        [115] = "coolant temperature sensor",
        [120] = "throttle or pedal sensor A",
        [220] = "throttle or pedal sensor B",
        [225] = "throttle or pedal sensor C",
        [325] = "knock sensor 1",
        [330] = "knock sensor 2",
        [335] = "crankshaft sensor A",
        [340] = "camshaft sensor A",
        [345] = "camshaft sensor A, bank 2",
        [500] = "vehicle speed sensor",
        [705] = "gear range sensor",
        [710] = "transmission fluid temperature sensor",
        [715] = "input speed sensor",
        [720] = "output speed sensor",
    };

    private static readonly Dictionary<int, string> Powertrain = new()
    {
        [11] = "camshaft too early, bank 1",
        [12] = "camshaft too late, bank 1",
        [16] = "crankshaft and camshaft do not agree, bank 1",
        [87] = "fuel rail pressure too low",
        [88] = "fuel rail pressure too high",
        [125] = "too cold for closed loop",
        [128] = "coolant does not get warm",
        [171] = "mixture too lean, bank 1",
        [172] = "mixture too rich, bank 1",
        [174] = "mixture too lean, bank 2",
        [175] = "mixture too rich, bank 2",
        [217] = "engine too hot",
        [218] = "transmission too hot",
        [230] = "fuel pump circuit",
        [234] = "boost too high",
        [299] = "boost too low",
        [300] = "misfire of several cylinders",
        [400] = "exhaust gas recirculation flow",
        [401] = "exhaust gas recirculation flow too low",
        [402] = "exhaust gas recirculation flow too high",
        [403] = "exhaust gas recirculation circuit",
        [410] = "secondary air system",
        [420] = "catalyst does too little, bank 1",
        [430] = "catalyst does too little, bank 2",
        [440] = "evaporative system",
        [441] = "evaporative purge flow wrong",
        [442] = "evaporative system has a small leak",
        [443] = "evaporative purge valve circuit",
        [446] = "evaporative vent circuit",
        [455] = "evaporative system has a large leak",
        [456] = "evaporative system has a very small leak",
        [505] = "idle control",
        [506] = "idle too slow",
        [507] = "idle too fast",
        [560] = "system voltage",
        [562] = "system voltage too low",
        [563] = "system voltage too high",
        [600] = "serial link in the control unit",
        [601] = "memory of the control unit: checksum",
        [602] = "control unit not programmed",
        [603] = "control unit lost what it kept",
        [604] = "memory of the control unit (RAM)",
        [605] = "memory of the control unit (ROM)",
        [606] = "processor of the control unit",
        [700] = "transmission control has a fault",
        [730] = "gear ratio wrong",
        [740] = "torque converter clutch",
        [2002] = "particulate filter does too little, bank 1",
        [2096] = "mixture after the catalyst too lean, bank 1",
        [2097] = "mixture after the catalyst too rich, bank 1",
        [2135] = "throttle or pedal sensors A and B do not agree",
        [2463] = "particulate filter full of soot",
    };

    private static readonly Dictionary<int, string> Network = new()
    {
        [1] = "high speed CAN bus",
        [73] = "control unit is off the bus",
        [100] = "lost communication with the engine",
        [101] = "lost communication with the transmission",
        [121] = "lost communication with the brakes (ABS)",
        [126] = "lost communication with the steering angle sensor",
        [140] = "lost communication with the body",
        [151] = "lost communication with the airbags",
        [155] = "lost communication with the instruments",
    };

    private static readonly string[] Areas =
    [
        "fuel, air and emissions", "fuel and air", "fuel injection", "ignition", "emission control", "speed, idle and inputs",
        "control unit and outputs", "transmission", "transmission", "transmission", "hybrid drive", "hybrid drive", "hybrid drive",
    ];

    /// <summary>What a code means; null where only its maker knows.</summary>
    /// <param name="code">Its first two bytes or more.</param>
    public static string? Of(ReadOnlySpan<byte> code)
    {
        var (letter, digits) = (code[0] >> 6, (code[0] & 0x3F) << 8 | code[1]);
        var number = int.TryParse(digits.ToString("X4", CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
        var isGeneric = digits >> 12 is 0 || letter == 0 && digits is >= 0x2000 and < 0x3000 or >= 0x3400;
        return !isGeneric ? null : letter switch
        {
            0 => (number < 0 ? null : Known(number)) ?? Area(digits),
            1 => "chassis",
            2 => "body",
            _ => Network.GetValueOrDefault(number) ?? "network",
        };
    }

    private static string? Area(int digits) => (digits >> 12, digits >> 8 & 0xF) switch
    {
        (0, var part) when part < Areas.Length => Areas[part],
        (2, var part) when part <= Transmission => Areas[part],
        (2, 0xA) => Areas[1],
        (3, 4) => "cylinder deactivation",
        _ => null,
    };

    private static string? Known(int number) => Powertrain.GetValueOrDefault(number) ?? number switch
    {
        >= 301 and <= 312 => string.Create(CultureInfo.InvariantCulture, $"cylinder {number - 300} misfire"),
        >= 201 and <= 212 => string.Create(CultureInfo.InvariantCulture, $"injector circuit, cylinder {number - 200}"),
        >= 351 and <= 362 => $"ignition coil {(char)('A' + number - 351)}: circuit",
        >= 731 and <= 736 => string.Create(CultureInfo.InvariantCulture, $"gear {number - 730} ratio wrong"),
        >= 750 and <= 774 => $"shift solenoid {(char)('A' + (number - 750) / ByFive)}",
        >= FirstOxygenSensor and < FirstOxygenSensor + OxygenBank + OxygenSensorCount * BySix => OxygenSensor(number - FirstOxygenSensor),
        _ => Sensors.TryGetValue(number - number % ByFive, out var sensor) ? $"{sensor}: {Circuit[number % ByFive]}" : null,
    };

    private static string? OxygenSensor(int place)
    {
        var (bank, ofBank) = (place / OxygenBank, place % OxygenBank);
        return ofBank >= OxygenSensorCount * BySix ? null
            : string.Create(CultureInfo.InvariantCulture, $"oxygen sensor, bank {bank + 1}, sensor {ofBank / BySix + 1}: {Oxygen[ofBank % BySix]}");
    }
}
