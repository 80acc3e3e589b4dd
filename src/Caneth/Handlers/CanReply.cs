using Caneth.Sessions;

namespace Caneth.Handlers;

/// <summary>Answers the requests of a bus as a control unit does: on the thread that receives, without a script.</summary>
public sealed class CanReply : IDisposable
{
    // A late answer is worse than none: whoever asked has given up.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly CanSession session;
    private readonly FrameSender sender;
    private readonly FrameSubscription subscription;
    private bool isOver;
    private long requests;
    private long errors;
    private CanSessionException? lastError;

    internal CanReply(string name, CanSession session, FrameFilter filter, CanFrame reply)
    {
        Name = name;
        this.session = session;
        Filter = filter.ToString();
        Reply = reply;
        sender = session.CreateSender(new SenderOptions { MaxAge = MaxAge });
        lock (gate)
        {
            subscription = session.Subscribe(new() { Filter = filter, Reader = $"The reply '{name}'", Available = Answer });
        }
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The name of the device whose requests it answers.</summary>
    public string Device => session.Name;

    /// <summary>Which frames are requests, in words.</summary>
    public string Filter { get; }

    /// <summary>What is sent for each.</summary>
    public CanFrame Reply { get; }

    /// <summary>How many requests were answered.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>How many requests were not answered: the device could not take the reply.</summary>
    public long Errors => Interlocked.Read(ref errors);

    /// <summary>Why the last of those was not answered; null where all were.</summary>
    public CanSessionException? LastError => Volatile.Read(ref lastError);

    /// <summary>Whether it has ended: it was unregistered, or its device was disconnected.</summary>
    public bool Ended => isOver || subscription.Completion.IsCompleted;

    /// <summary>Answers no more.</summary>
    public void Dispose()
    {
        isOver = true;
        subscription.Dispose();
    }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    // On the receiving thread, which must not be held up.
    private void Answer()
    {
        lock (gate)
        {
            for (var waiting = subscription.Take().Length; waiting > 0; waiting--)
            {
                Post();
            }
        }
    }

    private void Post()
    {
        // Nobody waits here for room in the send buffer.
        if (session.FramesPending >= session.Options.SendBuffer)
        {
            Fail(SessionMessages.SendBufferFull(session.Name, session.Options.SendBuffer));
            return;
        }

        try
        {
            _ = sender.PostAsync(Reply);
            Interlocked.Increment(ref requests);
        }
        catch (CanSessionException failure)
        {
            // Of an earlier reply that was given up, or of a device that has ended.
            Fail(failure);
        }
    }

    private void Fail(CanSessionException failure)
    {
        Interlocked.Increment(ref errors);
        Volatile.Write(ref lastError, failure);
    }
}
