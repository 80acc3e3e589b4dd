using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using Caneth.Flow;
using Caneth.Recording;
using Caneth.Waiting;

namespace Caneth.Handlers;

/// <summary>
/// Runs a script block for each file that a recording completes, one after another, in a runspace of its own: to send a file away may take
/// long, and holds up neither the recording nor the prompt. It ends when the recording has, and all files had their turn.
/// </summary>
internal sealed class FileActions : IActionSource, IAsyncDisposable
{
    // A script that never returns must not fill the memory in weeks.
    private const int MostWaiting = 10_000;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);
    private static readonly RepeatPolicy Repeating = new(
        AtOnce: 1, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Quiet: TimeSpan.Zero, MaxKinds: 16);

    private static readonly CmdletInfo RunUntilEnd = new("Invoke-CanFileActions", typeof(InvokeCanFileActionsCommand));

    private readonly RepeatFilter<string> notices = new(TimeProvider.System, Repeating);
    private readonly ConcurrentQueue<RecordedFile> files = [];
    private readonly SemaphoreSlim available = new(0);
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PSHost host;
    private readonly HandlerQueue queue;
    private readonly Runspace runspace;
    private readonly PowerShell shell;
    private readonly string recording;
    private volatile bool isComplete;

    /// <param name="recording">The name of the recording.</param>
    /// <param name="runspace">Where the action runs; it ends with this.</param>
    /// <param name="action">The action, made there.</param>
    /// <param name="host">Where errors are shown.</param>
    /// <param name="queue">The handlers of the user's shell: what is shown takes its turn with what they show.</param>
    public FileActions(string recording, Runspace runspace, ScriptBlock action, PSHost host, HandlerQueue queue)
    {
        this.recording = recording;
        this.host = host;
        this.queue = queue;
        this.runspace = runspace;
        Action = action;
        shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript("& $args[0] $args[1]").AddArgument(RunUntilEnd).AddArgument(this);
        shell.BeginInvoke<PSObject>(null, null, static done => ((FileActions)done.AsyncState!).Close(), this);
    }

    public ScriptBlock? Action { get; }

    /// <summary>Done when all files had their turn and no other comes.</summary>
    public Task Completion => completion.Task;

    /// <summary>Whether it is this action that asks, which must not wait for itself.</summary>
    public bool IsRunningHere => Runspace.DefaultRunspace == runspace;

    object? IActionSource.MessageData => null;

    HandlerOutput IActionSource.Output => queue.Output;

    /// <summary>Takes a file that is complete; on any thread, without waiting for the action.</summary>
    public void Add(RecordedFile file)
    {
        if (files.Count < MostWaiting)
        {
            files.Enqueue(file);
        }
        else
        {
            Note(nameof(MostWaiting), ModuleMessages.FileActionTooSlow(recording, file.Path, MostWaiting));
        }

        available.Release();
    }

    /// <summary>Says that no file will come any more.</summary>
    public void Complete()
    {
        isComplete = true;
        available.Release();
    }

    /// <summary>Ends it; what runs is given a little time.</summary>
    public async ValueTask DisposeAsync()
    {
        Complete();
        if (IsRunningHere)
        {
            return;
        }

        try
        {
            await Completion.WaitAsync(EndTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            shell.BeginStop(null, null);
        }
    }

    /// <summary>Runs the action for all files that come, on the thread of the runspace.</summary>
    /// <param name="isStopping">Whether the runspace stops what runs in it.</param>
    public void RunToEnd(Func<bool> isStopping)
    {
        var pipeline = new HandlerPipeline(Action, home: null);
        while (!isStopping() && !(isComplete && files.IsEmpty))
        {
            if (files.IsEmpty)
            {
                available.Wait(Turn);
            }
            else
            {
                Run(pipeline, new(new Deadline(Turn), isStopping));
            }

            Report(notices.Due());
        }
    }

    bool IActionSource.TryTake(out CanFrame frame, out object? message)
    {
        frame = default;
        message = files.TryDequeue(out var file) ? file : null;
        return message is not null;
    }

    void IActionSource.Failed(ErrorRecord error) => Note(error.FullyQualifiedErrorId, ModuleMessages.FileActionFailed(recording, error));

    private void Run(HandlerPipeline pipeline, HandlerTurn turn)
    {
        try
        {
            pipeline.Run(this, turn);
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            ((IActionSource)this).Failed(failure.ErrorRecord);
        }
    }

    private void Note(string kind, string message)
    {
        if (notices.Note(kind, message) is { } notice)
        {
            Report([notice]);
        }
    }

    private void Report(IReadOnlyList<Repeated<string>> notices)
    {
        foreach (var (last, times, _, time) in notices)
        {
            var text = times == 1 ? last : ModuleMessages.Repeated(last, times, time);
            queue.Output.Show(() => host.UI.WriteErrorLine(text));
            queue.Transcribe(text);
        }
    }

    private void Close()
    {
        Report(notices.End());
        completion.TrySetResult();
        runspace.Dispose();
        shell.Dispose();
    }
}
