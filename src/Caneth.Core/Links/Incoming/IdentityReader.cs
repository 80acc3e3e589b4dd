using System.Net;
using System.Net.Sockets;
using Caneth.Links.Gateway;

namespace Caneth.Links.Incoming;

/// <summary>Finds out who has dialled in, by what comes first. Nothing is taken from the stream: the registration packet is the session's to count.</summary>
/// <param name="source">What says who it is.</param>
/// <param name="length">How long its registration packet is; null to find that out.</param>
/// <param name="heartbeat">What it sends to say that it is there, and which may come first; empty where that is unknown.</param>
/// <param name="timeout">How long it may take to say something.</param>
/// <param name="time">The clock and the timers.</param>
internal sealed class IdentityReader(IdentitySource source, int? length, ReadOnlyMemory<byte> heartbeat, TimeSpan timeout, TimeProvider time)
{
    // A registration packet, and more frames than could follow by chance.
    private const int MostBytes = GatewayPackets.MaxLength + 30 * FrameCodec.FrameSize;

    // What a gateway says first it says at once, though TCP may tear it; on a busy bus it never pauses.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestTalk = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until it is known who has dialled in.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="from">Where it comes from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Who.</returns>
    /// <exception cref="LinkException">It does not say so in time, speaks something else, or closed the connection.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<IncomingIdentity> ReadAsync(IncomingStream stream, IPEndPoint from, CancellationToken cancellationToken)
    {
        var bytes = new byte[MostBytes];
        var count = await HearAsync(stream, from, bytes, cancellationToken).ConfigureAwait(false);
        return Decide(bytes.AsSpan(0, count), from);
    }

    /// <returns>How many bytes there are; 0 where nothing was said in time.</returns>
    private async Task<int> HearAsync(IncomingStream stream, IPEndPoint from, byte[] bytes, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        var count = 0;
        try
        {
            count = await stream.PeekAsync(bytes, either.Token).ConfigureAwait(false);
            if (count == 0)
            {
                throw IncomingMessages.LeftTooEarly(from);
            }

            var begin = time.GetTimestamp();
            var latest = begin;
            while (count < bytes.Length && time.GetElapsedTime(latest) < Pause && time.GetElapsedTime(begin) < LongestTalk)
            {
                await Task.Delay(PollInterval, time, either.Token).ConfigureAwait(false);
                var before = count;
                count = await stream.PeekAsync(bytes, either.Token).ConfigureAwait(false);
                latest = count > before ? time.GetTimestamp() : latest;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What it has said until now must do.
        }
        catch (SocketException) when (stream.IsOpen)
        {
            throw IncomingMessages.LeftTooEarly(from);
        }

        return count;
    }

    private IncomingIdentity Decide(ReadOnlySpan<byte> bytes, IPEndPoint from)
    {
        if (IncomingMessages.OtherClient(from, bytes) is { } refused)
        {
            throw refused;
        }

        bytes = WithoutHeartbeats(bytes);
        var packet = bytes[..Math.Min(bytes.Length, LengthOf(bytes))];
        return source switch
        {
            IdentitySource.Address => IncomingIdentity.OfAddress(from.Address, packet),
            IdentitySource.Mac when packet.Length == RegistrationPacket.MacLength => IncomingIdentity.OfNumber(packet),
            IdentitySource.Auto when packet.IsEmpty => IncomingIdentity.OfAddress(from.Address),
            IdentitySource.Auto or IdentitySource.Packet when !packet.IsEmpty => IncomingIdentity.OfPacket(packet),
            _ => throw IncomingMessages.NotRegistered(from, timeout, bytes, source == IdentitySource.Mac),
        };
    }

    private int LengthOf(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? 0 : length ?? RegistrationPacket.LengthOf(bytes);

    private ReadOnlySpan<byte> WithoutHeartbeats(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (!heartbeat.IsEmpty && bytes.StartsWith(heartbeat.Span))
            {
                bytes = bytes[heartbeat.Length..];
            }
            else if (bytes.StartsWith(StreamAlignment.HeartbeatMark) && bytes.Length >= FrameCodec.FrameSize)
            {
                bytes = bytes[FrameCodec.FrameSize..];
            }
            else
            {
                break;
            }
        }

        return bytes;
    }
}
