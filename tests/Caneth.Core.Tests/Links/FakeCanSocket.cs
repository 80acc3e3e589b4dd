using System.Threading.Channels;
using Caneth.Links.SocketCan;

namespace Caneth.Tests.Links;

/// <summary>A socket of a CAN interface of which the test says what comes, and whether there is room.</summary>
internal sealed class FakeCanSocket : ICanSocket
{
    private readonly Channel<ReceivedMessage> coming = Channel.CreateUnbounded<ReceivedMessage>();

    /// <summary>What was sent.</summary>
    public List<CanFrame> Sent { get; } = [];

    /// <summary>Whether its queue is full.</summary>
    public bool IsFull { get; set; }

    /// <summary>Lets something come.</summary>
    public void Come(params ReceivedMessage[] messages) => Assert.All(messages, message => Assert.True(coming.Writer.TryWrite(message)));

    /// <summary>Breaks it.</summary>
    public void Break(Exception exception) => coming.Writer.Complete(exception);

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await coming.Reader.WaitToReadAsync(cancellationToken);

    public int Receive(Span<ReceivedMessage> messages)
    {
        var count = 0;
        while (count < messages.Length && coming.Reader.TryRead(out var message))
        {
            messages[count++] = message;
        }

        return count;
    }

    public bool Send(ReadOnlySpan<byte> frame)
    {
        if (!IsFull)
        {
            Assert.True(SocketCanFrame.TryRead(frame, out var sent));
            Sent.Add(sent);
        }

        return !IsFull;
    }

    public void Dispose()
    {
    }
}
