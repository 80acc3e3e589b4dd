using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Simulation;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Diagnostics.Obd;

/// <summary>The simulated car, with ids of 11 and of 29 bits: it is found, and everything that it has by OBD-II and UDS is read.</summary>
public sealed class ObdCarTests
{
    private static readonly ObdOptions Quick = new() { ResponseTime = TimeSpan.FromSeconds(2), SettleTime = TimeSpan.FromMilliseconds(500) };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(IsoTpAddressing.Normal, "7E8", "7E9")]
    [InlineData(IsoTpAddressing.NormalFixed, "18DAF110", "18DAF118")]
    public async Task All_that_a_car_says_is_read_from_each_control_unit(IsoTpAddressing addressing, string engine, string gearbox)
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic(addressing) });
        await using var session = await TestSession.ConnectAsync(simulator);
        var car = new ObdClient(session, Quick);
        var units = await car.FindAsync(Ending);
        Assert.Equal([$"Engine {engine}", $"Gearbox {gearbox}"], units.Select(unit => $"{unit.Name} {unit.HexReply}"));
        Assert.Equal([0x01, 0x0D], units[1].SupportedPids);
        Assert.Equal(19, units[0].SupportedPids.Count);

        var vehicle = await car.ReadVehicleAsync(Ending);
        Assert.Empty(vehicle.Failures);
        Assert.Equal(["WCANETH0T35T00017 CALID-engine 1791BC82 ECM-EngineControl EOBD petrol", " CALID-gearbox 4C065DE1 TCM-TransmisCtrl  "],
            vehicle.Items.Select(one => $"{one.Vin} {string.Join(' ', one.CalibrationIds)} {string.Join(' ', one.CalibrationNumbers)} {one.Name} {one.Standard} {one.Fuel}"));
        Assert.Equal((true, 2), (vehicle.Items[0].LampOn, vehicle.Items[0].FaultCount));
        Assert.Equal("EvaporativeSystem", Assert.Single(vehicle.Items[0].MonitorsNotReady));

        var values = await car.ReadAsync(Parameters("EngineSpeed", "VehicleSpeed", "FuelType"), Ending);
        Assert.Empty(values.Failures);
        Assert.Equal(["Engine EngineSpeed rpm", "Engine VehicleSpeed km/h", "Gearbox VehicleSpeed km/h", "Engine FuelType "],
            values.Items.Select(value => $"{value.Ecu} {value.Name} {value.Unit}"));
        Assert.Equal("petrol", values.Items[3].Value);
        Assert.InRange(Assert.IsType<double>(values.Items[0].Value), 700, 4000);
        Assert.Equal(24, (await car.ReadSupportAsync(Ending)).Sum(support => support.Name.Count));

        var obd = await car.ReadObdFaultsAsync(Ending);
        Assert.Equal(["Engine P0301: cylinder 1 misfire (Confirmed, Permanent)", "Engine U0100: lost communication with the engine (Confirmed)",
            "Engine P0420: catalyst does too little, bank 1 (Pending)", "Gearbox P070A: transmission (Confirmed, Permanent)"], obd.Items.Select(fault => $"{fault}"));
        var uds = await car.ReadUdsFaultsAsync(units[0], withDetails: true, cancellationToken: Ending);
        Assert.Equal(["P0301-00 Failed, Confirmed", "P0420-13 Pending", "U0100-87 Confirmed", "B1A1B-4C Failed, Confirmed", "C020B-16 Confirmed"],
            uds.Select(fault => $"{fault.Code} {fault.StateText}"));
        Assert.StartsWith("01 02 01 01", uds[0].Snapshot.ToString());
        Assert.Equal("05 02 28", uds[0].ExtendedData.ToString());
        Assert.Equal(5, TroubleCodes.Merge(obd.Items.Where(fault => fault.HexId == engine), uds).Count);
        await car.AddFreezeFrameAsync(units[0], obd.Items, Ending);
        Assert.Contains(obd.Items[0].FreezeFrame, value => value.Name == "CoolantTemperature");
        Assert.All(obd.Items.Skip(1), fault => Assert.Empty(fault.FreezeFrame));

        await car.ClearUdsFaultsAsync(units[0], cancellationToken: Ending);
        await car.ClearObdFaultsAsync(units[1], Ending);
        Assert.Empty(await car.ReadUdsFaultsAsync(units[0], cancellationToken: Ending));
        Assert.Equal(["Engine P0301 Permanent", "Gearbox P070A Permanent"], (await car.ReadObdFaultsAsync(Ending)).Items.Select(fault => $"{fault.Ecu} {fault.Code} {fault.State}"));
    }

    [Fact]
    public async Task Up_to_six_values_are_one_request_and_with_a_client_beside_it_there_is_one_flow_control()
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
        await using var session = await TestSession.ConnectAsync(simulator);
        var car = new ObdClient(session, Quick);
        await car.FindAsync(Ending);
        var before = session.FramesSent;
        var read = await car.ReadAsync(Parameters("EngineSpeed", "CoolantTemperature", "EngineLoad", "IntakeAirTemperature", "FuelLevel", "OilTemperature", "RunTime"), Ending);
        await Waiting.Until(() => session.FramesSent - before >= 3);
        Assert.Equal((7, 0, 3L), (read.Items.Count, read.Failures.Count, session.FramesSent - before));
        using var engine = new UdsClient(session, IsoTpAddress.Obd(0), options: new() { ResponseTimeout = TimeSpan.FromSeconds(20) });
        before = session.FramesSent;
        Assert.Equal(6, (await car.ReadAsync(Parameters("EngineSpeed", "CoolantTemperature", "EngineLoad", "IntakeAirTemperature", "FuelLevel", "OilTemperature"), Ending)).Items.Count);

        // Frames are counted when they are written, and the answer may be here sooner.
        await Waiting.Until(() => session.FramesSent - before >= 2);
        Assert.Equal(2, session.FramesSent - before);
        Assert.Equal(5, (await engine.ReadFaultsAsync(cancellationToken: Ending)).Count);
        await engine.ClearFaultsAsync(0x030100, Ending);
        Assert.Equal(4, (await engine.ReadFaultsAsync(cancellationToken: Ending)).Count);
    }

    [Theory]
    [InlineData("EcuLostFrame", IsoTpError.WrongSequence)]
    [InlineData("EcuPending=1", null)]
    public async Task What_goes_wrong_with_one_answer_is_named_and_patience_is_had(string fault, IsoTpError? error)
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
        await using var session = await TestSession.ConnectAsync(simulator);
        var car = new ObdClient(session, Quick);
        await car.FindAsync(Ending);
        simulator.Faults.Set(fault);
        var read = await car.RequestAsync((byte[])[0x09, 0x0A], Ending);
        Assert.Equal(error is null ? (2, 0) : (0, 2), (read.Items.Count, read.Failures.Count));
        Assert.All(read.Failures, failure => Assert.Equal(error, Assert.IsType<IsoTpException>(failure).Error));
    }

    [Fact]
    public async Task A_truck_tells_its_faults_unasked_and_clears_them_when_it_is_asked()
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new TruckTraffic() });
        await using var session = await TestSession.ConnectAsync(simulator);
        var truck = new J1939FaultClient(session);
        var faults = await truck.ListenAsync(TimeSpan.FromSeconds(2.5), new([TruckTraffic.Database]), Ending);
        Assert.Contains("0x00 SPN 190 FMI 2: EngineSpeed: erratic or wrong (Lamp, Active)", faults.Select(fault => $"{fault}"));
        Assert.All(faults, fault => Assert.Equal(("Amber", FaultSource.J1939), (fault.Lamps, fault.Source)));
        Assert.True(await truck.ClearAsync(0, TimeSpan.FromSeconds(5), Ending));
    }

    private static ObdParameter[] Parameters(params string[] names) => [.. names.Select(name => ObdParameter.TryGet(name, out var parameter) ? parameter : throw new ArgumentException(name))];
}
