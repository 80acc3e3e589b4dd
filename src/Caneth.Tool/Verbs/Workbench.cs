using System.Management.Automation;
using System.Runtime.InteropServices;
using Caneth.Tool.Engine;

namespace Caneth.Tool.Verbs;

/// <summary>An engine for one device, which is disconnected when the process ends.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly DeviceSettings settings;
    private readonly Interruption interruption = new();

    private Workbench(DeviceSettings settings, IScreen screen)
    {
        this.settings = settings;
        Shell = new(screen);
        Shell.Set("WarningPreference", ShownIf(settings.Log <= LogLevel.Warning));
        Shell.Set("VerbosePreference", ShownIf(settings.Log == LogLevel.Debug));
    }

    /// <summary>The engine.</summary>
    public Shell Shell { get; }

    /// <summary>Cancelled once the verb is to end: Ctrl+C.</summary>
    public CancellationToken Stop => interruption.Token;

    /// <summary>Does the work of a verb.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(DeviceSettings settings, Func<Workbench, int> work) => Run(settings, new StandardStreams(), work);

    /// <summary>Does the work of a verb on a screen of its own.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(DeviceSettings settings, IScreen screen, Func<Workbench, int> work)
    {
        try
        {
            using var bench = new Workbench(settings, screen);
            return work(bench);
        }
        catch (CommandFailure failure)
        {
            screen.WriteError($"caneth: {failure.Message}{Environment.NewLine}");
            return failure.ExitStatus;
        }
        catch (PipelineStoppedException)
        {
            return ExitStatus.Failed;
        }
    }

    /// <summary>Connects the device.</summary>
    /// <exception cref="CommandFailure">It cannot be connected.</exception>
    public void Connect()
    {
        Run("Connect-CanDevice", ("HostName", settings.Host), ("Port", settings.Port), ("Timeout", settings.Timeout));
        Tell($"Connected to {settings.Host}:{settings.Port}.");
    }

    /// <summary>Leaves Ctrl+C and its like to others until the process has ended.</summary>
    /// <returns>Whether the verb is still wanted.</returns>
    public bool LeaveSignalsTo(Action<PosixSignalContext> successor) => interruption.LeaveTo(successor);

    /// <summary>Tells what is no result, unless the user wants to hear of failures alone.</summary>
    public void Tell(string text)
    {
        if (settings.Log <= LogLevel.Info)
        {
            Shell.Screen.WriteError(text + Environment.NewLine);
        }
    }

    /// <summary>Tells of an error that does not end the verb.</summary>
    public void TellError(ErrorRecord error) =>
        Shell.Screen.WriteError($"caneth: {CommandFailure.Describe(error)}{Environment.NewLine}");

    /// <summary>Refuses what the cmdlet would refuse while binding, before anything is connected.</summary>
    /// <exception cref="CommandFailure">The cmdlet does not understand an argument.</exception>
    public void Check(string cmdlet, params IEnumerable<(string Name, object? Value)> parameters)
    {
        // Without a device a cmdlet can only bind; that there is none is the error that is hoped for.
        try
        {
            Run(cmdlet, parameters);
        }
        catch (CommandFailure failure) when (failure.ExitStatus != ExitStatus.WrongUsage)
        {
        }
    }

    /// <summary>Makes a pipeline of one cmdlet.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="parameters">Its parameters; those that are null were not given.</param>
    public PowerShell Pipeline(string cmdlet, params IEnumerable<(string Name, object? Value)> parameters)
    {
        var pipeline = Shell.Pipeline().AddCommand(cmdlet);
        foreach (var (name, value) in parameters.Where(parameter => parameter.Value is not null))
        {
            pipeline.AddParameter(name, value);
        }

        return pipeline;
    }

    /// <summary>Runs a cmdlet.</summary>
    /// <returns>What it emitted.</returns>
    /// <exception cref="CommandFailure">It wrote or ended with an error.</exception>
    /// <exception cref="PipelineStoppedException">The user stopped it.</exception>
    public IReadOnlyList<PSObject> Run(string cmdlet, params IEnumerable<(string Name, object? Value)> parameters)
    {
        using var pipeline = Pipeline(cmdlet, parameters);
        try
        {
            var output = Shell.Collect(pipeline, Stop);
            return pipeline.Streams.Error.FirstOrDefault() is { } error ? throw CommandFailure.Of(error) : output;
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            throw CommandFailure.Of(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => interruption.Dispose();

    private static ActionPreference ShownIf(bool wanted) => wanted ? ActionPreference.Continue : ActionPreference.SilentlyContinue;
}
