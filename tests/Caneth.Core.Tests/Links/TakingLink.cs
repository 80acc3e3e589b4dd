using Caneth.Links;

namespace Caneth.Tests.Links;

/// <summary>A link that takes whatever it is given, and keeps it.</summary>
internal sealed class TakingLink : ICanLink
{
    public List<CanFrame> Taken { get; } = [];

    public long Receptions => 0;

    public long? FramesConfirmed => null;

    public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) => new(new LinkRead(0, Ended: true));

    public Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        Taken.AddRange(frames);
        return new(frames.Length, 0);
    }

    public Task WaitToSendAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task EndSendingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void EndReceiving()
    {
    }

    public void Abort()
    {
    }

    public void Dispose()
    {
    }
}
