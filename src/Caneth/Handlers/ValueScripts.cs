using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Caneth.Handlers;

/// <summary>
/// Script blocks that give values over time, in a runspace of their own: whoever sends must not wait for a script, so it takes what was
/// made last and asks for the next.
/// </summary>
internal sealed class ValueScripts : IDisposable
{
    private static readonly CmdletInfo RunUntilEnd = new("Invoke-CanValueScripts", typeof(InvokeCanValueScriptsCommand));

    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PowerShell shell;
    private readonly ScriptBlock[] scripts;
    private readonly Value?[] values;
    private readonly TimeSpan every;
    private TimeSpan asked;
    private long next;

    /// <param name="runspace">Where they run; it ends with this.</param>
    /// <param name="scripts">The scripts, made there.</param>
    /// <param name="first">The time of the first value.</param>
    /// <param name="every">The time from one value to the next.</param>
    public ValueScripts(Runspace runspace, ScriptBlock[] scripts, TimeSpan first, TimeSpan every)
    {
        this.scripts = scripts;
        this.every = every;
        values = new Value[scripts.Length];
        next = first.Ticks;
        asked = first - every;
        shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript("& $args[0] $args[1]").AddArgument(RunUntilEnd).AddArgument(this);
        shell.BeginInvoke<PSObject>(null, null, static done => ((ValueScripts)done.AsyncState!).Close(), this);
        wanted.Release();
    }

    /// <summary>Done when each has given its first value, or has failed to.</summary>
    public Task First => made.Task;

    /// <summary>The value of a script that was made last; the next is made for the next time that it is asked for.</summary>
    /// <param name="script">Its place among the scripts.</param>
    /// <param name="elapsed">The time that is asked for.</param>
    /// <returns>The value.</returns>
    /// <exception cref="RuntimeException">The script has failed, or gave no value.</exception>
    public object ValueAt(int script, TimeSpan elapsed)
    {
        if (elapsed > asked)
        {
            Interlocked.Exchange(ref next, (elapsed + every).Ticks);
            asked = elapsed;
            Ask();
        }

        // None where its runspace was closed before it could make one.
        var value = Volatile.Read(ref values[script]) ?? throw new PipelineStoppedException();
        return value.Failure is null ? value.Result! : throw value.Failure;
    }

    /// <summary>Makes values until it ends, on the thread of the runspace.</summary>
    public void RunToEnd()
    {
        try
        {
            while (true)
            {
                wanted.Wait(stop.Token);
                var elapsed = new TimeSpan(Interlocked.Read(ref next));
                for (var script = 0; script < scripts.Length; script++)
                {
                    Volatile.Write(ref values[script], Make(scripts[script], elapsed));
                }

                made.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing is sent any more.
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        shell.BeginStop(null, null);
    }

    private static Value Make(ScriptBlock script, TimeSpan elapsed)
    {
        try
        {
            var seconds = elapsed.TotalSeconds;
            var output = script.InvokeWithContext(null, [new PSVariable("_", seconds)], seconds);
            return output is [.., { BaseObject: { } value }] ? new(value, null) : new(null, new RuntimeException("The script gave no value."));
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            return new(null, failure);
        }
    }

    private void Ask()
    {
        // Once is enough: what is made is for the latest that was asked for.
        if (wanted.CurrentCount == 0)
        {
            wanted.Release();
        }
    }

    private void Close()
    {
        made.TrySetResult();
        shell.Runspace.Dispose();
        shell.Dispose();
    }

    private sealed record Value(object? Result, RuntimeException? Failure);
}
