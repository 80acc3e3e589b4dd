namespace Caneth.Tests.Messages;

/// <summary>Databases are written, compared and tested.</summary>
public sealed class DatabaseFileTests : IClassFixture<Shell>, IDisposable
{
    private const string Lamp = "BU_: Body\r\nBO_ 291 Lamp: 2 Body\r\n SG_ Left : 0|8@1+ (1,0) [0|1] \"\" Body\r\n";

    private readonly Shell shell;
    private readonly TemporaryFolder folder = new();

    public DatabaseFileTests(Shell shell)
    {
        this.shell = shell;
        shell.Run("param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder)", folder.Path);
        folder.Write("lamp.dbc", Lamp);
        folder.Write("later.dbc", Lamp.Replace("(1,0) [0|1]", "(2,0) [0|2]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_is_written_as_it_was_read_or_anew()
    {
        shell.Run("""
            Import-CanDatabase lamp.dbc
            Export-CanDatabase same.dbc lamp
            Export-CanDatabase anew.dbc -Database lamp.dbc -Normalize
            Get-CanDatabase lamp | Export-CanDatabase lamp.json
            Export-CanDatabase lamp.csv
            Export-CanDatabase lamp.txt lamp -Format Markdown
            """);
        Assert.Equal(File.ReadAllBytes(folder.Of("lamp.dbc")), File.ReadAllBytes(folder.Of("same.dbc")));
        Assert.StartsWith("VERSION", File.ReadAllText(folder.Of("anew.dbc")), StringComparison.Ordinal);
        Assert.Empty(shell.Run<object>("Compare-CanDatabase lamp.dbc anew.dbc"));
        Assert.Equal(["Left"], shell.Run<string>("(Get-Content -Raw lamp.json | ConvertFrom-Json).Messages[0].Signals[0].Name"));
        Assert.Equal(["Lamp Left 0x123"], shell.Run<string>("Import-Csv lamp.csv | ForEach-Object { \"$($_.Message) $($_.Signal) $($_.Id)\" }"));
        Assert.StartsWith("# lamp", File.ReadAllText(folder.Of("lamp.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Export-CanDatabase lamp.txt lamp.dbc", "UnknownDatabaseFormat")]
    [InlineData("Export-CanDatabase lamp.dbc later.dbc -NoClobber", "DatabaseFileExists")]
    [InlineData("Export-CanDatabase both.dbc lamp.dbc, later.dbc", "NotOneDatabase")]
    [InlineData("Export-CanDatabase none/lamp.dbc lamp.dbc", "DatabaseNotWritable")]
    [InlineData("Export-CanDatabase . lamp.dbc", "NotAFile")]
    [InlineData("Export-CanDatabase lamp.dbc", "NoDatabase")]
    [InlineData("Compare-CanDatabase lamp.dbc none.dbc", "DatabaseNotFound")]
    [InlineData("Compare-CanDatabase l*.dbc lamp.dbc", "NotOneDatabase")]
    [InlineData("Test-CanDatabase none.dbc", "DatabaseNotFound")]
    [InlineData("Test-CanDatabase lamp.dbc -Log none.log", "LogNotFound")]
    public void What_cannot_be_done_is_an_error_and_no_file_has_changed(string script, string error)
    {
        Assert.Equal(error, shell.Try(script).ErrorId);
        Assert.Equal(["lamp.dbc", "later.dbc"], folder.Files);
        Assert.Equal(Lamp, File.ReadAllText(folder.Of("lamp.dbc")));
    }

    [Fact]
    public void A_file_that_is_read_only_is_written_by_force_alone_and_stays_so()
    {
        File.SetAttributes(folder.Of("lamp.dbc"), FileAttributes.ReadOnly);
        shell.Run("Export-CanDatabase lamp.dbc later.dbc -Force");
        Assert.Equal(File.ReadAllBytes(folder.Of("later.dbc")), File.ReadAllBytes(folder.Of("lamp.dbc")));
        Assert.True((File.GetAttributes(folder.Of("lamp.dbc")) & FileAttributes.ReadOnly) != 0);
        File.SetAttributes(folder.Of("lamp.dbc"), FileAttributes.Normal);
    }

    [Fact]
    public void Differences_are_a_table_of_what_was_and_what_is()
    {
        Assert.Equal(["Changed Lamp.Left Factor 1 2", "Changed Lamp.Left Maximum 1 2"],
            shell.Run<string>("Compare-CanDatabase lamp.dbc later.dbc | ForEach-Object { \"$($_.Kind) $($_.Object) $($_.Property) $($_.Old) $($_.New)\" }"));
        Assert.Matches(@"Changed +Lamp\.Left +Factor +1 +2", shell.Show("Compare-CanDatabase lamp.dbc later.dbc"));
        Assert.Equal(["Equal"], shell.Run<string>("(Compare-CanDatabase lamp.dbc lamp.dbc -IncludeEqual).Kind | Select-Object -Unique"));
    }

    [Fact]
    public void Mistakes_are_found_alone_and_in_traffic()
    {
        folder.Write("odd.dbc", "BU_: A\nBO_ 291 Odd: 2 A\n SG_ Far : 16|8@1+ (1,0) [0|1] \"\" B\n SG_ Near : 0|8@1+ (1,0) [0|1] \"\" A\n");
        shell.Run("New-CanFrame 0x123 '09 00' | Export-CanLog one.log; New-CanFrame 0x7FF | Export-CanLog other.log");
        Assert.Equal(["BeyondMessage", "UnlistedNode"], shell.Run<string>("(Test-CanDatabase odd.dbc).Code | Sort-Object"));
        Assert.Equal(["BeyondMessage"], shell.Run<string>("(Test-CanDatabase odd.dbc -Severity Warning).Code"));
        Assert.Equal(["BeyondMessage", "OutOfRange", "UnknownId", "UnlistedNode"], shell.Run<string>("(Test-CanDatabase odd.dbc -Log o*.log).Code | Sort-Object"));
        Assert.Matches(@"Warning +BeyondMessage +3 ", shell.Show("Test-CanDatabase odd.dbc"));
    }

    public void Dispose()
    {
        shell.Run("Get-CanDatabase | Remove-CanDatabase");
        folder.Dispose();
    }
}
