using System.Management.Automation;
using Caneth.Binding;
using Caneth.Sessions;
using Caneth.State;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets: ends at once when the pipeline does, cleans up after itself, and finds what its parameters name.</summary>
public abstract class CanCmdlet : PSCmdlet, IDisposable
{
    // An empty variable given to one of these must not mean the default, or everything: the frame would go to another bus, and a wait for
    // one id would end with any.
    private static readonly string[] Selecting = ["Device", "From", "To", "Name", "Id", "ExcludeId", "D0", "D1", "ReplyId", "ReplyD0", "ReplyD1", "Database", "Message", "Signal",
        "Priority", "Source", "Destination", "Ecu", "Pgn"];

    private readonly CancellationTokenSource stop = new();
    private readonly List<IDisposable> owned = [];
    private EventDisplay? display;
    private ModuleState? state;

    /// <summary>Whether it shows what is new of what runs in the background, as every command does that does not emit it.</summary>
    internal virtual bool ShowsBackground => true;

    /// <summary>Whether what a recording lost is an error of this command; of one that was asked for something else it is not a failure.</summary>
    internal virtual bool IsAboutRecordings => false;

    /// <summary>Cancelled when the pipeline stops.</summary>
    internal CancellationToken StopToken => stop.Token;

    /// <summary>What this copy of the module holds for the runspace.</summary>
    internal ModuleState State => state ??= ModuleState.Of(MyInvocation.MyCommand.Module);

    /// <summary>Shows what happened to devices and recordings.</summary>
    internal EventDisplay Display => display ??= new(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the cmdlet began; called whichever way the pipeline ends.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            owned.ForEach(one => one.Dispose());
            owned.Clear();
            stop.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        foreach (var name in Selecting)
        {
            if (MyInvocation.BoundParameters.TryGetValue(name, out var given) && IsEmpty(given))
            {
                Fail<object>(CanErrors.GivenAndEmpty(name));
            }
        }

        Display.Show([]);
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The pipeline has just ended.
        }
    }

    /// <summary>Takes something over that ends with the cmdlet.</summary>
    internal T Own<T>(T one)
        where T : IDisposable
    {
        owned.Add(one);
        return one;
    }

    /// <summary>Ends the command without a word where the pipeline was stopped.</summary>
    internal void ThrowIfStopped()
    {
        if (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Ends the command with an error.</summary>
    internal T Fail<T>(ErrorRecord error)
    {
        ThrowTerminatingError(error);
        throw new InvalidOperationException("Not reached: the line above has thrown.");
    }

    /// <summary>Does something whose failure ends the command with an error.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="errorOf">The error for a failure; null for an unexpected failure.</param>
    internal T Guard<T>(Func<T> action, Func<Exception, ErrorRecord?> errorOf)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            if (failure is OperationCanceledException)
            {
                ThrowIfStopped();
            }

            if (errorOf(failure) is { } error)
            {
                Fail<T>(error);
            }

            throw;
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    internal void Guard(Action action, Func<Exception, ErrorRecord?> errorOf) => Guard<object?>(
        () =>
        {
            action();
            return null;
        },
        errorOf);

    /// <summary>Warns; what a log, a wire or a name brings cannot steer the terminal.</summary>
    internal new void WriteWarning(string text) => base.WriteWarning(VisibleText.Of(text));

    /// <summary>Writes a detail that -Verbose asks for, as safe as a warning.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(VisibleText.Of(text));

    /// <summary>Whether somebody wants to be asked, or shown what would be done: by -WhatIf and -Confirm, or as a function was given them.</summary>
    private protected bool IsAskedFor => MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm")
        || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"))
        || LanguagePrimitives.TryConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference"), out var confirm)
            && confirm is ConfirmImpact.Low or ConfirmImpact.Medium;

    /// <summary>Asks whether to change something, where the user wants to be asked; as safe as a warning.</summary>
    private protected new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(VisibleText.Of(target), VisibleText.Of(action));

    /// <summary>
    /// The device that is meant: the one named, or the one connected last. An empty name is that of a line of a table, which names none:
    /// one that was given has been refused before.
    /// </summary>
    private protected CanSession Resolve(DeviceArgument? device) => IsEmpty(device)
        ? State.DefaultSession ?? Fail<CanSession>(CanErrors.NoDevice())
        : device!.Session ?? ResolveByName(device.Name!);

    /// <summary>The devices that are meant: those named, wildcards allowed, or the one connected last.</summary>
    private protected IReadOnlyList<CanSession> ResolveAll(DeviceArgument[]? devices)
    {
        if (devices is not { Length: > 0 })
        {
            // An empty variable at the start of a pipeline is as wrong as one given to -Device.
            return [MyInvocation.ExpectingInput ? Fail<CanSession>(CanErrors.PipelineBroughtNoDevice(MyInvocation.MyCommand.Name)) : Resolve(null)];
        }

        if (devices.Any(IsEmpty))
        {
            Fail<object>(CanErrors.GivenAndEmpty("Device"));
        }

        return [.. devices.SelectMany(device => device.Session is null && WildcardPattern.ContainsWildcardCharacters(device.Name)
            ? State.Sessions.Find(device.Name!)
            : [Resolve(device)]).Distinct()];
    }

    private protected CanSession ResolveByName(string name) =>
        State.Sessions.LastOrDefault(session => NamedSet<CanSession>.IsSame(session.Name, name))
        ?? Fail<CanSession>(CanErrors.DeviceNotFound(name, State.Sessions.Names));

    /// <summary>Those whose names match the patterns, after an error for each name that nothing has.</summary>
    private protected IEnumerable<T> FindByName<T>(
        string[] patterns, NamedSet<T> all, Func<string, IEnumerable<string>, ErrorRecord> notFound)
    {
        foreach (var pattern in patterns)
        {
            var found = all.Find(pattern);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                WriteError(notFound(pattern, all.Names));
            }

            foreach (var one in found)
            {
                yield return one;
            }
        }
    }

    private static bool IsEmpty(object? given) => Argument.ValueOf(given) switch
    {
        null => true,
        string name => string.IsNullOrWhiteSpace(name),
        DeviceArgument device => device.Session is null && string.IsNullOrWhiteSpace(device.Name),
        EcuArgument ecu => ecu.Client is null && string.IsNullOrWhiteSpace(ecu.Name),
        PgnArgument group => group.Number is null && string.IsNullOrWhiteSpace(group.Name),
        DatabaseArgument database => database.Database is null && string.IsNullOrWhiteSpace(database.Text),
        System.Collections.IDictionary => false,
        System.Collections.ICollection list => list.Count == 0 || list.Cast<object?>().Any(IsEmpty),
        _ => false,
    };
}
