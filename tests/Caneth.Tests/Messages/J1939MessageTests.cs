namespace Caneth.Tests.Messages;

/// <summary>Messages of J1939 say where they come from and whom they are for, and are sent so.</summary>
public sealed class J1939MessageTests : IClassFixture<Shell>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Shell shell;

    public J1939MessageTests(Shell shell)
    {
        this.shell = shell;
        folder.Write("truck.dbc", """
            BU_: ECM
            BO_ 2364540158 EEC1: 8 ECM
             SG_ EngineSpeed : 24|16@1+ (0.125,0) [0|8031.875] "rpm" ECM
             SG_ Source : 0|8@1+ (1,0) [0|255] "" ECM
            BO_ 2565537790 RQST: 3 ECM
             SG_ Pgn : 0|24@1+ (1,0) [0|16777215] "" ECM
            BO_ 192 EngineData: 8 ECM
             SG_ Speed : 0|16@1+ (1,0) [0|0] "" ECM
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
            BA_ "VFrameFormat" BO_ 2364540158 3;
            BA_ "VFrameFormat" BO_ 2565537790 3;
            """);
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
    }

    [Fact]
    public void A_decoded_message_has_its_priority_and_its_addresses() => Assert.Equal(
        [
            "Timestamp Device Message Priority Source Destination Pgn Frame", "6 249 0 65259",
            "Timestamp Device Message Priority Source Destination EngineSpeed Source_Signal Frame", "3 0  1000 7",
            "Timestamp Device Message Speed Frame",
        ],
        shell.Run<string>("""
            foreach ($m in '18EA00F9#EBFE00', '0CF00400#070000401F000000', '0C0#01' | ConvertFrom-CanFrame -Database truck.dbc) {
                $m.PSObject.Properties.Name -join ' '
                if ($m.Message -eq 'RQST') { "$($m.Priority) $($m.Source) $($m.Destination) $($m.Pgn)" }
                if ($m.Message -eq 'EEC1') { "$($m.Priority) $($m.Source) $($m.Destination) $($m.EngineSpeed) $($m.Source_Signal)" }
            }
            """));

    [Fact]
    public void A_message_is_made_from_an_address_to_an_address() => Assert.Equal(
        ["18EAFFFE#EBFE00", "0CEA00F9#EBFE00", "18EA0110#EBFE00"], shell.Run<string>("""
            $m = New-CanMessage RQST @{ Pgn = 65259 } -Database truck.dbc
            $m.Frame.ToShortString()
            (New-CanMessage RQST @{ Pgn = 65259 } -Database truck.dbc -Priority 3 -Source F9 -Destination 0).Frame.ToShortString()
            ($m | ConvertTo-CanFrame -Source 0x10 -Destination 1).ToShortString()
            """));

    [Fact]
    public void A_table_of_messages_becomes_the_frames_that_they_were() => Assert.Equal(
        ["18EA00F9#EBFE00 0CEAFF03#EBFE00", "0CF00400#070000401F000000 1CF00403#080000401F000000", "0CF00401#070000401F000000"], shell.Run<string>("""
            foreach ($frames in ('18EA00F9#EBFE00', '0CEAFF03#EBFE00'), ('0CF00400#070000401F000000', '1CF00403#080000401F000000')) {
                $frames | ConvertFrom-CanFrame -Database truck.dbc | Export-Csv messages.csv
                (Import-Csv messages.csv | ConvertTo-CanFrame -Database truck.dbc).ForEach{ $_.ToShortString() } -join ' '
            }

            (Import-Csv messages.csv)[0] | ConvertTo-CanFrame -Database truck.dbc -Source 1 | ForEach-Object { $_.ToShortString() }
            """));

    [Theory]
    [InlineData("New-CanMessage EngineData -Source 1 -Database truck.dbc", "it is not a message of J1939")]
    [InlineData("New-CanMessage EEC1 -Destination 1 -Database truck.dbc", "its parameter group 61444 goes to all, so it has no destination")]
    [InlineData("New-CanMessage RQST -Source $none -Database truck.dbc", null, "GivenAndEmpty")]
    [InlineData("[pscustomobject]@{ Message = 'RQST'; Pgn = 1; Source = 'nobody' } | ConvertTo-CanFrame -Database truck.dbc", "its Source cannot be read")]
    public void What_a_message_cannot_have_is_an_error(string script, string? text, string id = "MessageNotAddressable")
    {
        var result = shell.Try(script);
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(text ?? "", $"{result.Error}", StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    public void Dispose() => folder.Dispose();
}
