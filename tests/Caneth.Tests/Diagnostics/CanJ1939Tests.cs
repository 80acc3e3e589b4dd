namespace Caneth.Tests.Diagnostics;

/// <summary>Frames of J1939 become messages with names, and ids are taken apart.</summary>
public sealed class CanJ1939Tests : IClassFixture<Shell>, IDisposable
{
    private const string Dm1 = "'1CECFF00#200E0002FFCAFE00', '1CEBFF00#01544FBE0002036E', '1CEBFF00#0200000100F0FF7E'";

    private readonly TemporaryFolder folder = new();
    private readonly Shell shell;

    public CanJ1939Tests(Shell shell)
    {
        this.shell = shell;
        folder.Write("truck.dbc", """
            BU_: ECM
            BO_ 2364540158 EEC1: 8 ECM
             SG_ EngineSpeed : 24|16@1+ (0.125,0) [0|8031.875] "rpm" ECM
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
            BA_ "VFrameFormat" BO_ 2364540158 3;
            """);
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
    }

    [Fact]
    public void Frames_and_packets_become_messages_with_names() => Assert.Equal(
        ["61444 EEC1 00 8 OneFrame", "65226 DM1 00 14 Broadcast"],
        shell.Run<string>($$"""
            '0CF00400#F0FF91F41AFFFFFF', {{Dm1}} | Join-CanJ1939 -Database truck.dbc | ForEach-Object { '{0} {1} {2:X2} {3} {4}' -f $_.Pgn, $_.Name, $_.Source, $_.Length, $_.Transport }
            """));

    [Fact]
    public void Groups_are_counted() => Assert.Equal(
        ["61444 2", "65226 1"],
        shell.Run<string>($$"""'0CF00400#F0FF91F41AFFFFFF', '0CF00400#F0FF91F41AFFFFFF', {{Dm1}} | Join-CanJ1939 | Group-Object Pgn -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" }"""));

    [Fact]
    public void What_is_incomplete_is_told_or_shown()
    {
        var result = shell.Try("'1CECFF00#200E0002FFCAFE00', '1CEBFF00#01544FBE0002036E' | Join-CanJ1939");
        Assert.Empty(result.Output);
        Assert.Equal("1 message is incomplete and left out, that of PGN 65226 from 0x00: There were no more frames. 1 of 2 packets came. -IncludeIncomplete emits them.",
            Assert.Single(result.Warnings));
        Assert.Equal(["Unfinished 54 4F BE 00 02 03 6E"], shell.Run<string>(
            "'1CECFF00#200E0002FFCAFE00', '1CEBFF00#01544FBE0002036E' | Join-CanJ1939 -IncludeIncomplete | ForEach-Object { \"$($_.Error) $($_.Data)\" }"));
        Assert.Equal("None of 1 frame(s) has an extended (29-bit) id and data, as J1939 has.", Assert.Single(shell.Try("'123#00' | Join-CanJ1939").Warnings));
    }

    [Theory]
    [InlineData("ConvertFrom-CanId 18EA00F9 -J1939", "18EA00F9 6 59904 Request 249 0")]
    [InlineData("0x0CF00400 | ConvertFrom-CanId -Database truck.dbc", "0CF00400 3 61444 EEC1 0 ")]
    [InlineData("[Caneth.CanFrame]'18FEF100#00' | ConvertFrom-CanId", "18FEF100 6 65265  0 ")]
    [InlineData("[Caneth.CanFrame]'00000102#00' | ConvertFrom-CanId", "00000102 0 0  2 1")]
    public void An_id_is_its_priority_its_group_and_its_addresses(string script, string text) => Assert.Equal([text], shell.Run<string>(
        $"{script} | ForEach-Object {{ \"$($_.HexId) $($_.Priority) $($_.Pgn) $($_.Name) $($_.Source) $($_.Destination)\" }}"));

    [Fact]
    public void What_is_no_id_of_J1939_is_an_error_and_the_others_go_on()
    {
        var result = shell.Try("'7E8', '18EA00F9', '0x20000000' | ForEach-Object { ConvertFrom-CanId $_ }");
        Assert.Equal(["NotAnIdOfJ1939", "IdOutOfRange"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("ConvertTo-CanId 59904 -Source F9 -Destination 0", "18EA00F9")]
    [InlineData("ConvertTo-CanId 0xEA00 -Source 0xF9", "18EAFFF9")]
    [InlineData("ConvertTo-CanId 61444 -Source 0 -Priority 3", "0CF00400")]
    [InlineData("ConvertFrom-CanId 1CECFF03, 0CF00400 | ConvertTo-CanId", "1CECFF03 0CF00400")]
    [InlineData("New-CanFrame (ConvertTo-CanId 59904 -Source F9)", "18EAFFF9")]
    public void An_id_is_made_of_its_parts(string script, string ids) => Assert.Equal([ids], shell.Run<string>($"({script}).HexId -join ' '"));

    [Fact]
    public void A_group_that_goes_to_all_has_no_destination()
    {
        var result = shell.Try("ConvertTo-CanId 61444 -Source 0 -Destination 1");
        Assert.Equal("GroupGoesToAll", result.ErrorId);
        Assert.Contains("The parameter group 61444 goes to all", $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_show_addresses_in_hex()
    {
        Assert.Matches(@"18EA00F9 +6 +59904 Request +F9 00", shell.Show("ConvertFrom-CanId 18EA00F9"));
        Assert.Matches(@"65226 DM1 +00 +14 54 4F BE", shell.Show($"{Dm1} | Join-CanJ1939"));
    }

    public void Dispose() => folder.Dispose();
}
