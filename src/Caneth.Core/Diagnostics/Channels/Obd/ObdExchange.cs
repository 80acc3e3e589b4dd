using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// One request of one frame, to all control units or to one, and what they answer: each has a receiver of its own, made when its first frame comes,
/// and is sent its flow controls alone.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="sender">Where frames go.</param>
/// <param name="options">How long is waited.</param>
/// <param name="request">The request.</param>
internal sealed class ObdExchange(CanSession session, FrameSender sender, ObdOptions options, byte[] request)
{
    private readonly Dictionary<uint, ObdSpeaker> speakers = [];
    private readonly List<ObdResponse> responses = [];
    private readonly UdsMessage asked = UdsMessage.Decode(new MessageData(request));
    private readonly ChannelClock time = new(session.Options.TimeProvider);
    private TimeSpan heard;

    /// <summary>Asks, and waits until all have answered, or nobody says anything more.</summary>
    /// <param name="to">Whom.</param>
    /// <param name="replies">Whose answers count.</param>
    /// <param name="isEnough">Whether nothing more is to be waited for; null where nobody can tell.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What came, in its order.</returns>
    public async Task<IReadOnlyList<ObdResponse>> RunAsync(
        IsoTpAddress to, FrameFilter replies, Func<IReadOnlyList<ObdResponse>, bool>? isEnough, CancellationToken cancellationToken)
    {
        if (session.State != CanSessionState.Connected)
        {
            throw ChannelMessages.NotConnected(session, to);
        }

        using var frames = session.Subscribe(new() { Filter = replies, Reader = ChannelMessages.Reader(to) });
        await sender.SendAsync((CanFrame[])[new IsoTpFrames(to, new()).Single(request)], cancellationToken).ConfigureAwait(false);
        heard = time.Now;
        while (isEnough?.Invoke(responses) != true && Due(isEnough is not null) - time.Now is var rest && rest > TimeSpan.Zero)
        {
            await WaitAsync(frames, rest, cancellationToken).ConfigureAwait(false);
            foreach (var flowControl in Take(frames))
            {
                await sender.SendAsync((CanFrame[])[flowControl], cancellationToken).ConfigureAwait(false);
            }

            GiveUpLate();
        }

        GiveUpLate();

        // What a lost connection took with it is not what nobody said.
        return session.State == CanSessionState.Connected || isEnough?.Invoke(responses) == true ? responses : throw ChannelMessages.LinkLost(session, to);
    }

    /// <summary>When the wait is over, or somebody is late.</summary>
    /// <param name="areKnown">Whether it is known who has to answer.</param>
    private TimeSpan Due(bool areKnown) => speakers.Values.Min(speaker => speaker.Deadline)
        ?? heard + (areKnown || responses.Count == 0 || options.SettleTime > options.ResponseTime ? options.ResponseTime : options.SettleTime);

    private async Task WaitAsync(FrameSubscription frames, TimeSpan rest, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(DeadlineTimer.AtLeast(rest), time.Provider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await frames.WaitToReadAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing came.
        }

        if (frames.Completion.IsCompleted)
        {
            await frames.Completion.ConfigureAwait(false);
            throw SessionMessages.SessionClosed(session.Name);
        }
    }

    /// <summary>Takes what came.</summary>
    /// <returns>The flow controls to be sent.</returns>
    private List<CanFrame> Take(FrameSubscription frames)
    {
        var flowControls = new List<CanFrame>();
        foreach (ref readonly var frame in frames.Take().Span)
        {
            if (ObdAddresses.Of(frame) is not { } address)
            {
                continue;
            }

            if (!speakers.TryGetValue(frame.Id, out var speaker))
            {
                speakers.Add(frame.Id, speaker = new(address, asked, options));
            }

            Note(speaker.OnFrame(frame, time.Now, out var reply));
            if (reply is { } flowControl && !AnsweredIds.Of(session).Contains(address))
            {
                flowControls.Add(flowControl);
            }
        }

        return flowControls;
    }

    private void GiveUpLate()
    {
        foreach (var speaker in speakers.Values)
        {
            Note(speaker.OnTime(time.Now));
        }
    }

    private void Note(ObdResponse? response)
    {
        if (response is { } one)
        {
            responses.Add(one);
            heard = time.Now;
        }
    }
}
