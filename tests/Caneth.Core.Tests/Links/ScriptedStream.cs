using Caneth.Links.Streams;

namespace Caneth.Tests.Links;

/// <summary>A stream of bytes of which the test says what comes, how much is taken, and how much of it is confirmed.</summary>
internal sealed class ScriptedStream : IByteStream
{
    private readonly Queue<byte[]> coming = new();

    /// <summary>All bytes that were taken.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>How many bytes the next sends take.</summary>
    public Queue<int> Room { get; } = new();

    /// <inheritdoc/>
    public long BytesWritten => Sent.Count;

    /// <inheritdoc/>
    public long? BytesConfirmed { get; set; } = 0;

    /// <inheritdoc/>
    public bool IsBroken { get; set; }

    /// <summary>Lets bytes come, in one read.</summary>
    public ScriptedStream Coming(byte[] bytes)
    {
        coming.Enqueue(bytes);
        return this;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!coming.TryDequeue(out var bytes))
        {
            return new(0);
        }

        bytes.CopyTo(buffer);
        return new(bytes.Length);
    }

    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (!coming.TryPeek(out var bytes))
        {
            return new(0);
        }

        var count = Math.Min(bytes.Length, buffer.Length);
        bytes.AsSpan(0, count).CopyTo(buffer.Span);
        return new(count);
    }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        var taken = Room.TryDequeue(out var room) ? Math.Min(room, bytes.Length) : bytes.Length;
        Sent.AddRange(bytes[..taken]);
        return taken;
    }

    public void EndSending()
    {
    }

    public void Abort()
    {
    }

    public void Dispose()
    {
    }
}
