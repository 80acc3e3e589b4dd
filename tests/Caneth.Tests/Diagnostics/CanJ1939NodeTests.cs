namespace Caneth.Tests.Diagnostics;

/// <summary>J1939 at the prompt, against the simulated truck: an address, messages, requests, and who is there.</summary>
public sealed class CanJ1939NodeTests : IDisposable
{
    private readonly Shell shell = new();

    public CanJ1939NodeTests() => shell.Run("$null = Start-CanSimulator -Traffic Truck | Connect-CanDevice -Name truck");

    [Fact]
    public void An_address_is_claimed_shown_and_given_up()
    {
        Assert.StartsWith("What if: Performing the operation \"Claim the address 0xF9", Whatif("Connect-CanJ1939"));
        Assert.Equal(["F9 Claimed truck 129"], shell.Run<string>("$n = Connect-CanJ1939; '{0:X2} {1} {2} {3}' -f $n.Address, $n.State, $n.Device, $n.Name.Function"));
        Assert.Matches(@"Device +Address +State +Name +Sent\r?\n.*\r?\ntruck +F9 +Claimed +[0-9A-F]{16} +0", shell.Show("$n"));
        Assert.Equal("J1939NodeExists", shell.Try("Connect-CanJ1939 0xFA").ErrorId);
        Assert.StartsWith("What if: ", Whatif("Disconnect-CanJ1939"));
        Assert.Equal(["Closed"], shell.Run<string>("Disconnect-CanJ1939 truck; $n.State"));
        Assert.Equal("NoJ1939Node", shell.Try("Disconnect-CanJ1939").ErrorId);
    }

    [Fact]
    public void An_address_that_another_node_has_is_an_error_or_another_one_is_taken()
    {
        var taken = shell.Try("Connect-CanJ1939 0").Error;
        Assert.StartsWith("J1939AddressTaken,", taken.FullyQualifiedErrorId);
        Assert.StartsWith("0x00 is the address of another node on 'truck'", taken.ToString());
        Assert.Contains("-AnyAddress", taken.ErrorDetails.RecommendedAction);

        // On a busy computer the engine may object later than it is waited for.
        Assert.Equal(["J1939NoAddress True"], shell.Run<string>("""
            $n = Connect-CanJ1939 0 -NodeName 0x7000000000000000 -Force -ErrorAction SilentlyContinue -ErrorVariable why
            if ($n) {
                while ($n.State -ne 'CannotClaim') { Start-Sleep -Milliseconds 5 }
                Send-CanJ1939 65281 '01' -ErrorAction SilentlyContinue -ErrorVariable why
                Disconnect-CanJ1939
            }
            "$($why[0].FullyQualifiedErrorId.Split(',')[0]) $("$($why[0])".Contains('0x00 is claimed by the NAME 10000000534004D2'))"
            """));
        Assert.Equal(["128"], shell.Run<string>("""
            $n = Connect-CanJ1939 0 -AnyAddress -IdentityNumber 5 -WarningAction SilentlyContinue
            while ($n.Address -ne 128) { Start-Sleep -Milliseconds 5 }
            "$($n.Address)"
            """));

        // A lower NAME has it; and the NAME itself can be given.
        shell.Run("Disconnect-CanJ1939");
        Assert.Equal(["00 0000000000000005"], shell.Run<string>("$n = Connect-CanJ1939 0 -NodeName 5 -Force; '{0:X2} {1}' -f $n.Address, $n.Name"));
    }

    [Fact]
    public void Groups_are_asked_for_by_number_and_by_name_of_one_and_of_all()
    {
        shell.Run("$null = Connect-CanJ1939");
        Assert.Equal(["WCANETH0T35T00017*"], shell.Run<string>("[Text.Encoding]::ASCII.GetString((Request-CanJ1939 65260 0).Data)"));
        Assert.Equal(["65226 DM1 0"], shell.Run<string>("$m = Request-CanJ1939 dm1 0x00; \"$($m.Pgn) $($m.Name) $($m.Source)\""));
        Assert.Equal(["Acknowledgement 00"], shell.Run<string>("$m = Request-CanJ1939 DM11 0; \"$($m.Name) $($m.Data.Hex.Substring(0, 2))\""));
        Assert.Equal(["0 15"], shell.Run<string>("\"$((Request-CanJ1939 0xFEEB -Timeout 3 | Select-Object -First 2).Source | Sort-Object)\""));
        var refused = shell.Try("Request-CanJ1939 65260 0x0F");
        Assert.Equal("J1939NotSupported", refused.ErrorId);
        Assert.Equal("0x0F does not have PGN 65260.", refused.Error.ToString());
        Assert.Equal("J1939NoAnswer", shell.Try("Request-CanJ1939 65260 0x33 -Timeout 50ms").ErrorId);
        Assert.Equal("J1939NoAnswer", shell.Try("Request-CanJ1939 0xFE00 -Timeout 50ms").ErrorId);
        Assert.StartsWith("What if: Performing the operation \"Request PGN 65260 of 0x00\"", Whatif("Request-CanJ1939 65260 0"));
    }

    [Fact]
    public void Messages_are_sent_and_received_whole()
    {
        shell.Run("$n = Connect-CanJ1939");
        Assert.Equal(["EEC1", "EEC1"], shell.Run<string>("(Receive-CanJ1939 EEC1 -Source 0 -Count 2 -Timeout 20).Name"));
        Assert.Equal(["65280 200 True"], shell.Run<string>("Receive-CanJ1939 -Timeout 20 | Where-Object Pgn -EQ 65280 | Select-Object -First 1 | ForEach-Object { \"$($_.Pgn) $($_.Length) $($_.Complete)\" }"));
        Assert.Equal(["2 sent"], shell.Run<string>("Send-CanJ1939 ProprietaryA (1..100) -Destination 0; Send-CanJ1939 65281 '01 02'; \"$($n.MessagesSent) sent\""));
        Assert.Equal("J1939NoAnswer", shell.Try("Send-CanJ1939 ProprietaryA (1..9) -Destination 0x33").ErrorId);
        Assert.Empty(shell.Run<object>("Receive-CanJ1939 64000 -Timeout 20ms"));
        Assert.Empty(shell.Run<object>("Receive-CanJ1939 64000 -Duration 20ms"));
        Assert.Contains("\"Send PGN 65281 to 0x05: 01 02\"", Whatif("Send-CanJ1939 65281 '01 02' -Destination 5"));
    }

    [Fact]
    public void Who_is_there_is_shown_with_the_fields_of_its_NAME()
    {
        Assert.Equal(["00 Engine 666 1234", "0F Retarder, engine 666 1235"],
            shell.Run<string>("Get-CanJ1939Node -Duration 2 | ForEach-Object { '{0:X2} {1} {2} {3}' -f $_.Address, $_.FunctionName, $_.ManufacturerCode, $_.IdentityNumber }"));
        Assert.Equal([249], shell.Run<byte>("$null = Connect-CanJ1939; Get-CanJ1939Node F9 -Duration 0.1 | Where-Object IsOwn | ForEach-Object Address"));
        Assert.Matches(@"Device +Address +Name +Function +Manufacturer +Identity\r?\n.*\r?\ntruck +00 +10000000534004D2 +Engine +666 +1234", shell.Show("Get-CanJ1939Node 0 -Duration 1"));
    }

    [Fact]
    public void What_cannot_be_is_an_error()
    {
        foreach (var (command, id) in new[]
        {
            ("Send-CanJ1939 65280 '01'", "NoJ1939Node"),
            ("Request-CanJ1939 65260 0", "NoJ1939Node"),
            ("Connect-CanJ1939 254", "OptionOutOfRange"),
            ("Connect-CanJ1939 -NodeName truck", "NotAName"),
            ("Connect-CanJ1939 -Device nobody", "DeviceNotFound"),
            ("Receive-CanJ1939 0x40000", "OptionOutOfRange"),
            ("Receive-CanJ1939 0xEE05", "OptionOutOfRange"),
            ("Receive-CanJ1939 12x", "ParameterArgumentTransformationError"),
            ("Receive-CanJ1939 Nothing", "GroupNotFound"),
            ("Receive-CanJ1939 ''", "GivenAndEmpty"),
        })
        {
            Assert.Equal((command, id), (command, shell.Try(command).ErrorId));
        }

        // Tab knows groups by the names of databases and of the protocol.
        Assert.Contains("EEC1", shell.Complete("Receive-CanJ1939 EE"));
        Assert.Contains("DM1", shell.Complete("Request-CanJ1939 -Pgn DM"));
    }

    public void Dispose() => shell.Dispose();

    private string Whatif(string command)
    {
        shell.Run($"{command} -WhatIf");
        return shell.Host.TakeText();
    }
}
