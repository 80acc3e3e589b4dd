namespace Caneth.Links.Streams;

/// <summary>How many bytes the first message has; 0 where it is not whole yet.</summary>
internal delegate int MessageLength(ReadOnlySpan<byte> bytes);

/// <summary>
/// What is said on a connection before frames travel, message by message. Nothing after the last message is taken from the stream.
/// </summary>
/// <param name="stream">The connection.</param>
/// <param name="address">What messages call the other side.</param>
/// <param name="time">The clock and the timers.</param>
internal sealed class Dialogue(IByteStream stream, string address, TimeProvider time)
{
    // Longer than any message of any wire.
    private const int MaxLength = 1024;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);

    /// <summary>What messages call the other side.</summary>
    public string Address => address;

    /// <summary>Says something.</summary>
    public async Task SayAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        while (!message.IsEmpty)
        {
            message = message[stream.Send(message.Span)..];
            if (!message.IsEmpty)
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for a message.</summary>
    /// <param name="lengthOf">Finds its end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message; where what came is longer than any, its beginning.</returns>
    /// <exception cref="IOException">The other side closed the connection.</exception>
    public async Task<byte[]> HearAsync(MessageLength lengthOf, CancellationToken cancellationToken)
    {
        var room = new byte[MaxLength];
        var before = 0;
        while (true)
        {
            var there = await stream.PeekAsync(room, cancellationToken).ConfigureAwait(false);
            if (there == 0)
            {
                throw Closed();
            }

            var length = lengthOf(room.AsSpan(0, there));
            length = length == 0 && there == room.Length ? there : length;
            if (length > 0)
            {
                await TakeAsync(room.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                return room[..length];
            }

            // What is there is there still for the next look, which therefore does not wait.
            if (there == before)
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }

            before = there;
        }
    }

    /// <summary>Waits for a message that may not come.</summary>
    /// <param name="lengthOf">Finds its end.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>As above; null where none came in time.</returns>
    public async Task<byte[]?> HearAsync(MessageLength lengthOf, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            return await HearAsync(lengthOf, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static EndOfStreamException Closed() => new("the other side closed it");

    private async Task TakeAsync(Memory<byte> message, CancellationToken cancellationToken)
    {
        while (!message.IsEmpty)
        {
            var taken = await stream.ReceiveAsync(message, cancellationToken).ConfigureAwait(false);
            message = taken > 0 ? message[taken..] : throw Closed();
        }
    }
}
