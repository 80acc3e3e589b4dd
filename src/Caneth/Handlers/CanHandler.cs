using System.Management.Automation;
using Caneth.Sessions;

namespace Caneth.Handlers;

/// <summary>A script block that runs for each matching frame of a device.</summary>
public abstract class CanHandler
{
    // Errors that do not end an action go to whatever error stream is current: this makes one of our own.
    private readonly ScriptBlock collectErrors = ScriptBlock.Create("& { $args[0].Invoke() } $args[0] 2>&1");

    private protected CanHandler(HandlerDefinition definition) => Definition = definition;

    /// <summary>What it is called.</summary>
    public string Name => Definition.Name;

    /// <summary>The name of the device whose frames it sees.</summary>
    public string Device => Definition.Session.Name;

    /// <summary>Which frames it sees, in words.</summary>
    public string Filter => Definition.Filter.ToString();

    /// <summary>What runs; null where the frames are shown.</summary>
    public ScriptBlock? Action => Definition.Action;

    /// <summary>Whether it runs in a runspace of its own.</summary>
    public abstract bool Background { get; }

    /// <summary>How often it ran.</summary>
    public long Invocations { get; private set; }

    /// <summary>After how many runs it ends by itself; 0 for never.</summary>
    public int MaxTriggerCount => Definition.MaxTriggerCount;

    /// <summary>How many errors it raised.</summary>
    public long Errors { get; private set; }

    /// <summary>The error it raised last; null where it raised none.</summary>
    public ErrorRecord? LastError { get; private set; }

    /// <summary>Frames it lost because it was too slow for the bus.</summary>
    public long FramesDropped => Subscription?.FramesDropped ?? 0;

    /// <summary>Whether it has ended: it was unregistered, ran as often as it should, or its device was disconnected.</summary>
    public bool Ended { get; private set; }

    internal HandlerDefinition Definition { get; }

    private protected FrameSubscription? Subscription { get; private set; }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>Begins to see frames.</summary>
    internal virtual void Start() => Subscription = Definition.Session.Subscribe(new()
    {
        Filter = Definition.Filter,
        Reader = $"Handler '{Name}'",
        Available = FramesAvailable,
    });

    /// <summary>Sees no more frames. May be called by its own action.</summary>
    internal virtual void End()
    {
        Ended = true;
        Subscription?.Dispose();
    }

    /// <summary>Called on the receiving thread when there are frames: must not block.</summary>
    private protected abstract void FramesAvailable();

    /// <summary>Runs the action for the frames that are there, on the thread of its runspace.</summary>
    /// <param name="until">When to leave the rest for later.</param>
    private protected void RunForFrames(Commands.Deadline until)
    {
        if (Definition.Action is { } action)
        {
            foreach (var error in collectErrors.Invoke((Action)(() => Run(action, until))))
            {
                Failed((ErrorRecord)error.BaseObject);
            }
        }
        else
        {
            foreach (var frame in Frames(until))
            {
                Definition.Output.Show(frame);
            }
        }

        if (!Ended && Subscription is { Ended: true })
        {
            End();
        }
    }

    private IEnumerable<CanFrame> Frames(Commands.Deadline until)
    {
        while (!Ended && !until.IsOver && Subscription!.Take() is { IsEmpty: false } frames)
        {
            for (var index = 0; index < frames.Length && !Ended; index++)
            {
                Invocations++;
                yield return frames.Span[index];
                if (Invocations == MaxTriggerCount)
                {
                    End();
                }
            }
        }
    }

    private void Run(ScriptBlock action, Commands.Deadline until)
    {
        foreach (var frame in Frames(until))
        {
            try
            {
                foreach (var value in action.InvokeWithContext(null, [new PSVariable("_", frame)], frame, Definition.MessageData))
                {
                    Definition.Output.Show(value);
                }
            }
            catch (RuntimeException failure) when (failure is not PipelineStoppedException)
            {
                Failed(failure.ErrorRecord);
            }
        }
    }

    private void Failed(ErrorRecord error)
    {
        Errors++;
        LastError = error;
        Definition.Output.ShowError(Name, error);
    }
}
