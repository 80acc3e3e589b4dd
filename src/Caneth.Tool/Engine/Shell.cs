using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace Caneth.Tool.Engine;

/// <summary>A PowerShell engine with the module loaded.</summary>
/// <remarks>
/// It ends with the process, and the module then disconnects its devices and stops its simulators. To close it in order
/// before that would only let the user wait.
/// </remarks>
internal sealed class Shell
{
    private readonly Runspace runspace;

    // The engine tells its makers which modules it loads, unless it is told not to; a tool at a bench has nothing to report.
    static Shell() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

    /// <summary>Opens an engine.</summary>
    /// <param name="screen">Where what is not collected is shown.</param>
    public Shell(IScreen screen)
    {
        Screen = screen;
        Host = new(screen);
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            // The default of a shell that is installed; without a word an engine that is not would load no module.
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        state.ImportPSModule(ModuleFolder.Manifest);
        runspace = RunspaceFactory.CreateRunspace(Host, state);
        runspace.Open();
    }

    /// <summary>Where what is not collected is shown.</summary>
    public IScreen Screen { get; }

    /// <summary>The host of the engine.</summary>
    public ConsoleHost Host { get; }

    /// <summary>Begins a pipeline.</summary>
    public PowerShell Pipeline() => PowerShell.Create(runspace);

    /// <summary>Runs a pipeline and collects what it emits.</summary>
    /// <param name="pipeline">The pipeline; its errors stay in its streams.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="RuntimeException">An error ended it, or it was stopped.</exception>
    public static IReadOnlyList<PSObject> Collect(PowerShell pipeline, CancellationToken stop)
    {
        IReadOnlyList<PSObject> output = [.. Invoke(pipeline, stop)];
        return stop.IsCancellationRequested ? throw new PipelineStoppedException() : output;
    }

    /// <summary>Runs a script of the command itself.</summary>
    /// <exception cref="RuntimeException">It fails.</exception>
    public void Run(string script)
    {
        using var pipeline = Pipeline().AddScript(script);
        pipeline.Invoke();
    }

    /// <summary>Runs a pipeline and shows what it emits and what goes wrong, as a prompt does.</summary>
    /// <returns>Whether it came to its end.</returns>
    public bool Show(PowerShell pipeline, CancellationToken stop)
    {
        pipeline.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.AddCommand("Out-Default");
        try
        {
            Invoke(pipeline, stop);
            return true;
        }
        catch (PipelineStoppedException)
        {
            Screen.WriteError(Environment.NewLine + (stop.IsCancellationRequested ? "Interrupted." : "Stopped.") + Environment.NewLine);
            return false;
        }
        catch (RuntimeException error)
        {
            Show(error.ErrorRecord);
            return false;
        }
    }

    /// <summary>Shows values as a prompt does.</summary>
    public void Show(IEnumerable<PSObject> values)
    {
        using var pipeline = Pipeline().AddCommand("Out-Default");
        pipeline.Invoke(values);
    }

    /// <summary>Shows an error as a prompt does.</summary>
    public void Show(ErrorRecord error)
    {
        Host.UserInterface.ShowsFailure = true;
        try
        {
            Show([PSObject.AsPSObject(error)]);
        }
        finally
        {
            Host.UserInterface.ShowsFailure = false;
        }
    }

    /// <summary>Sets a variable.</summary>
    public void Set(string variable, object value) => runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>Defines a function.</summary>
    public void Define(string name, ScriptBlock body) =>
        runspace.SessionStateProxy.InvokeProvider.Item.Set($"function:global:{name}", body);

    /// <summary>Stops a pipeline, which runs, when the token is cancelled.</summary>
    public static CancellationTokenRegistration StopWith(PowerShell pipeline, CancellationToken stop) =>
        stop.UnsafeRegister(static running => ((PowerShell)running!).BeginStop(null, null), pipeline);

    private static PSDataCollection<PSObject> Invoke(PowerShell pipeline, CancellationToken stop)
    {
        // Begun first: a pipeline that is stopped before it begins would not know of it.
        var running = pipeline.BeginInvoke();
        using var stopping = StopWith(pipeline, stop);
        return pipeline.EndInvoke(running);
    }
}
