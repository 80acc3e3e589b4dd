using Caneth.Links.Streams;

namespace Caneth.Tests.Links;

/// <summary>A stream of bytes of which the test says what comes, how much is taken, and how much of it is confirmed.</summary>
internal sealed class ScriptedStream : IByteStream
{
    private readonly Queue<byte[]> coming = new();
    private byte[] rest = [];

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
        var there = Next();
        var count = Math.Min(there.Length, buffer.Length);
        there.AsSpan(0, count).CopyTo(buffer.Span);
        rest = there[count..];
        return new(count);
    }

    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var there = Next();
        var count = Math.Min(there.Length, buffer.Length);
        there.AsSpan(0, count).CopyTo(buffer.Span);
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

    /// <summary>What a read brings that is long enough.</summary>
    private byte[] Next()
    {
        if (rest.Length == 0 && coming.TryDequeue(out var bytes))
        {
            rest = bytes;
        }

        return rest;
    }
}
