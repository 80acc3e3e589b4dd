using System.Diagnostics;
using System.Globalization;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// What importing the module adds to the start of an engine. The engine's package is not compiled ahead of time, so most of an
/// import is the compiler at work on the engine itself: an empty module tells how much. PowerShell proper is, and is measured
/// where it is found.
/// </summary>
internal static class ImportBench
{
    /// <summary>The verb that a process is started with to import a module and say how long that took; the module follows.</summary>
    public const string Name = "--start";

    private const string EmptyModule = """
        @{
            RootModule = '{0}'
            ModuleVersion = '1.0'
            CmdletsToExport = @('Write-BareFrame')
            FunctionsToExport = @()
            VariablesToExport = @()
            AliasesToExport = @()
        }
        """;

    public static async Task RunAsync(Options options, Report report)
    {
        using var folder = TemporaryFolder.OnDisk();
        var empty = folder.Write("Empty.psd1", EmptyModule.Replace("{0}", typeof(ImportBench).Assembly.Location, StringComparison.Ordinal));
        var medians = await Report.InTurnAsync(options.Rounds, () => StartAsync(""), () => StartAsync(Checkout.Manifest), () => StartAsync(empty));
        var (module, nothing) = (medians[1] - medians[0], medians[2] - medians[0]);
        report.Add("import: bare engine start", medians[0], "ms");
        report.Add("import: added by the module", module, "ms", module / nothing, "an empty module");
        report.Add("import: added by an empty module", nothing, "ms");

        try
        {
            var shell = await Report.InTurnAsync(options.Rounds, () => ShellAsync("1"), () => ShellAsync($"Import-Module '{Checkout.Manifest}'"));
            report.Add("import: added by the module in PowerShell itself", shell[1] - shell[0], "ms", bar: "120 ms", met: shell[1] - shell[0] < 120);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            report.Add("import: PowerShell (pwsh) is not here; the bar holds above", module, "ms", bar: "120 ms", met: module < 120);
        }
    }

    /// <summary>Starts an engine, in this process, and prints how long that took.</summary>
    /// <param name="module">The module to import; empty for none.</param>
    public static void Start(string module)
    {
        var clock = Stopwatch.StartNew();
        using var engine = new PowerShellSession(withModule: false);
        engine.Seconds(module.Length > 0 ? $"Import-Module '{module}'" : "1");
        Console.WriteLine(clock.Elapsed.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }

    // In a process of its own, since the second import of a process costs next to nothing.
    private static Task<double> StartAsync(string module) => MillisecondsAsync(Itself.With(Name, module));

    private static Task<double> ShellAsync(string command) => MillisecondsAsync(new("pwsh",
    [
        "-NoProfile", "-NonInteractive", "-Command",
        $"$clock = [Diagnostics.Stopwatch]::StartNew(); $null = {command}; $clock.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)",
    ]));

    private static async Task<double> MillisecondsAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }
}
