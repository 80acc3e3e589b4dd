using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Caneth.Links.Datagrams;

/// <summary>A link of packets, by UDP. Packets may be lost, doubled or come in another order, and nothing is confirmed.</summary>
internal sealed class DatagramLink : ICanLink
{
    private const int MaxDatagram = 65_536;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(1);

    private readonly Socket socket;
    private readonly PacketWire wire;
    private readonly PacketReport report;
    private readonly LinkContext context;
    private readonly PacketDecoder decoder;
    private readonly IPEndPoint peer;
    private readonly SocketAddress peerAddress;
    private readonly SocketAddress sender;
    private readonly byte[] buffer = new byte[MaxDatagram];
    private readonly byte[] sending = new byte[PacketWire.MaxPacketSize];
    private readonly ReceptionEnd end = new();
    private byte[] knownSender;
    private long packetsSent;
    private long receptions;
    private int length;
    private int place;
    private bool isOpen;
    private Timestamp received;

    /// <param name="socket">A socket with a port, which does not block.</param>
    /// <param name="peer">The other side.</param>
    /// <param name="wire">How frames are written.</param>
    /// <param name="report">Reports what was lost or passed over; outlives the link.</param>
    /// <param name="context">What the session lends.</param>
    public DatagramLink(Socket socket, IPEndPoint peer, PacketWire wire, PacketReport report, LinkContext context)
    {
        this.socket = socket;
        this.wire = wire;
        this.report = report;
        this.context = context;
        this.peer = peer;
        peerAddress = peer.Serialize();
        knownSender = [.. peerAddress.Buffer.Span[..peerAddress.Size]];
        sender = new SocketAddress(peer.AddressFamily);
        decoder = wire.CreateDecoder(context);
    }

    /// <inheritdoc/>
    public long Receptions => Volatile.Read(ref receptions);

    /// <summary>Nobody says what has arrived.</summary>
    public long? FramesConfirmed => null;

    /// <inheritdoc/>
    public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) =>
        isOpen ? new(Read(frames.Span)) : ReceivePacketAsync(frames, cancellationToken);

    /// <summary>Nobody is refused.</summary>
    public async Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        if (frames.IsEmpty)
        {
            return default;
        }

        try
        {
            var bytes = wire.Encode(frames, sending, packetsSent);
            socket.SendTo(sending.AsSpan(0, bytes), SocketFlags.None, peerAddress);
            packetsSent++;
            return new(frames.Length, bytes);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            return default;
        }
        catch (SocketException exception)
        {
            throw DatagramMessages.Broken(exception);
        }
    }

    /// <inheritdoc/>
    public Task WaitToSendAsync(CancellationToken cancellationToken) => Task.Delay(RetryInterval, cancellationToken);

    /// <summary>What was sent is gone, and whoever sends no more receives no more either: there is nobody to wait for.</summary>
    public Task EndSendingAsync(CancellationToken cancellationToken) => end.ComeAsync();

    /// <inheritdoc/>
    public void EndReceiving()
    {
    }

    /// <inheritdoc/>
    public void Abort() => socket.Dispose();

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LinkRead> ReceivePacketAsync(Memory<CanFrame> frames, CancellationToken cancellationToken)
    {
        using var reception = end.Begin(cancellationToken, out var stop);
        try
        {
            if (end.HasCome)
            {
                return new(0, Ended: true);
            }

            length = await socket.ReceiveFromAsync(buffer, SocketFlags.None, sender, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.HasCome)
        {
            return new(0, Ended: true);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SocketException exception)
        {
            throw DatagramMessages.Broken(exception);
        }

        Volatile.Write(ref receptions, receptions + 1);
        context.Count(LinkCounter.BytesReceived, length);
        received = context.ReceivedAt();
        isOpen = Begin();
        return isOpen ? Read(frames.Span) : default;
    }

    /// <returns>Whether there is something to read in the packet that came.</returns>
    private bool Begin()
    {
        var packet = buffer.AsSpan(0, length);
        if (!IsFromPeer(out var stranger))
        {
            report.Strange(packet, stranger);
            return false;
        }

        report.Heard();
        var verdict = decoder.Begin(packet, out place, out var lost);
        report.Lost(lost);
        if (verdict != PacketVerdict.Take)
        {
            report.Dropped(packet, isDouble: verdict == PacketVerdict.Double);
        }
        else if (decoder.HasRegistration)
        {
            report.Identified(packet[..place]);
        }

        return verdict == PacketVerdict.Take;
    }

    private LinkRead Read(Span<CanFrame> frames)
    {
        var packet = buffer.AsSpan(0, length);
        var count = decoder.Read(packet, ref place, received, frames, out var isDamaged);
        if (isDamaged)
        {
            report.Dropped(packet[place..]);
        }

        isOpen = !isDamaged && place < length;
        return new(count, More: isOpen);
    }

    /// <summary>Whether the packet came from the host that is meant; its port may be another one.</summary>
    private bool IsFromPeer(out string stranger)
    {
        stranger = "";
        var from = sender.Buffer.Span[..sender.Size];
        if (from.SequenceEqual(knownSender))
        {
            return true;
        }

        var endPoint = (IPEndPoint)peer.Create(sender);
        if (endPoint.Address.Equals(peer.Address))
        {
            knownSender = from.ToArray();
            return true;
        }

        stranger = endPoint.ToString();
        return false;
    }
}
