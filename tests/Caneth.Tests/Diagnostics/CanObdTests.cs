namespace Caneth.Tests.Diagnostics;

/// <summary>A vehicle by OBD-II at the prompt: values, what it is, its faults, and clearing these after being asked.</summary>
public sealed class CanObdTests : IDisposable
{
    private readonly Shell shell = new();

    // The computer on which all tests run at once is slower than a control unit may be.
    public CanObdTests() => shell.Run("$global:PSDefaultParameterValues = @{ '*-CanObd*:Timeout' = 20; '*-CanFault:Timeout' = 20 }");

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_person_reads_the_vin_three_values_and_the_faults_and_clears_them_in_five_lines()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        Assert.Equal(["WCANETH0T35T00017"], shell.Run<string>("(Get-CanObdVehicle).Vin | Where-Object { $_ }"));
        Assert.Equal(["Engine EngineSpeed rpm", "Engine VehicleSpeed km/h", "Gearbox VehicleSpeed km/h", "Engine CoolantTemperature degC"],
            shell.Run<string>("Get-CanObdValue EngineSpeed, VehicleSpeed, CoolantTemperature | ForEach-Object { \"$($_.Ecu) $($_.Name) $($_.Unit)\" }"));
        Assert.Equal(["P0301-00 cylinder 1 misfire", "P0420-13 catalyst does too little, bank 1", "U0100-87 lost communication with the engine", "B1A1B-4C ", "C020B-16 chassis",
            "P070A-62 transmission"], shell.Run<string>("Get-CanFault | ForEach-Object { \"$($_.Code) $($_.Text)\" }"));
        Assert.NotEmpty(shell.Try("Clear-CanFault").Errors);
        Assert.Equal([6], shell.Run<int>("@(Get-CanFault).Count"));
        shell.Run("Clear-CanFault -WhatIf");
        Assert.Equal(
            """
            What if: Performing the operation "Clear 5 trouble codes and what was stored with them" on target "Engine (7E0)".
            What if: Performing the operation "Clear 1 trouble code and what was stored with it" on target "Gearbox (7E1)".
            """, shell.Host.TakeText().Trim(), ignoreLineEndingDifferences: true);
        Assert.Equal("FaultNotAlone", shell.Try("Get-CanFault -Source Obd -Ecu Gearbox | Clear-CanFault -Confirm:$false").ErrorId);
        shell.Run("Get-CanFault -Source Uds | Where-Object Code -Like B1A1B* | Clear-CanFault -Confirm:$false");
        Assert.Equal([5], shell.Run<int>("@(Get-CanFault).Count"));
        shell.Run("Clear-CanFault -Group P0420-13 -Ecu 7E8 -Confirm:$false; Clear-CanFault -Confirm:$false");
        Assert.Equal(["P0301 Permanent", "P070A Permanent"], shell.Run<string>("Get-CanFault | ForEach-Object { \"$($_.Code) $($_.State)\" }"));
    }

    [Fact]
    public void Values_are_chosen_by_name_pid_pattern_and_control_unit_and_come_again_and_again()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        Assert.Equal(["EngineSpeed", "VehicleSpeed", "CoolantTemperature", "IntakeAirTemperature", "AmbientAirTemperature", "OilTemperature"],
            shell.Run<string>("Get-CanObdValue 0C, '0x0D', *Temperature -Ecu Engine | ForEach-Object Name"));
        Assert.Equal(["FaultCount", "MalfunctionLamp", "VehicleSpeed"], shell.Run<string>("Get-CanObdValue -Ecu Gearbox | ForEach-Object Name | Sort-Object"));
        Assert.Equal(["closed loop"], shell.Run<string>("(Get-CanObdValue FuelSystem1).Value"));
        Assert.Equal([3], shell.Run<int>("@(Get-CanObdValue EngineSpeed -Every 10ms -Count 3).Count"));
        Assert.Equal([2], shell.Run<int>("@(Get-CanObdValue EngineSpeed -Every 10ms | Select-Object -First 2).Count"));
        Assert.Equal([4], shell.Run<int>("@(Get-CanObdSupport -Ecu Engine | Where-Object Name -Like *Temperature | Get-CanObdValue).Count"));
        Assert.Equal("ObdNotSupported", shell.Try("Get-CanObdValue FuelPressure").ErrorId);
        Assert.Equal("ObdUnitNotFound", shell.Try("Get-CanObdValue EngineSpeed -Ecu Brakes").ErrorId);
        Assert.Equal("OnlyWithEvery", shell.Try("Get-CanObdValue EngineSpeed -Count 3").ErrorId);
        Assert.Equal("ParameterArgumentTransformationError", shell.Try("Get-CanObdValue Warp").ErrorId);
        Assert.Equal("ParameterArgumentTransformationError", shell.Try("Get-CanObdValue 0x0C, 0D").ErrorId);
        Assert.Equal("ParameterArgumentTransformationError", shell.Try("Get-CanObdValue 20").ErrorId);
        Assert.Equal(["EngineSpeed"], shell.Complete("Get-CanObdValue EngineSp"));
        Assert.Equal(["Engine", "Gearbox"], shell.Complete("Get-CanFault -Ecu "));
    }

    [Fact]
    public void Eighty_columns_show_values_faults_and_vehicles()
    {
        shell.Host.Width = 80;
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        var values = shell.Show("Get-CanObdValue EngineSpeed, FuelType");
        Assert.Matches(@"Time +Ecu +Name +Value +Unit", values);
        Assert.Matches(@"\d\d:\d\d:\d\d\.\d{6} +Engine +EngineSpeed +\d+(\.\d+)? +rpm", values);
        Assert.Matches(@"Engine +FuelType +petrol", values);
        var faults = shell.Show("Get-CanFault");
        Assert.Matches(@"Engine +P0301-00 +Uds +Confirmed, Permanent|Engine +P0301-00 +Uds +Failed, Confirmed", faults);
        Assert.Contains("cylinder 1 misfire", faults);
        var vehicles = shell.Show("Get-CanObdVehicle");
        Assert.Matches(@"Engine +WCANETH0T35T00017 +ECM-EngineControl +on +2 +CALID-engine", vehicles);
        Assert.Matches(@"Engine +0C +EngineSpeed +rpm +engine speed", shell.Show("Get-CanObdSupport"));
        Assert.All($"{values}\n{faults}\n{vehicles}".Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 79));
    }

    [Fact]
    public void What_was_stored_is_read_and_a_connected_control_unit_is_asked_by_its_name()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car; $null = Connect-CanEcu 7E0 -Name motor -Timeout 20");
        Assert.Equal(["P0301-00 True 05 02 28"], shell.Run<string>(
            "Get-CanFault -Ecu Engine -Detail | Where-Object Code -Like P0301* | ForEach-Object { \"$($_.Code) $($_.FreezeFrame.Count -gt 10) $($_.ExtendedData)\" }"));
        Assert.Equal([5], shell.Run<int>("@(Get-CanFault -Ecu motor).Count"));
        Assert.Equal([4], shell.Run<int>("@(Get-CanFault -Ecu motor -Status Confirmed).Count"));
        shell.Run("Clear-CanFault -Ecu motor -Confirm:$false");
        Assert.Equal(["P0301 Obd"], shell.Run<string>("Get-CanFault -Ecu Engine | ForEach-Object { \"$($_.Code) $($_.Source)\" }"));
    }

    [Fact]
    public void A_truck_tells_its_faults_by_J1939_and_where_nobody_is_that_is_said()
    {
        shell.Run("$null = Start-CanSimulator -Traffic Truck | Connect-CanDevice -Name truck");
        Assert.Contains(shell.Run<string>("Get-CanFault -Source J1939 -Duration 2.5 | ForEach-Object { \"$($_.Code) $($_.Lamps) $($_.Text)\" }"),
            fault => fault.StartsWith("SPN 190 FMI 2 Amber", StringComparison.Ordinal) && fault.EndsWith("erratic or wrong", StringComparison.Ordinal));
        shell.Run("$null = Start-CanSimulator -Traffic None | Connect-CanDevice -Name nobody");
        var nobody = shell.Try("Get-CanFault -Timeout 50ms -Duration 50ms");
        Assert.Equal("NoObdUnit", nobody.ErrorId);
        Assert.Contains("Nor did anybody tell faults by J1939 (DM1) within 0.05 s", nobody.Error.ToString());
        Assert.Equal("NoObdUnit", shell.Try("Get-CanObdVehicle -Timeout 50ms").ErrorId);
    }
}
