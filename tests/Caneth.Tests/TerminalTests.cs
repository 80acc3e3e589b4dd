using System.Text;
using System.Text.RegularExpressions;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>What a log, a wire or a name brings does not steer the terminal, whichever way it is shown.</summary>
public sealed partial class TerminalTests : IDisposable
{
    // C0 but the newline, which ends a line of any text format, DEL and C1.
    private static readonly string Controls = string.Concat(
        Enumerable.Range(1, 0x1F).Concat(Enumerable.Range(0x7F, 0x21)).Where(code => code is not '\n').Select(code => (char)code));

    private readonly TemporaryFolder folder = new();
    private readonly Shell shell = Shell.WithItsOwnViews();

    public TerminalTests() => shell.Run("$global:VerbosePreference = 'Continue'");

    public static TheoryData<string, string> Logs => new()
    {
        { "drive.log", "(1.0) can§0 123#01\n(2.0) can0 12§3#01\n(3.0) can0 123#01 §\n§\n" },
        { "screen.log", " (1.0)  can§0  123   [1]  01\n (2.0)  can0  12§3   [1]  01\n" },
        { "drive.asc", "date Thu Nov 26 10:00:00 2026\nbase hex timestamps absolute\n// §\n1.0 1§ 123 Rx d 1 01\n2.0 1 12§3 Rx d 1 01\n3.0 §\n4.0 Co§de x\n" },
        { "drive.trc", ";$FILEVERSION=2.1\n;$STARTTIME=43474.5\n;$COLUMNS=N,O,T,B,I,d,L,D\n; §\n1 1.0 DT 1§ 0123 Rx 1 01\n2 2.0 D§T 1 0123 Rx 1 01\n" },
        { "drive.csv", "Timestamp,Id,Data,Device\n1.0,0x123,01,can§0\n2.0,0x1§23,01,can0\n3.0,0x123,01,\"can \"\"§\"\"\"\n" },
        { "gvret.csv", "Time Stamp,ID,Extended,Dir,Bus,LEN,D1\n1,00000123,false,R§x,0,1,01\n2,0000§0123,false,Rx,§,1,01\n" },
        { "drive.jsonl", "{\"Timestamp\":1.0,\"Id\":291,\"Data\":\"01\",\"Device\":\"can¤0\"}\n{\"Id\":\"12§\"}\n{\"§\":1}\n§\n" },
    };

    [Theory]
    [MemberData(nameof(Logs))]
    public void Nothing_of_a_log_reaches_the_terminal_raw(string name, string content)
    {
        var escaped = string.Concat(Controls.Prepend('\0').Append('\n').Select(code => $"\\u{(int)code:x4}"));
        var file = folder.Of(name);
        File.WriteAllText(file, content.Replace("§", Controls, StringComparison.Ordinal).Replace("¤", escaped, StringComparison.Ordinal), new UTF8Encoding(false));
        foreach (var way in (string[])
        [
            "Out-Default", "Format-Table | Out-Default", "Format-List | Out-Default", "Format-List * | Out-Default", "ForEach-Object Device | Out-Default",
            "Format-Table Device, Id | Out-Default", "Group-Object Device | Out-Default", "ForEach-Object { Write-Host \"$_ $($_.Device)\" }",
        ])
        {
            shell.Try($"Import-CanLog $args[0] *>&1 | {way}", file);
            AssertThatNothingIsRaw($"{name}: {way}", butTabs: way is not ("Out-Default" or "Format-Table | Out-Default" or "Format-List | Out-Default"));
        }

        shell.Try("Import-CanLog $args[0] | Out-Null", file);
        AssertThatNothingIsRaw(name);
    }

    [Fact]
    public void Nothing_of_a_log_of_another_kind_or_name_reaches_the_terminal_raw()
    {
        var name = OperatingSystem.IsWindows() ? "drive.log" : $"drive{Controls.Replace("/", "", StringComparison.Ordinal)}.log";
        var file = folder.Of(name);
        File.WriteAllText(file, string.Concat(Enumerable.Repeat($"{Controls} no log\n", 100)));
        foreach (var command in (string[])
        [
            "Import-CanLog -LiteralPath $args[0]", "Import-CanLog -LiteralPath $args[0] -Format blf", "Import-CanLog -LiteralPath \"$($args[0])x\"",
            "Import-CanLog -LiteralPath $args[0] -Format \"$([char]27)]0;x$([char]7)\"",
            "New-CanFrame 1 | Export-CanLog -LiteralPath $args[0] -NoClobber", "New-CanFrame 1 | Export-CanLog -LiteralPath $args[0] -WhatIf",
        ])
        {
            shell.Try($"{command} *>&1 | Out-Default", file);
            AssertThatNothingIsRaw(command);
        }
    }

    [Fact]
    public void Nothing_of_a_database_reaches_the_terminal_raw()
    {
        const string Content = """
            BU_: N§
            BO_ 1 A§: 8 N§
             SG_ S§ : 0|8@1+ (1,0) [0|1] "§" N§
            BO_ 2 B: 8 N
             SG_ T : 0|8@1+ (1,0) [0|1] "u§" N
            CM_ "§";
            CM_ BO_ 2 "§";
            CM_ SG_ 2 T "§";
            BA_DEF_ BO_ "SystemMessageLongSymbol" STRING;
            BA_DEF_ SG_ "SystemSignalLongSymbol" STRING;
            BA_ "SystemMessageLongSymbol" BO_ 2 "long§";
            BA_ "SystemSignalLongSymbol" SG_ 2 T "long§";
            VAL_ 2 T 1 "one§" ;
            §

            """;
        var file = folder.Of("hostile.dbc");
        File.WriteAllText(file, Content.Replace("§", Controls.Replace("\t", "", StringComparison.Ordinal), StringComparison.Ordinal), new UTF8Encoding(false));
        shell.Run("$global:file = $args[0]; $global:frames = [Caneth.CanFrame]'001#01', [Caneth.CanFrame]'002#01'", file);
        foreach (var command in (string[])
        [
            "Import-CanDatabase $file -Verbose", "Get-CanDatabase", "Get-CanDatabase | Format-List", "Get-CanDatabase | Format-List *", "(Get-CanDatabase).Problems",
            "Get-CanMessage", "Get-CanMessage | Format-List", "Get-CanMessage | Format-List *", "Get-CanSignal", "Get-CanSignal | Format-List",
            "Get-CanSignal | Format-List *", "$frames | ConvertFrom-CanFrame", "$frames | ConvertFrom-CanFrame | Format-List",
            "$frames[1] | ConvertFrom-CanFrame | Format-Table *", "$frames | ConvertFrom-CanFrame -AsSignal", "$frames | ConvertFrom-CanFrame -AsSignal | Format-List *",
            "$frames | ConvertFrom-CanFrame -AsText | ForEach-Object { \"$_\" }", "Get-CanMessage nothing", "Get-CanSignal nothing",
            "$frames | ConvertFrom-CanFrame -Message nothing", "Show-CanMessage", "$frames | Show-CanMessage", "Show-CanMessage | Format-List",
            "Show-CanMessage nothing",
        ])
        {
            shell.Try($"{command} *>&1 | Out-Default");
            AssertThatNothingIsRaw(command);
        }
    }

    [Fact]
    public async Task Nothing_of_a_device_reaches_the_terminal_raw()
    {
        await using var gateway = GatewaySimulator.Start();
        shell.Run("$global:bad = $args[0]; $null = Connect-CanDevice $args[1] -Port $args[2] -Name $bad", $"a{Controls}b", gateway.HostName, gateway.Port);
        var frame = new CanFrame(0x123, [1]) { Device = $"a{Controls}b" };
        foreach (var command in (string[])
        [
            "Get-CanDevice", "Get-CanDevice | Format-List", "Get-CanDevice -Event", "Get-CanDevice -Event | Format-List", "Wait-CanFrame 0x7FF -Timeout 0.1",
            "Receive-CanFrame -Device \"$bad!\"", "Send-CanFrame 1 -Device $bad -WhatIf", "Register-CanHandler 1 -Name $bad", "Get-CanHandler",
            "Get-CanHandler | Format-List", "Register-CanHandler 1 -Name $bad", "Start-CanSimulator -Name $bad", "Get-CanSimulator | Format-List",
            "Start-CanSimulator -Name $bad", "Send-CanFrame $bad", "Receive-CanFrame $bad", "Send-CanFrame 1 $bad", "Connect-CanDevice $bad -Timeout 1",
            $"Start-CanRecording '{folder}/rec.log' -Name $bad", $"Start-CanRecording '{folder}/other.log' -Name $bad", "Get-CanRecording", "Get-CanRecording | Format-List",
            "Get-CanRecording -Event", "Get-CanRecording \"$bad!\"", $"Remove-Item '{folder}/rec.log'; Stop-CanRecording",
            "Start-CanServer -Port 0 -Name $bad", "Start-CanServer -Port 0 -Name $bad", "Get-CanServer", "Get-CanServer | Format-List", "Get-CanServer \"$bad!\"",
            "Start-CanServer -Port 0 -Bus $bad", "Stop-CanServer -Verbose", "Start-CanBridge $bad $bad", "Start-CanBridge $bad nobody -Name $bad",
            "Disconnect-CanDevice nobody", "$args[0]", "$args[0] | Format-List", "[pscustomobject]@{ Id = $bad } | Send-CanFrame", "Disconnect-CanDevice",
            "Get-CanHandler | Unregister-CanHandler -Verbose",
        ])
        {
            shell.Try($"{command} *>&1 | Out-Default", frame);
            AssertThatNothingIsRaw(command);
        }
    }

    [Fact]
    public async Task Nothing_that_a_handler_shows_reaches_the_terminal_raw()
    {
        await using var gateway = GatewaySimulator.Start();
        shell.Connect(gateway, "-Name \"a$([char]27)b\"");
        shell.Run("$null = Register-CanHandler 0x123 -MaxTriggerCount 1; $global:h = Register-CanHandler 0x123 { throw \"$([char]27)]0;x$([char]7)\" } -MaxTriggerCount 1");
        gateway.Send(new CanFrame(0x123));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<bool>("$h.Ended") is [true], TimeSpan.FromSeconds(20)));
        shell.Run("$h | Format-List | Out-Default");
        AssertThatNothingIsRaw("a handler");
    }

    public void Dispose()
    {
        shell.Dispose();
        folder.Dispose();
    }

    [GeneratedRegex(@"\x1B\[[0-9;]*m")]
    private static partial Regex ColoursOfTheEngine();

    private void AssertThatNothingIsRaw(string way, bool butTabs = false)
    {
        var text = ColoursOfTheEngine().Replace(shell.Host.TakeText(), "").Replace(Environment.NewLine, "\n", StringComparison.Ordinal);
        var raw = text.Where(character => char.IsControl(character) && character is not '\n' && !(butTabs && character == '\t'))
            .Select(character => $"\\x{(int)character:X2}").Distinct().ToList();
        Assert.True(raw.Count == 0, $"{way}: {string.Join(' ', raw)}");
    }
}
