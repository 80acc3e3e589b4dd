namespace Caneth.Tests.Messages;

/// <summary>A decoded message is an object as any other: in tables, files, pipelines, and in other runspaces.</summary>
public sealed class MessageObjectTests : IDisposable
{
    private const string Decode = "Import-CanLog drive.log -Id 0x0C0 | ConvertFrom-CanFrame -Database car.dbc";
    private const string DecodeSwitched = "Import-CanLog drive.log -Id 0x100 | ConvertFrom-CanFrame -Database car.dbc";

    private readonly TemporaryFolder folder = new();
    private readonly Shell shell = new();

    public MessageObjectTests() => CarLog.Write(folder, shell);

    [Fact]
    public void Its_signals_are_properties_after_time_device_and_message() => Assert.Equal(
        ["Timestamp", "Device", "Message", "EngineSpeed", "Gear", "Odometer", "Frame"],
        shell.Run<string>($"({Decode})[0].PSObject.Properties.Name"));

    [Fact]
    public void A_value_is_whole_where_every_value_is_a_fraction_where_one_can_be_and_has_its_text() => Assert.Equal(
        ["Double Int64 CanValue", "1024 9 Drive"],
        shell.Run<string>($$"""
            $m = ({{Decode}})[9]
            "$($m.EngineSpeed.GetType().Name) $($m.Odometer.GetType().Name) $($m.Gear.GetType().Name)"
            "$($m.EngineSpeed - 9) $($m.Odometer) $($m.Gear)"
            """));

    [Fact]
    public void A_signal_that_is_not_in_the_frame_is_null_and_each_object_has_the_same_properties()
    {
        Assert.Equal(["0,-1,,7,0", "1,,508,,0"], shell.Run<string>($$"""
            foreach ($m in ({{DecodeSwitched}})[0, 1]) { $m.Page, $m.A, $m.B, $m.Both, $m.DEVICE_Signal -join ',' }
            """));
        Assert.Equal([1], shell.Run<int>($"@({DecodeSwitched} | ForEach-Object {{ $_.PSObject.Properties.Name -join ' ' }} | Select-Object -Unique).Count"));
    }

    [Fact]
    public void A_name_that_the_object_has_already_gets_a_suffix_and_is_found_by_its_own_name_too() => Assert.Equal(
        ["can0 0 0"], shell.Run<string>($"$m = ({DecodeSwitched})[0]; \"$($m.Device) $($m.DEVICE_Signal) $($m['DEVICE'].Value)\""));

    [Fact]
    public void Names_that_clash_with_each_other_and_with_the_shell_are_all_there()
    {
        folder.Write("names.dbc", """
            BO_ 2 Odd: 8 X
             SG_ Speed : 0|8@1+ (1,0) [0|0] "" X
             SG_ SPEED : 8|8@1+ (1,0) [0|0] "" X
             SG_ Timestamp : 16|8@1+ (1,0) [0|0] "" X
             SG_ PSObject : 24|8@1+ (1,0) [0|0] "" X
             SG_ GetType : 32|8@1+ (1,0) [0|0] "" X
             SG_ 366_EMS : 40|8@1+ (1,0) [0|0] "" X
             SG_ Length : 48|8@1+ (1,0) [0|0] "" X
             SG_ Größe : 56|8@1+ (1,0) [0|0] "" X
            """);
        Assert.Equal(["1 2 3 4 5 6 7 8"], shell.Run<string>("""
            $m = New-CanFrame 2 '01 02 03 04 05 06 07 08' | ConvertFrom-CanFrame -Database names.dbc
            "$($m.Speed) $($m.SPEED_2) $($m.Timestamp_Signal) $($m.PSObject_Signal) $($m.GetType_Signal) $($m.'366_EMS') $($m.Length) $($m.Größe)"
            """));
    }

    [Fact]
    public void It_is_filtered_by_number_and_by_text() => Assert.Equal([5, 5, 5, 4], shell.Run<int>($$"""
        $all = {{Decode}}
        @($all | Where-Object Gear -EQ Drive).Count
        @($all | Where-Object Gear -EQ 3).Count
        @($all | Where-Object { $_.Gear -gt 1 }).Count
        @($all | Where-Object EngineSpeed -LT 1028).Count
        """));

    [Fact]
    public void It_is_grouped_sorted_measured_and_compared() => Assert.Equal(
        ["Drive=5 Park=5", "9", "1033", "=> <="],
        shell.Run<string>($$"""
            $all = {{Decode}}
            ($all | Group-Object Gear | ForEach-Object { "$($_.Name)=$($_.Count)" } | Sort-Object) -join ' '
            ($all | Sort-Object EngineSpeed -Descending)[0].Odometer
            ($all | Measure-Object EngineSpeed -Maximum).Maximum
            (Compare-Object $all[0] $all[9] -Property Gear).SideIndicator -join ' '
            """));

    [Fact]
    public void It_becomes_a_table_with_its_signals_as_columns()
    {
        Assert.Matches(@"Timestamp +EngineSpeed +Gear\s+-+ +-+ +-+\s+\S+ +1024[.,]00 Park", shell.Show($"{Decode} | Select-Object -First 1 | Format-Table Timestamp, EngineSpeed, Gear"));
        Assert.Matches(@"EngineSpeed +: 1024\s+Gear +: Park\s+Odometer +: 0", shell.Show($"{Decode} | Select-Object -First 1 | Format-List"));
    }

    [Fact]
    public void On_the_screen_it_is_one_line_with_its_signals_and_their_units()
    {
        // A line that is longer than the screen goes on in the next.
        var line = string.Concat(shell.Show($"{Decode} | Select-Object -First 1").Where(character => !char.IsWhiteSpace(character)));
        Assert.Matches(@"^\d\d:\d\d:\d\d\.000000can0EngineDataEngineSpeed=1024rpmGear=ParkOdometer=0km$", line);
    }

    [Fact]
    public void A_csv_file_has_the_same_columns_for_each_branch_of_a_switch()
    {
        shell.Run($"{DecodeSwitched} | Export-Csv multi.csv -UseQuotes Never");
        var lines = File.ReadAllLines(folder.Of("multi.csv"));
        Assert.Equal("Timestamp,Device,Message,Page,A,B,Both,DEVICE_Signal,Frame", lines[0]);
        Assert.Equal("2026-01-31T12:00:00.001000Z,can0,Multi,0,-1,,7,0,(1769860800.001000) can0 100#00FF07", lines[1]);
        Assert.Equal("2026-01-31T12:00:00.003000Z,can0,Multi,1,,508,,0,(1769860800.003000) can0 100#01FE07", lines[2]);
    }

    [Fact]
    public void It_becomes_json_and_comes_back_from_xml() => Assert.Equal(["1024 Park 0 Drive", "Deserialized.Caneth.Messages.EngineData 1033 Drive"], shell.Run<string>($$"""
        $all = {{Decode}}
        $json = $all[0] | ConvertTo-Json -Depth 3 | ConvertFrom-Json
        $plain = $all[9].Frame | ConvertFrom-CanFrame -Database car.dbc -AsText | ConvertTo-Json | ConvertFrom-Json
        "$($json.EngineSpeed) $($json.Gear.Text) $($json.Gear.Number) $($plain.Gear)"
        $all | Export-Clixml all.xml
        $back = (Import-Clixml all.xml)[9]
        "$($back.PSTypeNames[0] -replace '_\d+$') $($back.EngineSpeed) $($back.Gear)"
        """));

    [Fact]
    public void In_another_runspace_it_has_its_signals_too() => Assert.Equal(["1024 Park", "1033 Drive"], shell.Run<string>($$"""
        ({{Decode}})[0, 9] | ForEach-Object -Parallel { "$($_.EngineSpeed) $($_.Gear)" } | Sort-Object
        """));

    [Fact]
    public void A_background_handler_decodes_with_the_databases_of_its_device()
    {
        shell.Run("""
            $simulator = Start-CanSimulator -Traffic None
            $device = $simulator | Connect-CanDevice -Database car.dbc -Name bench
            $global:seen = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
            $null = Register-CanHandler 0x0C0 -Background { ($using:seen).Enqueue("$(($_ | ConvertFrom-CanFrame).Gear)") } -MaxTriggerCount 1
            $simulator.Send([Caneth.CanFrame]'0C0#0000000300000000')
            """);
        Assert.True(SpinWait.SpinUntil(() => shell.Run<string>("$seen") is ["Drive"], TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Tab_and_Get_Member_know_its_signals()
    {
        shell.Run($"$global:m = ({Decode})[0]");
        Assert.Contains("EngineSpeed", shell.Complete("$m.Eng"));
        Assert.Equal(["Gear"], shell.Run<string>("($m | Get-Member Gear).Name"));
    }

    [Fact]
    public void It_works_in_constrained_language() => Assert.Equal(["1024 Park"], shell.Run<string>(
        $"$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; $m = ({Decode})[0]; \"$($m.EngineSpeed) $($m.Gear)\""));

    [Fact]
    public void A_database_that_is_read_again_makes_no_types_anew()
    {
        var type = shell.Run<Type>($"({Decode})[0].GetType()").Single();
        File.AppendAllText(folder.Of("car.dbc"), "\nCM_ \"Another time.\";\n");
        Assert.Equal([type], shell.Run<Type>($"({Decode})[0].GetType()"));
    }

    [Fact]
    public void A_message_of_the_same_name_with_other_signals_has_a_type_of_its_own()
    {
        folder.Write("other.dbc", "BO_ 192 EngineData: 8 X\n SG_ Torque : 0|8@1+ (1,0) [0|0] \"Nm\" X");
        Assert.Equal(["0", "1024"], shell.Run<string>($$"""
            (New-CanFrame 0x0C0 '00' | ConvertFrom-CanFrame -Database other.dbc).Torque
            ({{Decode}})[0].EngineSpeed
            """));
    }

    [Fact]
    public void A_database_of_a_hundred_thousand_messages_makes_types_for_those_alone_that_come()
    {
        folder.Write("hostile.dbc", string.Concat(Enumerable.Range(0, 100_000).Select(number =>
            $"BO_ {2_147_483_648L + number} Hostile{number}: 8 A\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" A\n")));
        shell.Run("$null = New-CanFrame 2 '05' -Extended | ConvertFrom-CanFrame -Database hostile.dbc -OutVariable global:m");
        var types = shell.Run<Type>("$m[0].GetType()").Single().Assembly.GetTypes();
        Assert.Single(types, type => type.Name.StartsWith("Hostile", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        shell.Dispose();
        folder.Dispose();
    }
}
