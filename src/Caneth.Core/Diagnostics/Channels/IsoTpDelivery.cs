using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// What a channel received and what it has to answer, handed out in order: by one thread at a time, with no lock held. Another thread leaves what
/// it has to the one that is at it.
/// </summary>
/// <param name="control">Sends flow controls.</param>
/// <param name="received">Takes each message.</param>
internal sealed class IsoTpDelivery(FrameSender control, Action<IsoTpMessage> received)
{
    private readonly Lock gate = new();
    private readonly List<CanFrame> flowControls = [];
    private readonly List<IsoTpMessage> messages = [];
    private bool isBusy;

    /// <summary>Notes what is to be answered, or what was received; <see cref="HandOut"/> follows.</summary>
    public void Add(CanFrame? flowControl, IsoTpMessage? message = null)
    {
        lock (gate)
        {
            if (flowControl is { } frame)
            {
                flowControls.Add(frame);
            }

            if (message is not null)
            {
                messages.Add(message);
            }
        }
    }

    /// <summary>Hands it out; flow controls first, since somebody waits for them.</summary>
    public void HandOut()
    {
        while (TryBegin(out var frames, out var whole))
        {
            try
            {
                foreach (var frame in frames)
                {
                    Post(frame);
                }

                foreach (var message in whole)
                {
                    received(message);
                }
            }
            finally
            {
                lock (gate)
                {
                    isBusy = false;
                }
            }
        }
    }

    private bool TryBegin(out CanFrame[] frames, out IsoTpMessage[] whole)
    {
        lock (gate)
        {
            var begins = !isBusy && flowControls.Count + messages.Count > 0;
            frames = begins ? [.. flowControls] : [];
            whole = begins ? [.. messages] : [];
            if (begins)
            {
                isBusy = true;
                flowControls.Clear();
                messages.Clear();
            }

            return begins;
        }
    }

    // One that could not leave in time says so to the next, which is not to suffer for it.
    private void Post(in CanFrame frame)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                _ = control.PostAsync(frame);
                return;
            }
            catch (Exception failure) when (failure is CanSessionException or ArgumentException)
            {
                // The partner will notice that none comes.
            }
        }
    }
}
