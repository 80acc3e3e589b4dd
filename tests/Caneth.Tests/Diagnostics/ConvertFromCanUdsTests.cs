namespace Caneth.Tests.Diagnostics;

/// <summary>Bytes and messages of UDS say what they mean.</summary>
public sealed class ConvertFromCanUdsTests : IClassFixture<Shell>
{
    private readonly Shell shell;

    public ConvertFromCanUdsTests(Shell shell) => this.shell = shell;

    [Theory]
    [InlineData("ConvertFrom-CanUds '22 F1 90'", "ReadDataByIdentifier F190")]
    [InlineData("ConvertFrom-CanUds 0x22,0xF1,0x90", "ReadDataByIdentifier F190")]
    [InlineData("'7F 2E 33' | ConvertFrom-CanUds", "WriteDataByIdentifier security access denied (33)")]
    [InlineData("ConvertFrom-CanUds ([byte[]](0x3E, 0))", "TesterPresent")]
    [InlineData("ConvertFrom-CanUds ('7E8#0250 03'.Replace(' ', '') | Join-CanIsoTp).Data", "DiagnosticSessionControl Extended")]
    public void Bytes_are_taken_apart(string script, string text) =>
        Assert.Equal([text], shell.Run<string>($"{script} | ForEach-Object {{ \"$($_.Service) $($_.Text)\".Trim() }}"));

    [Fact]
    public void A_table_of_messages_says_the_same_as_the_messages() => Assert.Equal(
        ["18CE10F1/55 ReadDataByIdentifier F190", "7E8 ReadDataByIdentifier F190 = 57 43 41 (incomplete: There were no more frames. 6 of 20 bytes came.)", "True"],
        shell.Run<string>("""
            $messages = '(1769867100.5) can0 18CE10F1#550322F190', '(1769867101.5) can0 7E8#101462F190574341' | Join-CanIsoTp -IncludeIncomplete
            $rows = $messages | ConvertTo-Csv | ConvertFrom-Csv | ConvertFrom-CanUds
            $rows | ForEach-Object { "$_" }
            "$(($rows[0].Timestamp -eq $messages[0].Timestamp) -and ($rows[1].Device -eq 'can0'))"
            """));

    [Fact]
    public void A_refusal_says_why_and_what_to_do_next() => Assert.Equal(
        ["NegativeResponse SecurityAccessDenied 51 Unlock the control unit first (SecurityAccess, 27)."],
        shell.Run<string>("ConvertFrom-CanUds '7F 2E 33' | ForEach-Object { \"$($_.Kind) $($_.ResponseCode) $([int]$_.ResponseCode) $($_.Advice)\" }"));

    [Fact]
    public void Answers_that_ask_for_patience_are_one() => Assert.Equal(
        ["RoutineControl response pending (78) x 2, 1.5 s", "RoutineControl Start FF00 00"],
        shell.Run<string>("""
            '(1769867100.5) can0 7E8#037F3178', '(1769867102.0) can0 7E8#037F3178', '(1769867103.0) can0 7E8#057101FF0000' |
                Join-CanIsoTp | ConvertFrom-CanUds | ForEach-Object { "$($_.Service) $($_.Text)" }
            """));

    [Theory]
    [InlineData("[Caneth.CanFrame]'7E0#0322F190' | ConvertFrom-CanUds")]
    [InlineData("'nonsense' | ConvertFrom-CanUds")]
    [InlineData("ConvertFrom-CanUds ([pscustomobject]@{ A = 1 })")]
    public void What_has_no_bytes_of_UDS_is_an_error_that_says_how_to_get_them(string script)
    {
        var result = shell.Try(script);
        Assert.Equal("NotUds", result.ErrorId);
        Assert.Contains("Join-CanIsoTp", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
