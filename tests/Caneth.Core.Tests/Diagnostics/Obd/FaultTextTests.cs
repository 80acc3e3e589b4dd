using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Tests.Diagnostics.Obd;

/// <summary>What trouble codes mean, and that whatever bytes come are read as something, or as nothing.</summary>
public class FaultTextTests
{
    [Theory]
    [InlineData("03 00", "misfire of several cylinders")]
    [InlineData("03 12", "cylinder 12 misfire")]
    [InlineData("01 33", "oxygen sensor, bank 1, sensor 1: too slow")]
    [InlineData("01 41", "oxygen sensor, bank 1, sensor 2: heater circuit")]
    [InlineData("01 61", "oxygen sensor, bank 2, sensor 2: heater circuit")]
    [InlineData("01 48", "fuel and air")]
    [InlineData("01 18", "coolant temperature sensor: signal too high")]
    [InlineData("02 03", "injector circuit, cylinder 3")]
    [InlineData("03 53", "ignition coil C: circuit")]
    [InlineData("07 32", "gear 2 ratio wrong")]
    [InlineData("07 59", "shift solenoid B")]
    [InlineData("0A 0F", "hybrid drive")]
    [InlineData("07 0A", "transmission")]
    [InlineData("21 35", "throttle or pedal sensors A and B do not agree")]
    [InlineData("2A 00", "fuel and air")]
    [InlineData("34 01", "cylinder deactivation")]
    [InlineData("11 23", null)]
    [InlineData("32 01", null)]
    [InlineData("42 0B", "chassis")]
    [InlineData("9A 1B", null)]
    [InlineData("80 01", "body")]
    [InlineData("C1 00", "lost communication with the engine")]
    [InlineData("C4 16", "network")]
    [InlineData("D1 00", null)]
    public void Codes_that_all_makers_share_have_a_text(string code, string? text) => Assert.Equal(text, FaultText.Of(MessageData.Parse(code).AsSpan()));

    [Theory]
    [InlineData(0, null, "too high, most severe")]
    [InlineData(4, "CoolantTemperature", "CoolantTemperature: voltage too low")]
    [InlineData(31, null, "is so")]
    [InlineData(22, null, null)]
    [InlineData(22, "CoolantTemperature", "CoolantTemperature")]
    public void Failure_modes_have_a_text(int mode, string? parameter, string? text) => Assert.Equal(text, FailureModes.Of(mode, parameter));

    [Fact]
    public void Whatever_comes_is_read() => Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[1, 6]).Sample((bytes, pids) =>
    {
        var from = new ObdSource("car", "Engine", "7E8");
        var data = new MessageData(bytes);
        foreach (var fault in TroubleCodes.Merge(TroubleCodes.ReadObd(from, bytes, FaultStates.Confirmed), TroubleCodes.ReadUds(from, bytes))
            .Concat(J1939Faults.Read(new() { Pgn = 0xFECA, Data = data }, DatabaseSet.Empty)))
        {
            Assert.NotEmpty($"{fault}");
        }

        foreach (var (pid, value) in ObdAnswer.Values(data, pids))
        {
            Assert.All(ObdParameter.OfPid(pid), parameter => Assert.NotEmpty($"{new ObdValue(parameter, from, default, value)}"));
        }

        ObdInformation.TryReadVin(bytes, out var vin);
        Assert.True(vin is null or { Length: 17 });
        Assert.Equal(bytes.Length / 16, ObdInformation.ReadCalibrationIds(bytes).Count);
        Assert.NotNull(ObdInformation.ReadName(bytes));
        Assert.NotNull(ObdReadiness.Monitors(bytes));
    }, iter: 2_000);
}
