using System.Collections;
using System.Management.Automation;
using Caneth.Handlers;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Transmission;

namespace Caneth.Cmdlets;

/// <summary>Reads values that change from cycle to cycle: beside numbers and texts these are script blocks of the time, and recorded signals.</summary>
/// <param name="cmdlet">The cmdlet that they were given to.</param>
internal sealed class CycleValues(CanCmdlet cmdlet)
{
    /// <summary>The values of a message's signals, with what runs for them.</summary>
    /// <param name="given">The values by the names of signals.</param>
    /// <param name="message">The message.</param>
    /// <param name="session">The device that they are for.</param>
    /// <param name="elapsed">The time since the first cycle.</param>
    /// <param name="every">The time from one cycle to the next.</param>
    /// <param name="scripts">What makes values beside the shell, to be disposed of with the transmission; null where nothing does.</param>
    /// <returns>The values, as <see cref="MessageCycle"/> takes them.</returns>
    public IReadOnlyList<KeyValuePair<string, object?>> Of(
        IEnumerable<KeyValuePair<string, object?>> given, MessageDefinition message, CanSession session, TimeSpan elapsed, TimeSpan every,
        out ValueScripts? scripts)
    {
        List<KeyValuePair<string, object?>> values = [.. given.Select(value => KeyValuePair.Create(value.Key, Recorded(value.Value, message, value.Key)))];
        List<ScriptBlock> blocks = [.. values.Select(value => value.Value).OfType<ScriptBlock>()];
        if (blocks.Count == 0)
        {
            scripts = null;
            return values;
        }

        var running = scripts = Run(blocks, session, elapsed, every);
        return [.. values.Select(value => value.Value is ScriptBlock block
            ? KeyValuePair.Create(value.Key, (object?)Course(running, blocks.IndexOf(block)))
            : value)];
    }

    private static Func<TimeSpan, object?> Course(ValueScripts scripts, int place) => elapsed => scripts.ValueAt(place, elapsed);

    /// <summary>Recorded values as a function of the time; whatever else as it is.</summary>
    private object? Recorded(object? value, MessageDefinition message, string signal)
    {
        if (value is not IEnumerable many || value is string or byte[] or IDictionary)
        {
            return value;
        }

        var recorded = new List<CanSignalValue>();
        foreach (var one in many)
        {
            recorded.Add((one is PSObject wrapped ? wrapped.BaseObject : one) switch
            {
                CanSignalValue known => known,
                CanMessage decoded when decoded.GetDefinition().Find(signal) is not null && decoded[signal] is { } known => known,
                var other => cmdlet.Fail<CanSignalValue>(CanErrors.NotRecordedValues(message, signal, other)),
            });
        }

        return recorded.Count == 0 ? cmdlet.Fail<object>(CanErrors.SignalGivenAndEmpty(message, signal)) : (Func<TimeSpan, object?>)new SignalSeries(recorded).ValueAt;
    }

    private ValueScripts Run(List<ScriptBlock> blocks, CanSession session, TimeSpan elapsed, TimeSpan every)
    {
        var (runspace, actions) = cmdlet.Guard(
            () => BackgroundRunspace.Open(cmdlet, runspace => cmdlet.State.ShareWith(runspace, cmdlet.MyInvocation.MyCommand.Module, session),
                cmdlet.State.Handlers, blocks, cmdlet.GetVariableValue),
            failure => failure is RuntimeException refused ? CanErrors.ValueScriptNotPossible(cmdlet.SessionState.LanguageMode, refused) : null);
        var scripts = new ValueScripts(runspace, actions, elapsed, every);
        try
        {
            new PipelineWaiter(cmdlet).Await(scripts.First, session);
            return scripts;
        }
        catch
        {
            scripts.Dispose();
            throw;
        }
    }
}
