namespace Caneth.Tests.Messages;

/// <summary>Databases are imported, bound to devices, shown and forgotten.</summary>
public sealed class CanDatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Shell shell = new();

    public CanDatabaseTests() => CarLog.Write(folder, shell);

    [Fact]
    public void What_is_imported_decodes_the_frames_of_all_devices_until_it_is_removed()
    {
        shell.Run("Import-CanDatabase car.dbc");
        Assert.Equal(["Drive"], shell.Run<string>("(New-CanFrame 0x0C0 '0000000300000000' | ConvertFrom-CanFrame).Gear"));
        shell.Run("Remove-CanDatabase CAR");
        Assert.Equal("NoDatabase", shell.Try("New-CanFrame 0x0C0 | ConvertFrom-CanFrame").ErrorId);
        Assert.Empty(shell.Run<object>("Get-CanDatabase"));
    }

    [Fact]
    public void Files_are_found_with_wildcards_as_written_and_from_the_pipeline()
    {
        folder.Write("truck [1].dbc", CarLog.Database);
        Assert.Equal(["car", "truck [1]"], shell.Run<string>("(Import-CanDatabase *.dbc -PassThru).Name"));
        Assert.Equal(["truck [1]"], shell.Run<string>("(Import-CanDatabase -LiteralPath 'truck [1].dbc' -PassThru).Name"));
        Assert.Equal(["car", "truck [1]"], shell.Run<string>("(Get-ChildItem *.dbc | Import-CanDatabase -PassThru).Name"));
        Assert.Equal(["lorry"], shell.Run<string>("(Import-CanDatabase car.dbc -Name lorry -PassThru).Name"));
        Assert.Equal("OneNameForSeveral", shell.Try("Import-CanDatabase *.dbc -Name lorry").ErrorId);
        Assert.Equal(["car", "lorry", "truck [1]"], shell.Run<string>("(Get-CanDatabase).Name | Sort-Object"));
    }

    [Fact]
    public void A_database_is_bound_to_one_device_and_goes_with_it()
    {
        folder.Write("other.dbc", "BO_ 192 Other: 8 X\n");
        shell.Run("""
            $null = Start-CanSimulator -Traffic None -Name a | Connect-CanDevice -Name a -Database car.dbc
            $null = Start-CanSimulator -Traffic None -Name b | Connect-CanDevice -Name b
            Import-CanDatabase other.dbc -Device b
            function decode($device) { ([pscustomobject]@{ Id = '0x0C0'; Data = '00'; Device = $device } | ConvertFrom-CanFrame).Message }
            """);
        Assert.Equal(["EngineData", "Other", "Other"], shell.Run<string>("decode a; decode b; decode can0"));
        Assert.Equal(["car", "other"], shell.Run<string>("(Get-CanDatabase -Device a).Name; (Get-CanDatabase -Device b).Name"));
        Assert.Matches(@"car +a +2", shell.Show("Get-CanDatabase car"));
        Assert.Equal(["EngineData"], shell.Run<string>("Import-CanDatabase other.dbc; decode a"));
        shell.Run("Disconnect-CanDevice a");
        Assert.Equal(["other"], shell.Run<string>("(Get-CanDatabase).Name | Select-Object -Unique"));
    }

    [Fact]
    public void The_made_up_car_has_its_database_bound()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice");
        Assert.Equal(["EngineData True"], shell.Run<string>("""
            $m = Receive-CanFrame 0x0C0 -Count 1 | ConvertFrom-CanFrame
            "$($m.Message) $($m.EngineSpeed -ge 700 -and $m.EngineSpeed -lt 4000)"
            """));
    }

    [Fact]
    public void The_problems_of_a_file_are_one_warning_and_are_listed()
    {
        folder.Write("bad.dbc", "BO_ 1 A: 8 X\n SG_ S : nonsense\nBO_ 2 B: 8 X\nBO_ x\n");
        var result = shell.Try("Import-CanDatabase bad.dbc");
        Assert.Empty(result.Errors);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("bad: 2 problems in", warning, StringComparison.Ordinal);
        Assert.Contains("(Get-CanDatabase bad).Problems", warning, StringComparison.Ordinal);
        Assert.Equal([2, 4], shell.Run<int>("(Get-CanDatabase bad).Problems.Line"));
    }

    [Fact]
    public void What_is_no_database_or_no_file_is_an_error_and_the_others_are_imported()
    {
        folder.Write("aa.dbc", "nonsense\n");
        var result = shell.Try("Import-CanDatabase aa.dbc, none.dbc, car.dbc");
        Assert.Equal(["DatabaseNotFound", "DatabaseNotReadable"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("aa.dbc, line 1: expected", $"{result.Errors[1]}", StringComparison.Ordinal);
        Assert.Equal(["car"], shell.Run<string>("(Get-CanDatabase).Name"));
    }

    [Fact]
    public void A_file_of_the_same_name_from_elsewhere_makes_room_with_a_warning_and_the_same_file_without()
    {
        Directory.CreateDirectory(folder.Of("old"));
        folder.Write("old/car.dbc", "BO_ 1 A: 8 X\n");
        shell.Run("Import-CanDatabase old/car.dbc");
        Assert.Contains("made room", Assert.Single(shell.Try("Import-CanDatabase car.dbc").Warnings), StringComparison.Ordinal);
        Assert.Empty(shell.Try("Import-CanDatabase car.dbc").Warnings);
        Assert.Equal(["car 2"], shell.Run<string>("Get-CanDatabase | ForEach-Object { \"$($_.Name) $($_.Messages.Count)\" }"));
    }

    [Fact]
    public void An_encoding_is_a_name_or_a_number()
    {
        File.WriteAllBytes(folder.Of("gbk.dbc"), [.. "BO_ 1 A: 8 X\n SG_ S : 0|8@1+ (1,0) [0|0] \""u8, 0xB6, 0xC8, .. "\" X\n"u8]);
        Assert.All((string[])["gbk", "936", "GB18030"], encoding => Assert.Equal(["度"], shell.Run<string>(
            $"(Import-CanDatabase gbk.dbc -Encoding {encoding} -PassThru).Messages[0].Signals[0].Unit")));
        Assert.Contains("'klingon' is not an encoding", $"{shell.Try("Import-CanDatabase gbk.dbc -Encoding klingon").Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_imported_is_not_found()
    {
        shell.Run("Import-CanDatabase car.dbc");
        Assert.Contains("Imported databases: car.", $"{shell.Try("Get-CanDatabase lorry").Error}", StringComparison.Ordinal);
        Assert.Equal("DatabaseNotFound", shell.Try("Remove-CanDatabase lorry").ErrorId);
        Assert.Contains("Imported databases: car.", $"{shell.Try("New-CanFrame 1 | ConvertFrom-CanFrame -Database lorry").Error}", StringComparison.Ordinal);
        shell.Run("Remove-CanDatabase l*");
    }

    [Fact]
    public void Names_are_completed()
    {
        shell.Run("Import-CanDatabase car.dbc");
        Assert.Equal(["car"], shell.Complete("Get-CanDatabase c"));
        Assert.Contains("EngineData", shell.Complete("Get-CanMessage E"));
        Assert.Equal(["EngineSpeed"], shell.Complete("ConvertFrom-CanFrame -Message EngineData -Signal E"));
        Assert.Equal(["Multi"], shell.Complete("ConvertFrom-CanFrame -Database car.dbc -Message M"));
        Assert.Equal(["shift_jis"], shell.Complete("Import-CanDatabase car.dbc -Encoding s"));
        Assert.Equal(["TCM"], shell.Complete("Get-CanMessage -Sender T"));
    }

    public void Dispose()
    {
        shell.Dispose();
        folder.Dispose();
    }
}
