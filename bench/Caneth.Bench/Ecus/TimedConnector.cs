using System.Diagnostics;
using Caneth.Links;

namespace Caneth.Bench;

/// <summary>Notes when each frame was handed over, and when that was done; all else another connector does.</summary>
/// <param name="inner">The connector.</param>
/// <param name="sent">Where it is noted, with the first byte of the frame.</param>
internal sealed class TimedConnector(ICanConnector inner, List<(byte Header, TimeSpan Begin, TimeSpan End)> sent) : ICanConnector
{
    public CanAddress Address => inner.Address;

    public LinkCapabilities Capabilities => inner.Capabilities;

    public string? PeerIdentity => inner.PeerIdentity;

    public async Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        new TimedLink(await inner.ConnectAsync(timeout, cancellationToken), sent);

    private sealed class TimedLink(ICanLink inner, List<(byte Header, TimeSpan Begin, TimeSpan End)> sent) : ICanLink
    {
        public long Receptions => inner.Receptions;

        public long? FramesConfirmed => inner.FramesConfirmed;

        public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) => inner.ReceiveAsync(frames, cancellationToken);

        public Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken) => inner.WaitForAdmissionAsync(cancellationToken);

        public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
        {
            var begin = Stopwatch.GetElapsedTime(0);
            var written = inner.Send(frames);
            var end = Stopwatch.GetElapsedTime(0);
            foreach (ref readonly var frame in frames[..written.Frames])
            {
                sent.Add((frame.Data[0], begin, end));
            }

            return written;
        }

        public Task WaitToSendAsync(CancellationToken cancellationToken) => inner.WaitToSendAsync(cancellationToken);

        public Task EndSendingAsync(CancellationToken cancellationToken) => inner.EndSendingAsync(cancellationToken);

        public void EndReceiving() => inner.EndReceiving();

        public void Abort() => inner.Abort();

        public void Dispose() => inner.Dispose();
    }
}
