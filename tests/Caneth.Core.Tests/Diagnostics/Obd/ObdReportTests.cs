using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;
using Caneth.Tests.Diagnostics.Channels;

namespace Caneth.Tests.Diagnostics.Obd;

/// <summary>
/// What people reported of other testers of OBD-II, and what is right. The names begin with the projects and the numbers of their reports.
/// </summary>
public sealed class ObdReportTests
{
    // Engine speed, vehicle speed and coolant temperature.
    private const string Support = "7E8#0641000818000000";

    private static readonly ObdOptions Quick = new() { ResponseTime = TimeSpan.FromMilliseconds(500), SettleTime = TimeSpan.FromMilliseconds(300) };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact(DisplayName = "python-OBD 254: foreign answers between those to 07 are passed over, with ids of 29 bits, too")]
    public async Task Foreign_answers()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new ObdUnits(bench.Unit, request => request switch
        {
            "18DB33F1#0100" => "18DAF110#0641000008000000",
            "18DB33F1#07" => "18DAF110#03410D28 18DAF110#0547020113 18DAF110#044701 18DAF110#0447010301AAAAAA",
            _ => "",
        });
        var car = new ObdClient(bench.Tester, Quick);
        Assert.Equal("Engine (18DA10F1)", $"{Assert.Single(await car.FindAsync(Ending))}");
        var answers = await car.RequestAsync((byte[])[0x07], Ending);
        Assert.Equal("47 01 03 01", $"{Assert.Single(answers.Items).Data}");
        Assert.Equal(["7DF#0100", "18DB33F1#0100", "18DB33F1#07"], units.Asked);
    }

    [Fact(DisplayName = "PiOBDII 15, openpilot 25939: of two control units each gives its own value, and every VIN comes out")]
    public async Task Two_answer()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new ObdUnits(bench.Unit, request => request switch
        {
            "7DF#0100" => $"{Support} 7EA#0641000008000000",
            "7DF#010D" => "7EA#03410D2A 7E8#03410D28",
            "7DF#0900" => "7E8#0649004000000000 7EA#0649004000000000",
            "7DF#0902" => "7EA#1014490201474541 7E8#1014490201574341",
            "7E0#0000" => "7E8#214E455448305433 7E8#2235543030303137",
            "7E2#0000" => "7EA#2152424F58303030 7EA#2230303030303037",
            _ => "",
        });
        var car = new ObdClient(bench.Tester, Quick);
        var speed = await car.ReadAsync(ObdParameter.OfPid(0x0D), Ending);
        Assert.Equal(["Engine VehicleSpeed = 40 km/h", "7EA VehicleSpeed = 42 km/h"], speed.Items.Select(value => $"{value}"));
        Assert.Equal(["WCANETH0T35T00017", "GEARBOX0000000007"], (await car.ReadVehicleAsync(Ending)).Items.Select(vehicle => vehicle.Vin));
    }

    [Theory(DisplayName = "aws-iot-fleetwise-edge 10, 11: what is refused or ignored for several is asked for one by one, and from then on alone")]
    [InlineData("7E8#037F0112")]
    [InlineData("")]
    [InlineData("7E8#04410C1AF8")]
    public async Task Several_at_once_are_too_many(string answer)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new ObdUnits(bench.Unit, request => request switch
        {
            "7DF#0100" => Support,
            "7DF#010C0D05" => answer,
            "7E0#010C" or "7DF#010C" => "7E8#04410C1AF8",
            "7E0#010D" or "7DF#010D" => "7E8#03410D28",
            "7E0#0105" or "7DF#0105" => "7E8#0341057B",
            _ => "",
        });
        var car = new ObdClient(bench.Tester, Quick);
        ObdParameter[] asked = [.. ObdParameter.OfPid(0x0C), .. ObdParameter.OfPid(0x0D), .. ObdParameter.OfPid(0x05)];
        for (var time = 0; time < 2; time++)
        {
            var read = await car.ReadAsync(asked, Ending);
            Assert.Empty(read.Failures);
            Assert.Equal([1726.0, 40.0, 83.0], read.Items.Select(value => (double)value.Value));
        }

        Assert.Single(units.Asked, "7DF#010C0D05");
    }

    [Fact(DisplayName = "fleetwise-edge 10: what one control unit leaves out is a failure of its own, and takes nothing from the others")]
    public async Task One_fails()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new ObdUnits(bench.Unit, request => request switch
        {
            "7DF#0100" => Support,
            "7DF#010C0D" => "7E8#04410C1AF8",
            _ => "",
        });
        var read = await new ObdClient(bench.Tester, Quick).ReadAsync([.. ObdParameter.OfPid(0x0C), .. ObdParameter.OfPid(0x0D), .. ObdParameter.OfPid(0x5C)], Ending);
        Assert.Equal("EngineSpeed", Assert.Single(read.Items).Name);
        Assert.Equal([ObdError.NotSupported, ObdError.NoValue], read.Failures.Select(failure => Assert.IsType<ObdException>(failure).Error));
        Assert.Contains("OilTemperature (5C)", read.Failures[0].Message);
    }

    [Fact(DisplayName = "Freematics 135, ArduinoHondaOBD 6: the highest bit is the first PID, the last says that there is a next mask, and all control units count")]
    public async Task Masks()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new ObdUnits(bench.Unit, request => request switch
        {
            "7DF#0100" => "7E8#0641008000000155 7E9#0641000008000000",
            "7DF#0120" => "7E8#0641208000000155",
            "7DF#0140" => "7E8#0641400000000255",
            _ => "",
        });
        var found = await new ObdClient(bench.Tester, Quick).FindAsync(Ending);
        Assert.Equal(["1,33,95", "13"], found.Select(unit => string.Join(',', unit.SupportedPids)));
        Assert.Equal(["7DF#0100", "7DF#0120", "7DF#0140"], units.Asked);
    }

    [Theory(DisplayName = "pyobd 56, python-OBD 61, LTSupportAutomotive 20, obd-java-api 90: a count is before the codes, there are any number, and padding is none")]
    [InlineData("43 00", "")]
    [InlineData("43 00 AA AA AA AA AA", "")]
    [InlineData("43 01 01 33 00 00 00", "P0133")]
    [InlineData("43 02 01 33 00 00 00", "P0133")]
    [InlineData("43 02 01 33 C1 00 55 55", "P0133 U0100")]
    [InlineData("43 05 01 01 02 02 43 03 84 04 C5 05", "P0101 P0202 C0303 B0404 U0505")]
    [InlineData("43 05 01 01", "P0101")]
    [InlineData("43", "")]
    public void Codes(string answer, string codes) => Assert.Equal(codes, string.Join(' ', TroubleCodes.ReadObd(
        new("car", "Engine", "7E8"), MessageData.Parse(answer).AsSpan(), FaultStates.Confirmed).Select(fault => fault.Code)));

    [Theory(DisplayName = "AndrOBD 55, ioniq-app 16: a VIN has 17 letters and digits, and what is not finished is an error, never a part of one")]
    [InlineData("7E8#1014490201574341", "7E8#214E455448305433", "IsoTpException")]
    [InlineData("7E8#1014490201574341", "7E8#214E455448305433 7E8#2235543030300000", "ObdException")]
    [InlineData("7E8#0449020157", "", "ObdException")]
    [InlineData("", "", "ObdException")]
    public async Task Half_a_VIN(string first, string rest, string failure)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new ObdUnits(bench.Unit, request => request switch
        {
            "7DF#0100" => Support,
            "7DF#0900" => "7E8#0649004000000000",
            "7DF#0902" => first,
            "7E0#0000" => rest,
            _ => "",
        });
        var read = await new ObdClient(bench.Tester, Quick).ReadVehicleAsync(Ending);
        Assert.Null(Assert.Single(read.Items).Vin);
        Assert.Equal(failure, Assert.Single(read.Failures).GetType().Name);
    }

    [Theory(DisplayName = "ELM327-emulator 38, 40, python-OBD 31: of several the answers come by PID, in any order, in one message or more, and some may be missing")]
    [InlineData("41 0C 1A F8 0D 28 05 7B", "0C:1AF8 0D:28 05:7B")]
    [InlineData("41 05 7B 0D 28 0C 1A F8", "05:7B 0D:28 0C:1AF8")]
    [InlineData("41 0D 28", "0D:28")]
    [InlineData("41 0D 28 0C 1A", "0D:28")]
    [InlineData("41 0D 28 2F 11", "0D:28")]
    [InlineData("41 05 7B 00 00 00 00", "05:7B")]
    [InlineData("41", "")]
    public void Several(string answer, string values) => Assert.Equal(values, string.Join(' ', ObdAnswer.Values(MessageData.Parse(answer), [0x0C, 0x0D, 0x05])
        .Select(value => $"{value.Pid:X2}:{Convert.ToHexString(value.Data)}")));

    [Fact(DisplayName = "iso14229 17: a first frame is answered with one flow control, to the control unit that sent it, and none after the exchange")]
    public async Task One_flow_control()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new ObdUnits(bench.Unit, request => request switch
        {
            "7DF#0100" => Support,
            "7DF#0902" => "7E8#1014490201574341",
            "7E0#0000" => "7E8#214E455448305433 7E8#2235543030303137",
            "7DF#0104" => "7E8#03410455",
            _ => "",
        });
        var car = new ObdClient(bench.Tester, Quick);
        Assert.Single((await car.RequestAsync((byte[])[0x09, 0x02], Ending)).Items);
        using (var seen = bench.Tester.Subscribe())
        {
            await bench.Unit.SendAsync(CanFrame.Parse("7E8#1014490201574341"), Ending);
            await seen.WaitToReadAsync(Ending);
        }

        await car.RequestAsync((byte[])[0x01, 0x04], Ending);
        Assert.Single(units.Asked, "7E0#0000");
    }

    [Fact(DisplayName = "nobody answers: it says what was tried and what to look at")]
    public async Task Nobody()
    {
        await using var bench = await ChannelBench.OpenAsync();
        var none = await Assert.ThrowsAsync<ObdException>(() => new ObdClient(bench.Tester, Quick with { Bits = 11 }).FindAsync(Ending));
        Assert.Equal((ObdError.NoUnit, "No control unit on 'tester' answers OBD-II with ids of 11 bits within 0.5 s."), (none.Error, none.Message));
        bench.Bus.Interrupt();
        await Waiting.Until(() => bench.Tester.State != CanSessionState.Connected);
        Assert.Equal(IsoTpError.LinkLost, (await Assert.ThrowsAsync<IsoTpException>(() => new ObdClient(bench.Tester, Quick).FindAsync(Ending))).Error);
        bench.Bus.Resume();
    }

    [Fact(DisplayName = "what is asked ends with the session")]
    public async Task It_ends_with_its_session()
    {
        await using var bench = await ChannelBench.OpenAsync();
        var finding = new ObdClient(bench.Tester, Quick with { ResponseTime = TimeSpan.FromSeconds(30) }).FindAsync(Ending);
        await bench.FramesAsync(1);
        await bench.Tester.CloseAsync(Ending);
        await Assert.ThrowsAsync<CanSessionException>(() => finding);
    }

    [Theory(DisplayName = "python-can-j1939 89, 30, Open-SAE-J1939 14: no fault is zeros, ones fill up, and the length says how many there are")]
    [InlineData("00 FF 00 00 00 00 FF FF", "")]
    [InlineData("00 FF 00 00 00 00 00 00", "")]
    [InlineData("04 FF BE 00 02 03 FF FF", "SPN 190 FMI 2 3")]
    [InlineData("04 FF BE 00 02 03 6E 00 00 01", "SPN 190 FMI 2 3,SPN 110 FMI 0 1")]
    [InlineData("04 FF BE 00 02 03 FF FF FF FF", "SPN 190 FMI 2 3")]
    [InlineData("04 FF 56 34 E2 7F", "SPN 472150 FMI 2 ")]
    public void Dm1(string data, string faults) => Assert.Equal(faults, string.Join(',', J1939Faults.Read(Message(data)).Select(fault => $"{fault.Code} {fault.Count}")));

    [Fact(DisplayName = "can-utils 511: an SPN in an order of long ago is told and not guessed")]
    public void Old_order()
    {
        var fault = Assert.Single(J1939Faults.Read(Message("44 7F BE 00 02 83")));
        Assert.Equal((true, "SPN ? FMI 2", "Mil (flashes fast), Amber", 3), (fault.ConversionMethod, fault.Code, fault.Lamps, fault.Count));
    }

    private static J1939Message Message(string data) => new() { Pgn = 0xFECA, Data = MessageData.Parse(data) };
}
