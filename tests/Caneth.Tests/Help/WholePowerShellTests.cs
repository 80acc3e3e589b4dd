using System.Diagnostics;

namespace Caneth.Tests.Help;

/// <summary>The examples whose commands come with PowerShell's own modules run there, where it is installed.</summary>
public sealed class WholePowerShellTests : IDisposable
{
    private const int PatienceMilliseconds = 60_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("caneth examples ");

    [Fact]
    public async Task The_examples_that_need_a_whole_PowerShell_run_in_one()
    {
        var count = 0;
        using (var shell = new Shell())
        {
            foreach (var example in Examples.Pages.SelectMany(Examples.In).Where(example => Examples.UnknownTo(shell, example).Count > 0))
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{++count:000}.txt"), example, TestContext.Current.CancellationToken);
            }
        }

        var script = Path.Combine(folder.FullName, "run.ps1");
        await File.WriteAllTextAsync(script, $$"""
            Set-Location -LiteralPath $PSScriptRoot
            Import-Module -Name '{{Checkout.Manifest.Replace("'", "''", StringComparison.Ordinal)}}'
            foreach ($file in Get-ChildItem -Filter *.txt) {
                $example = Get-Content -Raw -LiteralPath $file.FullName
                try { $failed = . ([scriptblock]::Create($example)) 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } }
                catch { $failed = $_ }
                if ($failed) { "$example`n$failed`n" }
            }
            """, TestContext.Current.CancellationToken);
        Assert.Equal("", await RunAsync(script, count));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<string> RunAsync(string script, int count)
    {
        Process powershell;
        try
        {
            powershell = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-File", script])
            {
                RedirectStandardOutput = true,
                Environment = { ["NO_COLOR"] = "1" },
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"pwsh is not here, so {count} examples that need commands of a whole PowerShell were left out.");
            throw;
        }

        using (powershell)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(PatienceMilliseconds);
            try
            {
                return (await powershell.StandardOutput.ReadToEndAsync(patience.Token)).Trim();
            }
            finally
            {
                powershell.Kill(entireProcessTree: true);
            }
        }
    }
}
