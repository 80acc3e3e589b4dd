using System.Management.Automation;
using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Handlers;

/// <summary>A script block that runs for each matching frame of a device.</summary>
public abstract class CanHandler : IActionSource
{
    private static readonly RepeatPolicy Repeating = new(
        AtOnce: 1, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Quiet: TimeSpan.Zero, MaxKinds: 16);

    private readonly RepeatFilter<string> notices = new(TimeProvider.System, Repeating);
    private HandlerPipeline? pipeline;
    private FrameSubscription? subscription;

    // What was taken is kept until it is handled, whatever ends a turn.
    private ReadOnlyMemory<CanFrame> frames;
    private int handled;

    private protected CanHandler(HandlerDefinition definition, HandlerQueue queue) => (Definition, Queue) = (definition, queue);

    /// <summary>What it is called.</summary>
    public string Name => Definition.Name;

    /// <summary>The name of the device whose frames it sees.</summary>
    public string Device => Definition.Session.Name;

    /// <summary>Which frames it sees, in words.</summary>
    public string Filter => Definition.Filter.ToString();

    /// <summary>Whether it sees the frames that the device sends, too.</summary>
    public bool IncludeSent => Definition.IncludeSent;

    /// <summary>What runs; null where the frames are shown.</summary>
    public ScriptBlock? Action => Definition.Action;

    /// <summary>Whether it runs in a runspace of its own.</summary>
    public abstract bool Background { get; }

    /// <summary>How often it ran.</summary>
    public long Invocations { get; private set; }

    /// <summary>After how many runs it ends; 0 for never.</summary>
    public int MaxTriggerCount => Definition.MaxTriggerCount;

    /// <summary>How many errors it raised.</summary>
    public long Errors { get; private set; }

    /// <summary>The error it raised last; null where it raised none.</summary>
    public ErrorRecord? LastError { get; private set; }

    /// <summary>Frames it lost because it was too slow for the bus.</summary>
    public long FramesDropped => subscription?.FramesDropped ?? 0;

    /// <summary>Whether it has ended: it was unregistered, ran as often as it should, or its device was disconnected.</summary>
    public bool Ended { get; private set; }

    object? IActionSource.MessageData => Definition.MessageData;

    internal HandlerDefinition Definition { get; }

    /// <summary>How long until errors that were held back are due; infinite where there are none.</summary>
    internal TimeSpan NoticesDue => notices.NextDue;

    /// <summary>Where it was registered.</summary>
    internal HandlerQueue Queue { get; }

    private bool HasRunOut => MaxTriggerCount > 0 && Invocations >= MaxTriggerCount;

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    HandlerOutput IActionSource.Output => Queue.Output;

    bool IActionSource.TryTake(out CanFrame frame, out object? message)
    {
        while (!Ended && !HasRunOut && HasFrames())
        {
            frame = frames.Span[handled++];
            message = Definition.Decode?.Invoke(frame);
            if (message is not null || Definition.Decode is null)
            {
                Invocations++;
                return true;
            }
        }

        (frame, message) = (default, null);
        return false;
    }

    void IActionSource.Failed(ErrorRecord error)
    {
        Errors++;
        LastError = error;
        if (notices.Note(error.FullyQualifiedErrorId, ModuleMessages.HandlerFailed(Name, error)) is { } notice)
        {
            Report(notice);
        }
    }

    /// <summary>Begins to see frames.</summary>
    internal virtual void Start() => subscription = Definition.Session.Subscribe(new()
    {
        Filter = Definition.Filter,
        IncludeSent = Definition.IncludeSent,
        Capacity = Definition.Capacity,
        Reader = $"Handler '{Name}'",
        Available = FramesAvailable,
    });

    /// <summary>Sees no more frames. May be called by its own action.</summary>
    internal virtual void End()
    {
        Ended = true;
        subscription?.Dispose();
        Queue.Remove(this);
        Report(notices.End());
    }

    /// <summary>Runs the action for the frames that are there, on the thread of its runspace.</summary>
    /// <param name="turn">For how long; what is left is handled in the next turn.</param>
    internal void Run(HandlerTurn turn)
    {
        try
        {
            if (!Ended && HasFrames())
            {
                (pipeline ??= new(Action, Definition.Home)).Run(this, turn);
            }
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            ((IActionSource)this).Failed(failure.ErrorRecord);
        }

        Report(notices.Due());
        if (!Ended && (HasRunOut || subscription is { Completion.IsCompleted: true } && !HasFrames()))
        {
            End();
        }
    }

    /// <summary>Whether there are frames to handle.</summary>
    internal bool HasFrames()
    {
        if (handled == frames.Length && subscription is not null)
        {
            (frames, handled) = (subscription.Take(), 0);
        }

        return handled < frames.Length;
    }

    /// <summary>Called on the receiving thread when there are frames: must not block.</summary>
    private protected abstract void FramesAvailable();

    private void Report(params IReadOnlyList<Repeated<string>> notices)
    {
        foreach (var (last, times, _, time) in notices)
        {
            var text = times == 1 ? last : ModuleMessages.Repeated(last, times, time);
            Queue.Output.Show(() => Definition.Host.UI.WriteErrorLine(text));
            Queue.Transcribe(text);
        }
    }
}
