namespace Caneth.Tests.Messages;

/// <summary>Frames of any source become messages; what is not described is told.</summary>
public sealed class ConvertFromCanFrameTests : IClassFixture<Shell>, IDisposable
{
    private readonly Shell shell;
    private readonly TemporaryFolder folder = new();

    public ConvertFromCanFrameTests(Shell shell)
    {
        this.shell = shell;
        CarLog.Write(folder, shell);
        shell.Run("Import-CanDatabase car.dbc");
    }

    [Fact]
    public void Unknown_ids_are_counted_and_named_in_one_warning()
    {
        var result = shell.Try("Import-CanLog drive.log | ConvertFrom-CanFrame");
        Assert.Empty(result.Errors);
        Assert.Equal(20, result.Output.Count);
        Assert.Equal("1 frame of 1 id that no database knows was left out: 0x7AB (1).", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("-Message EngineData")]
    [InlineData("-Signal Gear")]
    public void Whoever_asks_for_certain_messages_is_not_told_of_others(string selection) =>
        Assert.Empty(shell.Try($"Import-CanLog drive.log | ConvertFrom-CanFrame {selection}").Warnings);

    [Fact]
    public void Unknown_frames_are_passed_on_or_errors_where_that_is_asked_for()
    {
        Assert.Equal(["7AB#01", "0C0#R0"], shell.Run<string>("Import-CanLog drive.log | ConvertFrom-CanFrame -Unknown Pass | Where-Object { $_ -is [Caneth.CanFrame] } | ForEach-Object { \"$_\".Split(' ')[-1] }"));
        var result = shell.Try("Import-CanLog drive.log | ConvertFrom-CanFrame -Unknown Error");
        Assert.Equal("UnknownFrame", result.ErrorId);
        Assert.Contains("0x7AB", $"{result.Error}", StringComparison.Ordinal);
        Assert.Equal(20, result.Output.Count);
    }

    [Theory]
    [InlineData("-Message EngineData", 10)]
    [InlineData("-Message enginedata, Multi", 20)]
    [InlineData("-Message 0x0C0", 10)]
    [InlineData("-Message M*", 10)]
    [InlineData("-Message Q*", 0)]
    [InlineData("-Signal EngineSpeed", 10)]
    [InlineData("-Signal Multi.A", 5)]
    [InlineData("-Signal A, B", 10)]
    [InlineData("-Signal *", 20)]
    public void Messages_and_signals_are_selected_by_name(string selection, int count) =>
        Assert.Equal([count], shell.Run<int>($"@(Import-CanLog drive.log | ConvertFrom-CanFrame {selection}).Count"));

    [Fact]
    public void The_problems_of_a_file_are_told_once_and_again_when_it_has_changed()
    {
        const string Command = "New-CanFrame 0x123 05 | ConvertFrom-CanFrame -Database bad.dbc";
        folder.Write("bad.dbc", "BO_ 291 A: 8 X\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ T : nonsense\n");
        File.SetLastWriteTimeUtc(folder.Of("bad.dbc"), DateTime.UtcNow.AddMinutes(-1));
        Assert.Contains("bad: 1 problem in ", Assert.Single(shell.Try(Command).Warnings), StringComparison.Ordinal);
        Assert.Empty(shell.Try(Command).Warnings);
        folder.Write("bad.dbc", "BO_ 291 B: 8 X\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ T : nonsense\n");
        var again = shell.Try(Command);
        Assert.Equal("B", Assert.Single(again.Output).Properties["Message"].Value);
        Assert.Contains("Test-CanDatabase ", Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_that_are_selected_are_the_only_ones() => Assert.Equal(
        ["Timestamp Device Message Gear Frame", "EngineData Gear=Park"],
        shell.Run<string>("$m = (Import-CanLog drive.log | ConvertFrom-CanFrame -Signal Gear -WarningAction Ignore)[0]; \"$($m.PSObject.Properties.Name)\"; \"$m\""));

    [Theory]
    [InlineData("-Message EngineDate", "MessageNotFound", "Similar messages: EngineData")]
    [InlineData("-Signal EngineTorque", "SignalNotFound", "Similar signals: EngineSpeed")]
    [InlineData("-Database none.dbc", "DatabaseNotFound", "no file")]
    [InlineData("-Message ''", "GivenAndEmpty", "-Message")]
    [InlineData("-Database $null", "GivenAndEmpty", "-Database")]
    [InlineData("-AsText -AsRaw", "TextAndRaw", "-AsRaw")]
    public void A_name_that_nothing_has_is_an_error(string selection, string error, string text)
    {
        var result = shell.Try($"Import-CanLog drive.log | ConvertFrom-CanFrame {selection}");
        Assert.Equal(error, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void One_object_a_signal_where_that_is_asked_for()
    {
        Assert.Equal(["EngineData EngineSpeed 1024 rpm", "EngineData Gear Park ", "EngineData Odometer 0 km"], shell.Run<string>("""
            Import-CanLog drive.log -First 1 | ConvertFrom-CanFrame -AsSignal | ForEach-Object { "$($_.Message) $($_.Signal) $($_.Value) $($_.Unit)" }
            """));
        Assert.Equal([1033d], shell.Run<double>("(Import-CanLog drive.log | ConvertFrom-CanFrame -Signal EngineSpeed -AsSignal -WarningAction Ignore | Measure-Object Value -Maximum).Maximum"));
    }

    [Fact]
    public void Values_are_texts_or_raw_where_that_is_asked_for() => Assert.Equal(
        ["1024 Park String", "4096 0 Int64", "Park", "0"],
        shell.Run<string>("""
            foreach ($m in (Import-CanLog drive.log -First 1 | ConvertFrom-CanFrame -AsText), (Import-CanLog drive.log -First 1 | ConvertFrom-CanFrame -AsRaw)) {
                "$($m.EngineSpeed) $($m.Gear) $($m.Gear.GetType().Name)"
            }
            Import-CanLog drive.log -First 1 | ConvertFrom-CanFrame -AsText -AsSignal -Signal Gear | ForEach-Object { $_.Value }
            Import-CanLog drive.log -First 1 | ConvertFrom-CanFrame -AsRaw -AsSignal -Signal Gear | ForEach-Object { "$($_.Value)" }
            """));

    [Fact]
    public void Rows_and_lists_are_frames_too()
    {
        Assert.Equal(["Drive", "Drive"], shell.Run<string>("""
            ([pscustomobject]@{ Id = '0x0C0'; Data = '00 00 00 03' } | ConvertFrom-CanFrame).Gear
            (ConvertFrom-CanFrame @([Caneth.CanFrame]'0C0#00000003')).Gear
            """));
        var result = shell.Try("'nonsense', ([Caneth.CanFrame]'0C0#00000003') | ConvertFrom-CanFrame");
        Assert.Equal("NotAFrame", result.ErrorId);
        Assert.Single(result.Output);
    }

    [Fact]
    public void Databases_are_named_by_name_by_path_by_themselves_and_several_at_once()
    {
        folder.Write("other.dbc", "BO_ 1963 Rest: 8 X\n SG_ R : 0|8@1+ (1,0) [0|0] \"\" X\n");
        Assert.Equal(["21", "21", "21"], shell.Run<string>("""
            @(Import-CanLog drive.log | ConvertFrom-CanFrame -Database car, other.dbc).Count
            @(Import-CanLog drive.log | ConvertFrom-CanFrame -Database *.dbc).Count
            @(Import-CanLog drive.log | ConvertFrom-CanFrame -Database (Get-CanDatabase), (Get-Item other.dbc)).Count
            """));
    }

    [Fact]
    public void A_short_frame_has_the_signals_that_are_in_it() => Assert.Equal(["1024,,"], shell.Run<string>(
        "$m = [Caneth.CanFrame]'0C0#0010' | ConvertFrom-CanFrame; $m.EngineSpeed, $m.Gear, $m.Odometer -join ','"));

    [Fact]
    public void State_of_charge_of_a_real_drive_becomes_a_file_in_three_lines()
    {
        var log = SharedData.Find("logs/thinkcity.log");
        var database = SharedData.Find("dbc/thinkcity.dbc");
        shell.Run("Import-CanLog $args[0] | ConvertFrom-CanFrame -Database $args[1] -Signal BatterySOC -WarningAction Ignore | Export-Csv soc.csv", log, database);
        var lines = File.ReadAllLines(folder.Of("soc.csv"));
        Assert.Equal("\"Timestamp\",\"Device\",\"Message\",\"BatterySOC\",\"Frame\"", lines[0]);
        Assert.True(lines.Length > 1);
    }

    public void Dispose()
    {
        shell.Run("Get-CanDatabase | Remove-CanDatabase");
        folder.Dispose();
    }
}
