namespace Caneth.Links.Candump;

/// <summary>A link by candump over ssh: what it sends comes back, and is passed over then; a few frames at a time are on their way to cansend.</summary>
/// <param name="link">The link of lines.</param>
/// <param name="stream">What carries them.</param>
/// <param name="echoes">What was sent and has not come back.</param>
/// <param name="window">What was sent and was not answered.</param>
internal sealed class CandumpLink(ICanLink link, SshStream stream, AwaitedEchoes echoes, SendWindow window) : ICanLink
{
    /// <inheritdoc/>
    public long Receptions => link.Receptions;

    /// <summary>Nobody says what has arrived; what comes back may be somebody else's.</summary>
    public long? FramesConfirmed => null;

    /// <inheritdoc/>
    public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) => link.ReceiveAsync(frames, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken) => link.WaitForAdmissionAsync(cancellationToken);

    /// <inheritdoc/>
    public LinkWrite Send(ReadOnlySpan<CanFrame> frames) =>
        frames.IsEmpty ? link.Send(frames)
        : window.IsFull ? default
        : echoes.Send(frames[0], SendOne);

    /// <inheritdoc/>
    public Task WaitToSendAsync(CancellationToken cancellationToken) =>
        window.IsFull ? window.WaitAsync(cancellationToken) : link.WaitToSendAsync(cancellationToken);

    /// <summary>Waits until the other side has sent what it was given, and has ended.</summary>
    public async Task EndSendingAsync(CancellationToken cancellationToken)
    {
        await link.EndSendingAsync(cancellationToken).ConfigureAwait(false);
        await stream.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void EndReceiving() => link.EndReceiving();

    /// <inheritdoc/>
    public void Abort() => link.Abort();

    /// <inheritdoc/>
    public void Dispose() => link.Dispose();

    private LinkWrite SendOne(in CanFrame frame)
    {
        var taken = link.Send(new ReadOnlySpan<CanFrame>(in frame));
        if (taken.Frames > 0)
        {
            window.Leave();
        }

        return taken;
    }
}
