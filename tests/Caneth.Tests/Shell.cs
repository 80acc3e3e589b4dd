using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Caneth.Simulation;
using Microsoft.PowerShell.Commands;

namespace Caneth.Tests;

/// <summary>A PowerShell with the module imported by its manifest, as a user has it at the prompt.</summary>
public sealed class Shell : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly SessionStateCmdletEntry[] OwnCommands = [.. CommandsOf(typeof(GetItemCommand)), .. CommandsOf(typeof(SelectObjectCommand))];

    private readonly Runspace runspace;

    public Shell()
        : this(hasViewsOfItsOwn: false)
    {
    }

    private Shell(bool hasViewsOfItsOwn)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (!hasViewsOfItsOwn)
        {
            // They would be read twice for each shell, and are of interest where something is shown that is not the module's.
            state.Formats.Clear();
        }

        // The shell's own modules would be loaded by their first command: to find and to load them takes longer than all else here.
        state.Commands.Add(OwnCommands);
        state.ImportPSModule(Checkout.Manifest);
        Host = new();
        runspace = RunspaceFactory.CreateRunspace(Host, state);
        runspace.Open();
    }

    /// <summary>Makes one that shows whatever is not the module's as the prompt does: errors, files, numbers.</summary>
    public static Shell WithItsOwnViews() => new(hasViewsOfItsOwn: true);

    /// <summary>What the shell shows.</summary>
    public CapturingHost Host { get; }

    /// <summary>Runs a script and expects no error.</summary>
    public IReadOnlyList<T> Run<T>(string script, params IEnumerable<object?> arguments)
    {
        var result = Try(script, arguments);
        Assert.Empty(result.Errors.Select(error => $"{error.FullyQualifiedErrorId}: {error}"));
        return [.. result.Output.Select(value => LanguagePrimitives.ConvertTo<T>(value))];
    }

    /// <summary>Runs a script and expects no error and no output.</summary>
    public void Run(string script, params IEnumerable<object?> arguments) => Assert.Empty(Run<object>(script, arguments));

    /// <summary>
    /// Connects a device, and waits until the gateway serves it: a connection is made before the gateway knows of it, and what the
    /// gateway sends in between is lost.
    /// </summary>
    public void Connect(GatewaySimulator gateway, string options = "")
    {
        var served = gateway.Statistics.ClientsAccepted;
        Run($"$null = Connect-CanDevice {gateway.HostName} -Port {gateway.Port} {options}");
        Assert.True(SpinWait.SpinUntil(() => gateway.Statistics.ClientsAccepted > served, Patience), "The gateway does not serve the device.");
    }

    /// <summary>Runs a script and hands over all that came of it.</summary>
    public Result Try(string script, params IEnumerable<object?> arguments)
    {
        using var pipeline = Pipeline(script, arguments);
        return Result.Of(pipeline, pipeline.Invoke);
    }

    /// <summary>Makes a pipeline, to be run and stopped by the test.</summary>
    public PowerShell Pipeline(string script, params IEnumerable<object?> arguments)
    {
        var pipeline = PowerShell.Create(runspace).AddScript(script);
        foreach (var argument in arguments)
        {
            pipeline.AddArgument(argument);
        }

        return pipeline;
    }

    /// <summary>Completes a line, as Tab does at its end.</summary>
    public IReadOnlyList<string> Complete(string line)
    {
        using var pipeline = PowerShell.Create(runspace);
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, pipeline).CompletionMatches.Select(match => match.CompletionText)];
    }

    /// <summary>Shows what a script emits, as the prompt does.</summary>
    public string Show(string script, params IEnumerable<object?> arguments)
    {
        using var pipeline = Pipeline(script, arguments);
        pipeline.AddCommand("Out-Default").Invoke();
        return new System.Management.Automation.Internal.StringDecorated(Host.TakeText()).ToString(OutputRendering.PlainText);
    }

    public void Dispose() => runspace.Dispose();

    private static IEnumerable<SessionStateCmdletEntry> CommandsOf(Type one) =>
        from type in one.Assembly.GetExportedTypes()
        let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
        where cmdlet is not null && !type.IsAbstract
        select new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, one.Assembly.GetName().Name + ".dll-Help.xml");

    /// <summary>What came of a pipeline.</summary>
    public sealed record Result(
        IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose)
    {
        /// <summary>The one error.</summary>
        public ErrorRecord Error => Assert.Single(Errors);

        /// <summary>The stable id of the one error.</summary>
        public string ErrorId => Error.FullyQualifiedErrorId.Split(',')[0];

        internal static Result Of(PowerShell pipeline, Func<IEnumerable<PSObject>> run)
        {
            IReadOnlyList<PSObject> output = [];
            List<ErrorRecord> errors = [];
            try
            {
                output = [.. run()];
            }
            catch (RuntimeException terminating)
            {
                errors.Add(terminating.ErrorRecord);
            }

            return new(output, [.. pipeline.Streams.Error, .. errors],
                [.. pipeline.Streams.Warning.Select(warning => warning.Message)],
                [.. pipeline.Streams.Verbose.Select(verbose => verbose.Message)]);
        }
    }
}
