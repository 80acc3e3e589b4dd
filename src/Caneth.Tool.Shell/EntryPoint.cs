using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace Caneth.Tool.Shell;

/// <summary>PowerShell with the module loaded, in the console that the command was started in.</summary>
public static class EntryPoint
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(EntryPoint).Assembly.Location)!;

    /// <summary>Runs a script of the command in PowerShell, to its end or, where it goes on with a prompt, to the user's.</summary>
    /// <param name="script">Which: <c>Run</c>, <c>Repl</c> or <c>Demo</c>.</param>
    /// <param name="staysOpen">Whether a prompt follows the script.</param>
    /// <param name="arguments">The arguments of the script.</param>
    /// <returns>The exit status.</returns>
    public static int Run(string script, bool staysOpen, string[] arguments)
    {
        // The engine reports to its makers which modules it loads, unless it is switched off; a tool at a bench has nothing to report.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_UPDATECHECK", "Off");
        Environment.SetEnvironmentVariable("PSModulePath", string.Join(Path.PathSeparator,
            new[] { Path.Combine(Folder, "Modules"), Environment.GetEnvironmentVariable("PSModulePath") }.Where(path => !string.IsNullOrEmpty(path))));

        if (Console.IsOutputRedirected)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }

        string[] options = staysOpen ? ["-NoLogo", "-NoProfile", "-NoExit"] : ["-NoLogo", "-NoProfile"];
        var status = ConsoleShell.Start(State(), bannerText: null, helpText: null,
            [.. options, "-File", Path.Combine(Folder, "Scripts", $"{script}.ps1"), .. arguments]);
        Signals.Leave();
        return status;
    }

    private static InitialSessionState State()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            // The default of a shell that is installed; without it an engine that is not would load no module.
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        state.ImportPSModule(Path.Combine(Folder, "Modules", "Caneth", "Caneth.psd1"));
        state.Commands.Remove("Out-Default", typeof(SessionStateCmdletEntry));
        state.Commands.Add(new SessionStateCmdletEntry("Out-Default", typeof(OutDefault), helpFileName: null));
        return state;
    }
}
