namespace Caneth.Links.Slcan;

/// <summary>A link by SLCAN: frames leave as fast as the adapter answers.</summary>
/// <param name="link">The link of lines.</param>
/// <param name="answers">What the adapter answers.</param>
internal sealed class SlcanLink(ICanLink link, SlcanAnswers answers) : ICanLink
{
    private bool isTorn;

    /// <inheritdoc/>
    public long Receptions => link.Receptions;

    /// <summary>Frames that the adapter has answered to; where it never does, those that the other side of the connection has.</summary>
    public long? FramesConfirmed => answers.Answered ?? link.FramesConfirmed;

    /// <inheritdoc/>
    public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) => link.ReceiveAsync(frames, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken) => link.WaitForAdmissionAsync(cancellationToken);

    /// <inheritdoc/>
    public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        var taken = answers.Send(link, frames, isTorn);
        isTorn = taken.Torn;
        return taken;
    }

    /// <inheritdoc/>
    public Task WaitToSendAsync(CancellationToken cancellationToken) =>
        answers.IsFull && !isTorn ? answers.WaitAsync(cancellationToken) : link.WaitToSendAsync(cancellationToken);

    /// <summary>Lets the adapter send what it has taken before its bus is closed.</summary>
    public async Task EndSendingAsync(CancellationToken cancellationToken)
    {
        while (answers.IsWaiting)
        {
            await answers.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await link.EndSendingAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void EndReceiving() => link.EndReceiving();

    /// <inheritdoc/>
    public void Abort() => link.Abort();

    /// <inheritdoc/>
    public void Dispose() => link.Dispose();
}
