using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>A PowerShell engine with the module, and a cmdlet to compare with.</summary>
internal sealed class PowerShellSession : IDisposable
{
    private readonly Runspace runspace;

    public PowerShellSession(bool withModule = true)
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Write-BareFrame", typeof(WriteBareFrameCommand), null));
        if (withModule)
        {
            state.ImportPSModule([Checkout.Manifest]);
        }

        runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
    }

    public double Seconds(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(runspace).AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        var clock = Stopwatch.StartNew();
        shell.Invoke();
        var elapsed = clock.Elapsed.TotalSeconds;
        return shell.HadErrors ? throw new InvalidOperationException(shell.Streams.Error[0].ToString()) : elapsed;
    }

    /// <summary>Makes a pipeline, to be run and stopped by the caller.</summary>
    public PowerShell Pipeline(string script) => PowerShell.Create(runspace).AddScript(script);

    public T Value<T>(string script)
    {
        using var shell = PowerShell.Create(runspace).AddScript(script);
        return LanguagePrimitives.ConvertTo<T>(shell.Invoke()[0]);
    }

    public void Dispose() => runspace.Dispose();
}
