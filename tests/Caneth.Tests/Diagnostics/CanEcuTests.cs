namespace Caneth.Tests.Diagnostics;

/// <summary>Control units at the prompt: connected, shown, asked, and what goes wrong by its own name.</summary>
public sealed class CanEcuTests : EcuBench
{
    private const string Vin = "57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37";

    [Fact]
    public void A_control_unit_is_connected_shown_and_disconnected()
    {
        Assert.Equal(["Ecu1 car 7E0 7E8 Default"], Shell.Run<string>("$e = Connect-CanEcu 7E0; \"$($e.Name) $($e.Device) $($e.Request) $($e.Reply) $($e.Session)\""));
        Assert.Equal(["Ecu1", "gearbox"], Shell.Run<string>("$null = Connect-CanEcu 7E1 -Name gearbox -NoCheck; (Get-CanEcu).Name"));
        Assert.Equal(["gearbox"], Shell.Run<string>("(Get-CanEcu GEAR*).Name"));
        Assert.Equal(["Ecu1"], Shell.Run<string>("$e | Disconnect-CanEcu; Disconnect-CanEcu gearbox; $null = Connect-CanEcu 7E0; (Get-CanEcu).Name"));
        Assert.Equal(["3E 00", "3E 00"], Requests);
        Assert.Matches(@"Name +Device +Request +Reply +Session +Unlocked\r?\n.*\r?\nEcu1 +car +7E0 +7E8 +Default", Shell.Show("Get-CanEcu"));
    }

    [Theory]
    [InlineData("7E3", "7E3 -> 7EB")]
    [InlineData("7E0 7EA", "7E0 -> 7EA")]
    [InlineData("-Address 0x10", "18DA10F1 -> 18DAF110")]
    [InlineData("-Address 0x10 -TesterAddress 0xFA", "18DA10FA -> 18DAFA10")]
    [InlineData("18DA10F1", "18DA10F1 -> 18DAF110")]
    [InlineData("6F1 0x612 -TargetAddress 0x12", "6F1/12 -> 612/F1")]
    [InlineData("7E0 -AddressExtension 0x55", "7E0/55 -> 7E8/55")]
    public void The_ids_of_a_control_unit_are_made_of_what_is_given(string given, string ids) =>
        Assert.Equal([ids], Shell.Run<string>($"$e = Connect-CanEcu {given} -NoCheck; \"$($e.Request) -> $($e.Reply)\""));

    [Fact]
    public void Where_nobody_answers_it_says_so_and_leaves_nothing()
    {
        var error = Shell.Try("Connect-CanEcu 7E1 -Name gearbox -Timeout 50ms -LinkDelay 0").Error;
        Assert.StartsWith("EcuNoResponse,", error.FullyQualifiedErrorId);
        Assert.Contains("gearbox (7E1 -> 7E9) did not answer TesterPresent within 0.05 s", error.ToString());
        Assert.Contains("-NoCheck", error.ErrorDetails.RecommendedAction);
        Assert.Empty(Shell.Run<object>("Get-CanEcu"));
    }

    [Fact]
    public void Who_refuses_the_check_is_there()
    {
        Answer("3E 00", "7F 3E 7F");
        Assert.Equal(["Ecu1"], Shell.Run<string>("(Connect-CanEcu 7E0).Name"));
    }

    [Theory]
    [InlineData("Read-CanEcuData F190", "NoEcu")]
    [InlineData("Read-CanEcuData F190 -Ecu nobody", "EcuNotFound")]
    [InlineData("Read-CanEcuData F190 -Ecu ''", "GivenAndEmpty")]
    [InlineData("Get-CanEcu nobody", "EcuNotFound")]
    [InlineData("Connect-CanEcu 6F1 -NoCheck", "NoReplyId")]
    [InlineData("Connect-CanEcu 0x20000000 7E8 -NoCheck", "IdOutOfRange")]
    [InlineData("$null = Connect-CanEcu 7E0 -NoCheck -Name one; Connect-CanEcu 7E0 -Name ONE", "EcuNameTaken")]
    [InlineData("$e = Connect-CanEcu 7E0 -NoCheck; Disconnect-CanEcu; Read-CanEcuData F190 -Ecu $e", "EcuClosed")]
    [InlineData("$e = Connect-CanEcu 7E0 -NoCheck; Read-CanEcuData hello", "ParameterArgumentTransformationError")]
    [InlineData("$e = Connect-CanEcu 7E0 -NoCheck; Set-CanEcuSession 80", "ParameterArgumentTransformationError")]
    [InlineData("$e = Connect-CanEcu 7E0 -NoCheck; Invoke-CanUds 62", "ParameterArgumentTransformationError")]
    [InlineData("$e = Connect-CanEcu 7E0 -NoCheck; Invoke-CanUds 22 F190 -SuppressReply", "NothingToSuppress")]
    [InlineData("$e = Connect-CanEcu 7E0 -NoCheck; Unlock-CanEcu -Level 2 -Key '01'", "LevelOfKey")]
    [InlineData("$e = Connect-CanEcu 7E0 -NoCheck; Write-CanEcuData F190 -Text 'Größe'", "NotAscii")]
    public void What_cannot_be_is_an_error_and_nothing_is_sent(string command, string id)
    {
        Assert.Equal(id, Shell.Try(command).ErrorId);
        Assert.Empty(Requests);
    }

    [Fact]
    public void Data_is_read_with_its_name_as_text_as_a_number_and_as_bytes()
    {
        Answer("22 F1 90", $"62 F1 90 {Vin}");
        Answer("22 01 0C", "62 01 0C 0B B8");
        Shell.Run("$null = Connect-CanEcu 7E0 -Name engine");
        Assert.Equal(["engine F190 Vin WCANETH0T35T00017"], Shell.Run<string>("$d = Read-CanEcuData F190; \"$($d.Ecu) $($d.HexIdentifier) $($d.Name) $($d.Text)\""));
        Assert.Equal(["WCANETH0T35T00017"], Shell.Run<string>("Read-CanEcuData vin -As Text"));
        Assert.Equal([3000], Shell.Run<int>("Get-CanEcu | Read-CanEcuData 010C -As UInt"));
        Assert.Equal(["11 184"], Shell.Run<string>("\"$(Read-CanEcuData 0x010C -As Bytes)\""));
        Assert.Equal("NotText", Shell.Try("Read-CanEcuData 010C -As Text").ErrorId);
        Assert.Equal("NotANumber", Shell.Try("Read-CanEcuData F190 -As UInt").ErrorId);
        Assert.Matches(@"engine +F190 +Vin +17 'WCANETH0T35T00017'\r?\nengine +010C +2 0B B8", Shell.Show("Read-CanEcuData F190, 010C"));
    }

    [Fact]
    public void Of_several_identifiers_one_that_is_refused_takes_no_other_with_it()
    {
        Answer("22 00 01", "7F 22 31");
        Answer("22 00 02", "62 00 02 07");
        var result = Shell.Try("$null = Connect-CanEcu 7E0; Read-CanEcuData 0001, 0002 -As UInt");
        Assert.Equal("UdsRequestOutOfRange", result.ErrorId);
        Assert.Equal(7ul, Assert.Single(result.Output).BaseObject);
    }

    [Theory]
    [InlineData("33", "UdsSecurityAccessDenied", "PermissionDenied", "Unlock-CanEcu")]
    [InlineData("7F", "UdsServiceNotSupportedInActiveSession", "InvalidOperation", "Set-CanEcuSession")]
    [InlineData("31", "UdsRequestOutOfRange", "ObjectNotFound", "identifier")]
    [InlineData("21", "UdsBusyRepeatRequest", "ResourceBusy", "-Retry")]
    [InlineData("37", "UdsRequiredTimeDelayNotExpired", "PermissionDenied", "10 s")]
    [InlineData("F5", "UdsF5", "InvalidOperation", null)]
    public void A_refusal_says_what_was_refused_why_and_the_next_step(string code, string id, string category, string? step)
    {
        Answer("22 F1 90", $"7F 22 {code}");
        Shell.Run("$null = Connect-CanEcu 7E0 -Name engine");
        var error = Shell.Try("Read-CanEcuData F190").Error;
        Assert.StartsWith($"{id},", error.FullyQualifiedErrorId);
        Assert.Equal(category, $"{error.CategoryInfo.Category}");
        Assert.StartsWith("engine refused ReadDataByIdentifier F190: ", error.ToString());
        Assert.Contains($"({code})", error.ToString());
        Assert.Contains(step ?? "", error.ErrorDetails.RecommendedAction ?? "");
        Assert.Equal([error.ToString()], Shell.Run<string>("(Get-CanEcu).LastError.Message"));
    }

    [Fact]
    public void Who_is_busy_is_asked_again_where_that_is_wanted()
    {
        Answer("22 F1 90", "7F 22 21", "7F 22 21", "62 F1 90 01");
        Shell.Run("$null = Connect-CanEcu 7E0");
        Assert.Equal([1], Shell.Run<int>("Read-CanEcuData F190 -As UInt -Retry 2"));
        Answer("22 F1 90", "7F 22 21", "62 F1 90 01");
        Assert.Equal(["62 F1 90 01"], Shell.Run<string>("(Invoke-CanUds 22 F190 -Retry 1).Data.ToString()"));
    }

    [Fact]
    public void A_wrong_length_is_said_where_the_right_one_is_known()
    {
        Answer("22 F1 90", $"62 F1 90 {Vin}");
        Answer("2E F1 90 58", "7F 2E 13");
        Shell.Run("$null = Connect-CanEcu 7E0 -Name engine; $null = Read-CanEcuData F190");
        var error = Shell.Try("Write-CanEcuData F190 -Text X").Error;
        Assert.StartsWith("UdsIncorrectMessageLengthOrInvalidFormat,", error.FullyQualifiedErrorId);
        Assert.EndsWith("F190 holds 17 bytes, and 1 was given.", error.ToString());
    }

    [Fact]
    public void Data_is_written()
    {
        Answer($"2E F1 90 {Vin}", "6E F1 90");
        Answer("2E 01 00 0B B8", "6E 01 00");
        Shell.Run("$null = Connect-CanEcu 7E0; Write-CanEcuData F190 -Text WCANETH0T35T00017; Write-CanEcuData 0100 '0B B8'");
        Assert.Equal(["3E 00", $"2E F1 90 {Vin}", "2E 01 00 0B B8"], Requests);
    }

    [Fact]
    public async Task Any_service_is_asked_for_by_its_name_or_its_number()
    {
        Answer("22 F1 86", "62 F1 86 01");
        Answer("10 03", "50 03 00 32 01 F4");
        Shell.Run("$null = Connect-CanEcu 7E0");
        Assert.Equal(["62 F1 86 01"], Shell.Run<string>("(Invoke-CanUds readdatabyidentifier 'F1 86').Data.ToString()"));
        Assert.Equal(["62 F1 86 01"], Shell.Run<string>("(Invoke-CanUds 22 (0xF1, 0x86)).Data.ToString()"));
        Assert.Equal(["Extended"], Shell.Run<string>("$null = Invoke-CanUds 10 -SubFunction 3; (Get-CanEcu).Session"));
        Shell.Run("$null = Connect-CanEcu 7E0 -Timeout 0.7 -LinkDelay 0 -Name quick; Invoke-CanUds 3E -SubFunction 0 -SuppressReply -Ecu quick");
        await Waiting.Until(() => Requests.Contains("3E 80"));
    }

    [Fact]
    public void A_session_is_changed_and_kept()
    {
        Answer("10 03", "50 03 00 32 01 F4");
        Answer("10 01", "50 01 00 32 01 F4");
        Shell.Run("$null = Connect-CanEcu 7E0");
        Assert.Equal(["Extended True"], Shell.Run<string>("$e = Set-CanEcuSession Extended -KeepAlive -PassThru; \"$($e.Session) $($e.KeepsSession)\""));
        Assert.Equal(["Default False"], Shell.Run<string>("$e = Set-CanEcuSession 01 -PassThru; \"$($e.Session) $($e.KeepsSession)\""));
    }

    [Theory]
    [InlineData("{ param($seed) [array]::Reverse($seed); $seed.ForEach{ $_ -bxor 0xA5 } }", "E1 96 87 B4")]
    [InlineData("{ param($seed, $level) $seed | ForEach-Object { $_ + $level } }", "12 23 34 45")]
    [InlineData("{ 'AA BB' }", "AA BB")]
    [InlineData("{ ,[byte[]](1, 2) }", "01 02")]
    [InlineData("'01 02 03'", "01 02 03")]
    public void A_level_is_unlocked_with_the_key_that_a_script_makes_of_the_seed(string key, string sent)
    {
        Answer("27 01", "67 01 11 22 33 44");
        Answer($"27 02 {sent}", "67 02");
        Shell.Run("$null = Connect-CanEcu 7E0");
        Assert.Equal([1], Shell.Run<int>($"(Unlock-CanEcu -Level 1 -Key {key} -PassThru).UnlockedLevel"));
    }

    [Theory]
    [InlineData("{ throw 'no idea' }", "no idea")]
    [InlineData("{ 300 }", "300")]
    [InlineData("{ }", "")]
    public void Where_the_script_fails_no_key_is_sent(string key, string text)
    {
        Answer("27 01", "67 01 11 22 33 44");
        Shell.Run("$null = Connect-CanEcu 7E0");
        var error = Shell.Try($"Unlock-CanEcu -Level 1 -Key {key}").Error;
        Assert.StartsWith("KeyScriptFailed,", error.FullyQualifiedErrorId);
        Assert.Contains(text, error.ToString());
        Assert.Equal(["3E 00", "27 01"], Requests);
    }

    [Fact]
    public void What_is_unlocked_already_gets_no_key()
    {
        Answer("27 01", "67 01 00 00 00 00");
        var result = Shell.Try("$null = Connect-CanEcu 7E0; Unlock-CanEcu -Key { throw 'never' } -Verbose");
        Assert.Empty(result.Errors);
        Assert.Contains("Ecu1: level 1 is unlocked already, so no key was sent.", result.Verbose);
    }

    // Report 31.
    [Fact]
    public void The_seed_of_another_level_than_was_asked_for_is_told()
    {
        Answer("27 01", "67 03 00 00 00 00");
        var result = Shell.Try("$null = Connect-CanEcu 7E0; Unlock-CanEcu -Level 1 -Key { throw 'never' }");
        Assert.Empty(result.Errors);
        Assert.Equal(["Ecu1 answered with the seed of level 3 where that of level 1 was asked for."], result.Warnings);
    }

    // Reports 3 and 4: times are in seconds, or say their unit; and what no control unit asks for was most likely not meant.
    [Fact]
    public void A_very_long_time_between_frames_is_told()
    {
        var result = Shell.Try("0.0005, '127ms', 20 | ForEach-Object { Connect-CanEcu 7E0 -NoCheck -SeparationTime $_ }");
        Assert.Equal(3, result.Output.Count);
        Assert.StartsWith("The frames of long requests will be 20 s apart.", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_are_sent_and_received_whatever_they_are()
    {
        Answer("01 02 03 04 05 06 07 08 09 0A", "FF EE DD CC BB AA 99 88 77");
        Shell.Run("$null = Connect-CanEcu 7E0; Send-CanIsoTp 0102030405060708090A");
        Assert.Equal(["7E8 FF EE DD CC BB AA 99 88 77"], Shell.Run<string>("\"$(Receive-CanIsoTp -Count 1 -Timeout 10)\""));
        Shell.Run("Receive-CanIsoTp -Timeout 20ms; Receive-CanIsoTp -Duration 20ms");
    }

    [Fact]
    public void A_long_message_that_nobody_takes_is_an_error_by_its_own_name()
    {
        var error = Shell.Try("$null = Connect-CanEcu 7E5 -NoCheck; Send-CanIsoTp ([byte[]](1..20))").Error;
        Assert.StartsWith("IsoTpNoFlowControl,", error.FullyQualifiedErrorId);
        Assert.Contains("6 of 20 bytes", error.ToString());
    }

    [Fact]
    public void Nothing_is_sent_with_WhatIf()
    {
        Shell.Run("$null = Connect-CanEcu 7E0 -Name engine");
        foreach (var command in new[] { "Read-CanEcuData F190", "Write-CanEcuData F190 01", "Invoke-CanUds 22 F190", "Set-CanEcuSession 3",
            "Unlock-CanEcu -Key '01'", "Send-CanIsoTp '22 F1 90'", "Disconnect-CanEcu", "Connect-CanEcu 7E1" })
        {
            Shell.Run($"{command} -WhatIf");
            Assert.StartsWith("What if: ", Shell.Host.TakeText());
        }

        Assert.Equal(["3E 00"], Requests);
        Assert.Equal(["engine"], Shell.Run<string>("(Get-CanEcu).Name"));
    }

    [Fact]
    public async Task A_request_that_is_not_answered_stops_at_once()
    {
        Shell.Run("$null = Connect-CanEcu 7E0 -Timeout 100");
        foreach (var command in new[] { "Read-CanEcuData F190", "Receive-CanIsoTp" })
        {
            using var pipeline = Shell.Pipeline(command);
            var running = pipeline.BeginInvoke();
            await pipeline.StopAsync(null, null);
            Assert.True(running.IsCompleted);
            Assert.Empty(pipeline.Streams.Error);
        }

        Answer("22 F1 91", "62 F1 91 05");
        Assert.Equal([5], Shell.Run<int>("Read-CanEcuData F191 -As UInt"));
    }

    [Fact]
    public void Control_units_are_found_and_connected()
    {
        Shell.Run("$global:found = Find-CanEcu 0x7E0-0x7E1");
        Assert.Matches(@"car +7E0 +7E8 +False", Shell.Show("$found"));
        Assert.Equal(["7E0 7E8 Ecu1"], Shell.Run<string>("$found | Connect-CanEcu | ForEach-Object { \"$($_.Request) $($_.Reply) $($_.Name)\" }"));
    }

    [Fact]
    public void Control_units_end_with_their_device()
    {
        Assert.Empty(Shell.Run<object>("$null = Connect-CanEcu 7E0; Disconnect-CanDevice; Get-CanEcu"));
        Assert.Equal("NoEcu", Shell.Try("Read-CanEcuData F190").ErrorId);
    }

    [Fact]
    public void Names_services_sessions_and_identifiers_are_completed()
    {
        Answer("22 12 34", "62 12 34 01");
        Answer("31 01 02 03", "71 01 02 03 00");
        Shell.Run("$null = Connect-CanEcu 7E0 -Name engine; $null = Read-CanEcuData 1234; $null = Invoke-CanEcuRoutine 0203");
        Assert.Equal(["engine"], Shell.Complete("Read-CanEcuData F190 -Ecu "));
        Assert.Equal(["engine"], Shell.Complete("Disconnect-CanEcu e"));
        Assert.Equal(["ReadDataByIdentifier", "ReadDataByPeriodicIdentifier"], Shell.Complete("Invoke-CanUds ReadDataBy"));
        Assert.Equal(["Extended"], Shell.Complete("Set-CanEcuSession Ext"));
        Assert.Equal(["1234"], Shell.Complete("Read-CanEcuData 12"));
        Assert.Equal(["F190", "F191"], Shell.Complete("Read-CanEcuData F19").Take(2));
        Assert.Equal(["0203", "FF00", "FF01"], Shell.Complete("Invoke-CanEcuRoutine "));
    }
}
