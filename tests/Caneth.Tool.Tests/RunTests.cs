namespace Caneth.Tests;

public sealed class RunTests
{
    private const string Where = "The files are in ";

    [Fact]
    public async Task The_demo_shows_the_main_job()
    {
        var result = await RunningTool.RunAsync("demo");

        Assert.True(result.ExitStatus == 0, result.Error);
        Assert.Empty(result.Error);
        Assert.Contains(result.Lines.Take(10), line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^Timestamp +EngineSpeed +EngineTorque"));
        Assert.Contains("PS> Receive-CanFrame -Count 8", result.Output, StringComparison.Ordinal);
        Assert.Contains("PS> Wait-CanFrame -Id 0x123 -D0 1", result.Output, StringComparison.Ordinal);
        Assert.Contains("7E8 data   8 04 41 0C", result.Output, StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => line.EndsWith(" rpm", StringComparison.Ordinal));
        Assert.Contains("PS> Receive-CanFrame -Duration 1 | Where Id -eq 0x123 | Export-Csv frames.csv", result.Output, StringComparison.Ordinal);
        Assert.Contains("PS> Import-Csv frames.csv | Send-CanFrame", result.Output, StringComparison.Ordinal);
        var folder = result.Lines.Single(line => line.StartsWith(Where, StringComparison.Ordinal))[Where.Length..^1];
        var frames = File.ReadAllLines(Path.Combine(folder, "frames.csv"));
        Assert.InRange(frames.Length, 2, 100);
        Assert.All(frames, line => Assert.Contains(line, result.Lines));
        Assert.Contains($"{frames.Length - 1}", result.Lines);
        Assert.Equal(200, File.ReadAllLines(Path.Combine(folder, "drive.log")).Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_script_has_the_module_and_its_arguments()
    {
        var result = await RunAsync(
            """
            param([string] $Name, [switch] $Loud, $Rest)
            "$Name $Loud $Rest $((New-CanFrame $Name).Id)"
            [IO.Path]::GetFileName($PSCommandPath)
            """,
            "-Name", "0x123", "-Loud", "last");

        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(["0x123 True last 291", "script.ps1"], result.Lines);
    }

    [Theory]
    [InlineData("'said'; exit 7", 7)]
    [InlineData("'said'; exit 0", 0)]
    [InlineData("'said'; New-CanFrame 0x20000000", 1)]
    [InlineData("'said'; Write-Error 'wrong'; 'and on'", 1)]
    [InlineData("'said'; not-a-command; 'and on'", 1)]
    [InlineData("'said'; [int] 'x'", 1)]
    [InlineData("'said'; Write-Error 'wrong'; exit 0", 0)]
    [InlineData("'said'; try { throw 'wrong' } catch { 'caught' }", 0)]
    [InlineData("'said'; Get-Item ./nowhere -ErrorAction SilentlyContinue", 0)]
    [InlineData("'said'; Get-Item ./nowhere 2>$null; $Error.Count", 0)]
    [InlineData("'said'; $ErrorActionPreference = 'Stop'; Get-Item ./nowhere", 1)]
    [InlineData("'said'; throw 'wrong'", 1)]
    [InlineData("'said'; if (", 1)]
    public async Task Its_exit_is_the_exit_of_the_command(string script, int status) =>
        Assert.Equal(status, (await RunAsync(script)).ExitStatus);

    [Fact]
    public async Task It_is_all_of_PowerShell()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "ids.csv");
        var result = await RunAsync("""
            param($File)
            1..3 | ForEach-Object { New-CanFrame $_ } | Select-Object -Property Id -First 2 | Export-Csv $File
            Start-ThreadJob { Get-Date -Year 2000 -Format yyyy } | Receive-Job -Wait -AutoRemoveJob
            Add-Type 'public static class Answer { public static int Of() => 42; }'
            [Answer]::Of()
            @{ Id = 1 } | ConvertTo-Json -Compress
            (Get-Module PSReadLine -ListAvailable).Count
            """, file);

        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(["2000", "42", """{"Id":1}""", "1"], result.Lines);
        Assert.Equal(["\"Id\"", "\"1\"", "\"2\""], await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_error_is_shown_where_it_happened()
    {
        var result = await RunAsync("'said'\nnot-a-command\nWrite-Error 'went wrong'\nthrow 'away'\n");

        Assert.Equal(["said"], result.Lines);
        Assert.Contains("script.ps1:2", result.Error, StringComparison.Ordinal);
        Assert.Contains("not-a-command", result.Error, StringComparison.Ordinal);
        Assert.Contains("Write-Error: went wrong", result.Error, StringComparison.Ordinal);
        Assert.Contains("script.ps1:4", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Run.ps1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_go_to_standard_output_and_the_rest_to_standard_error()
    {
        var result = await RunAsync("""
            $VerbosePreference = 'Continue'
            New-CanFrame 0x123 'AB'
            New-CanFrame 0x20000000
            $null = Start-CanSimulator | Connect-CanDevice
            """);

        Assert.Contains("123 data   1 AB", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0x20000000", result.Output, StringComparison.Ordinal);
        Assert.Contains("The id 0x20000000 is above", result.Error, StringComparison.Ordinal);
        Assert.Contains("VERBOSE:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_wrong_usage() =>
        Assert.Equal(2, (await RunningTool.RunAsync("run", "not-there.ps1")).ExitStatus);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_script_sent_has_left_before_it_disconnects_500_times_of_500(bool talking)
    {
        const int Times = 500;
        const int AtOnce = 4;
        await using var bus = new Bus();
        if (talking)
        {
            bus.Repeat(new CanFrame(0x7E8, [1, 2]));
        }

        // On a silent bus every connection waits for a refusal; several scripts at once wait together.
        using var recording = bus.Gateway.Capture();
        var results = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(script => RunAsync("""
            param($Port, $First, $Last)
            foreach ($number in $First..$Last) {
                $device = Connect-CanDevice 127.0.0.1 -Port $Port
                Send-CanFrame $number
                $device | Disconnect-CanDevice
                $number
            }
            """, $"{bus.Gateway.Port}", $"{(script * Times / AtOnce) + 1}", $"{(script + 1) * Times / AtOnce}")));

        Assert.All(results, result => Assert.True(result.ExitStatus == 0 && result.Error.Length == 0, result.Error));
        var frames = await recording.WaitForAsync(Times, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, Times), frames.Select(frame => (int)frame.Id).Order());
    }

    [Fact]
    public async Task What_it_sent_without_waiting_leaves_before_the_process_ends()
    {
        await using var bus = new Bus();
        using var recording = bus.Gateway.Capture();
        var result = await RunAsync("""
            param($Port)
            $null = Connect-CanDevice 127.0.0.1 -Port $Port
            1..100 | ForEach-Object { Send-CanFrame $_ -NoWait }
            """, $"{bus.Gateway.Port}");

        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(100, (await recording.WaitForAsync(100, TestContext.Current.CancellationToken)).Length);
    }

    private static async Task<RunningProgram.Result> RunAsync(string script, params IEnumerable<string> arguments)
    {
        using var folder = new TemporaryFolder();
        return await RunningTool.RunAsync(["run", folder.Write("script.ps1", script), .. arguments]);
    }
}
