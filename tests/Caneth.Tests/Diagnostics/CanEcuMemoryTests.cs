namespace Caneth.Tests.Diagnostics;

/// <summary>Restarts, routines, memory and programming at the prompt.</summary>
public sealed class CanEcuMemoryTests : EcuBench
{
    [Fact]
    public void A_control_unit_is_restarted_and_waited_for()
    {
        Answer("10 03", "50 03 00 32 01 F4");
        Answer("11 01", "51 01");
        Answer("11 03", "51 03");
        Shell.Run("$null = Connect-CanEcu 7E0; Set-CanEcuSession Extended -KeepAlive");
        Assert.Equal(["Default False"], Shell.Run<string>("$e = Restart-CanEcu -Wait -PassThru; \"$($e.Session) $($e.KeepsSession)\""));
        Shell.Run("Restart-CanEcu Soft");
        Assert.Equal(["3E 00", "10 03", "11 01", "3E 00", "11 03"], Requests);
    }

    [Fact]
    public void Where_it_does_not_answer_again_it_says_so()
    {
        Answer("11 01", "51 01");
        var result = Shell.Try("$null = Connect-CanEcu 7E0 -NoCheck -Timeout 1 -LinkDelay 0; Restart-CanEcu");
        Assert.Empty(result.Errors);
        Answers.Clear();
        Answer("11 01", "51 01");
        Assert.Equal("EcuNoResponse", Shell.Try("Restart-CanEcu -Wait -Timeout 0.1").ErrorId);
    }

    [Theory]
    [InlineData("", "31 01 FF 00")]
    [InlineData("-Start", "31 01 FF 00")]
    [InlineData("-Stop", "31 02 FF 00")]
    [InlineData("-Result", "31 03 FF 00")]
    [InlineData("'01 02' -Start", "31 01 FF 00 01 02")]
    public void A_routine_is_started_stopped_and_asked_for_its_result(string how, string request)
    {
        Answer(request, $"71 {request[3..5]} FF 00 10");
        Shell.Run("$null = Connect-CanEcu 7E0");
        Assert.Equal([0x10], Shell.Run<int>($"(Invoke-CanEcuRoutine FF00 {how}).Data[4]"));
    }

    [Fact]
    public void Memory_is_read_in_pieces_and_emitted_as_one()
    {
        Answer("23 12 10 00 02", "63 01 02");
        Answer("23 12 10 02 01", "63 03");
        Shell.Run("$null = Connect-CanEcu 7E0 -Name engine");
        Assert.Equal(["engine 0x1000 3 01 02 03"], Shell.Run<string>(
            "$m = Read-CanEcuMemory 0x1000 3 -AddressBytes 2 -LengthBytes 1 -BlockLength 2; \"$($m.Ecu) $($m.HexAddress) $($m.Length) $($m.Data)\""));
        Assert.Matches(@"engine +0x1000 +3 01 02 03", Shell.Show("$m"));
        Assert.Equal("OptionOutOfRange", Shell.Try("Read-CanEcuMemory 0x10000 2 -AddressBytes 2").ErrorId);
        Answer("23 12 10 00 02", "63 01");
        Assert.Equal("UnexpectedResponse", Shell.Try("Read-CanEcuMemory 0x1000 2 -AddressBytes 2 -LengthBytes 1").ErrorId);
    }

    [Fact]
    public void Memory_is_written()
    {
        Answer("3D 44 00 00 10 00 00 00 00 02 AB CD", "7D 44 00 00 10 00 00 00 00 02");
        Shell.Run("$null = Connect-CanEcu 7E0; Write-CanEcuMemory 0x1000 'AB CD'");
        Assert.Equal("3D 44 00 00 10 00 00 00 00 02 AB CD", Requests.Last());
    }

    [Fact]
    public void A_file_is_sent_in_blocks()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.Of("app.bin"), [1, 2, 3, 4, 5]);
        File.WriteAllBytes(folder.Of("empty.bin"), []);
        Answer("34 00 11 10 05", "74 10 05");
        Answer("36 01 01 02 03", "76 01");
        Answer("36 02 04 05", "76 02");
        Answer("37", "77");
        Shell.Run("$null = Connect-CanEcu 7E0; $global:format = @{ AddressBytes = 1; LengthBytes = 1; Confirm = $false }");
        var sent = Shell.Try("Send-CanEcuData 0x10 -Path $args[0] @format -Verbose", folder.Of("app.bin"));
        Assert.Empty(sent.Errors);
        Assert.Contains(sent.Verbose, line => line.StartsWith("Sending app.bin: 5 bytes in ", StringComparison.Ordinal));
        Assert.Equal(["34 00 11 10 05", "36 01 01 02 03", "36 02 04 05", "37"], Requests.Skip(1));
        Assert.Equal("NothingInFile", Shell.Try("Send-CanEcuData 0x10 -LiteralPath $args[0] @format", folder.Of("empty.bin")).ErrorId);
        Assert.Equal("SeveralFiles", Shell.Try("Send-CanEcuData 0x10 -Path $args[0] @format", folder.Of("*.bin")).ErrorId);
        Assert.NotEmpty(Shell.Try("Send-CanEcuData 0x10 -Path $args[0] @format", folder.Of("none.bin")).Errors);

        Answer("36 02 04 05", "7F 36 73");
        var error = Shell.Try("Send-CanEcuData 0x10 -Data '01 02 03 04 05' @format").Error;
        Assert.StartsWith("UdsWrongBlockSequenceCounter,", error.FullyQualifiedErrorId);
        Assert.Contains("block 2", error.ToString());
    }
}
