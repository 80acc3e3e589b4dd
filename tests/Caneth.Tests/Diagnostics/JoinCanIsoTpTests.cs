namespace Caneth.Tests.Diagnostics;

/// <summary>Logs, lists and live frames become messages of ISO-TP, and what is not joined is told.</summary>
public sealed class JoinCanIsoTpTests : IClassFixture<Shell>
{
    private const string Vin = "'7E0#0322F190CCCCCCCC', '7E8#101462F190574341', '7E0#300000CCCCCCCCCC', '7E8#214E455448305433', '7E8#2235543030303137'";

    private readonly Shell shell;

    public JoinCanIsoTpTests(Shell shell) => this.shell = shell;

    [Fact]
    public void Frames_become_messages_and_messages_say_what_they_mean()
    {
        Assert.Equal(["7E0 3 1 True", "7E8 20 3 True"], shell.Run<string>($$"""{{Vin}} | Join-CanIsoTp | ForEach-Object { "$($_.HexId) $($_.Length) $($_.Frames) $($_.Complete)" }"""));
        Assert.Equal(["7E0 ReadDataByIdentifier F190", "7E8 ReadDataByIdentifier F190 = \"WCANETH0T35T00017\""], shell.Run<string>($$"""{{Vin}} | Join-CanIsoTp | ConvertFrom-CanUds | ForEach-Object { "$_" }"""));
        Assert.Empty(shell.Try($"{Vin} | Join-CanIsoTp").Warnings);
    }

    [Fact]
    public void Bytes_are_bytes_and_hex_where_they_become_text() => Assert.Equal(
        ["62 F1 90 57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37", "241", "20", "WCANETH0T35T00017", "True", "7E8"],
        shell.Run<string>($$"""
            $m = {{Vin}} | Join-CanIsoTp | Select-Object -Last 1
            "$($m.Data)"; "$($m.Data[1])"; "$($m.Data.Count)"
            [Text.Encoding]::ASCII.GetString($m.Data, 3, 17)
            "$($m.Data -eq '62F190574341 4E455448 3054333554 3030303137')"
            ($m | ConvertTo-Csv | ConvertFrom-Csv).HexId
            """));

    [Fact]
    public void What_is_incomplete_is_told_or_shown()
    {
        var result = shell.Try("'7E8#101462F190574341', '7E8#214E455448305433', '7E9#03410C1A' | Join-CanIsoTp");
        Assert.Single(result.Output);
        Assert.Equal("1 message is incomplete and left out, that of 7E8: There were no more frames. 13 of 20 bytes came. -IncludeIncomplete emits them.",
            Assert.Single(result.Warnings));
        result = shell.Try("'7E8#101462F190574341', '7E8#214E455448305433', '7E9#03410C1A' | Join-CanIsoTp -IncludeIncomplete");
        Assert.Equal(["7E9", "7E8"], result.Output.Select(one => one.Properties["HexId"].Value));
        Assert.Empty(result.Warnings);
        Assert.Equal("Unfinished", $"{result.Output[1].Properties["Error"].Value}");
    }

    [Theory]
    [InlineData("'123#00', '124#00' | Join-CanIsoTp", "None of 2 frame(s) has an id that diagnostics have by convention: 0x700 to 0x7FF")]
    [InlineData("'123#00' | Join-CanIsoTp 7E8", "None of 1 frame(s) has an id that -Id names.")]
    [InlineData("'7E8#45' | Join-CanIsoTp", "-Addressing may help")]
    [InlineData("'6F1#101008010203', '710#F1101462F1905743', '710#F121414E45544830', '710#F122543335543030' | Join-CanIsoTp", "Frames of 0x710 look like ISO-TP with a byte of address")]
    [InlineData("'17FE0076#101462F190574341', '17FE0076#214E455448305433', '17FE0076#2235543030303137' | Join-CanIsoTp", "Frames of 0x17FE0076 look like ISO-TP and were not joined. Name these ids with -Id.")]
    public void What_was_not_joined_is_told(string script, string warning)
    {
        var result = shell.Try(script);
        Assert.Empty(result.Output);
        Assert.Contains(warning, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'17FE0076#0322F190' | Join-CanIsoTp 17FE0076", "17FE0076 22 F1 90")]
    [InlineData("'610#F10322F190' | Join-CanIsoTp 0x600-0x6FF -Addressing Extended", "610/F1 22 F1 90")]
    [InlineData("[pscustomobject]@{ Id = '7E0'; Data = '02 3E 00' } | Join-CanIsoTp", "7E0 3E 00")]
    [InlineData("Join-CanIsoTp -InputObject @([Caneth.CanFrame]'7E0#023E00')", "7E0 3E 00")]
    public void Ids_and_addressing_can_be_named(string script, string message) => Assert.Equal([message], shell.Run<string>($"{script} | ForEach-Object {{ \"$_\" }}"));

    [Theory]
    [InlineData("'nonsense' | Join-CanIsoTp", "NotAFrame")]
    [InlineData("'7E0#023E00' | Join-CanIsoTp -Id $none", "GivenAndEmpty")]
    [InlineData("'7E0#023E00' | Join-CanIsoTp -Timeout 0", "OptionOutOfRange")]
    public void What_cannot_be_is_an_error(string script, string error) => Assert.Equal(error, shell.Try(script).ErrorId);

    [Fact]
    public void A_live_answer_is_joined()
    {
        using var live = new Shell();
        live.Run("$null = Start-CanSimulator | Connect-CanDevice");
        Assert.Equal(["7E8 CurrentData"], live.Run<string>("Request-CanFrame 7DF '02 01 0C' -ReplyId 7E8 | Join-CanIsoTp | ConvertFrom-CanUds | ForEach-Object { \"$($_.Ecu) $($_.Service)\" }"));
    }

    [Fact]
    public void Tables_fit_a_console()
    {
        var table = shell.Show($"{Vin} | Join-CanIsoTp");
        Assert.Matches(@"Time +Device +Id Addr Length Data", table);
        Assert.Matches(@"7E8 +20 62 F1 90 57", table);
        table = shell.Show($"{Vin} | Join-CanIsoTp | ConvertFrom-CanUds");
        Assert.Matches(@"Time +Ecu Kind +Service +Text", table);
        Assert.Matches(@"7E8 Response ReadDataByIdentifier +F190 = ", table);
    }
}
