namespace Caneth.Links.Streams;

/// <summary>
/// Bytes on their way to where a write may wait: one write at a time is under way, and the next is taken when it is done. Used by one thread at
/// a time.
/// </summary>
/// <param name="stream">Where they go.</param>
internal sealed class OutgoingBytes(Stream stream)
{
    private Task writing = Task.CompletedTask;

    /// <summary>How many bytes were taken.</summary>
    public long Written { get; private set; }

    /// <summary>Takes bytes, all or, where others are on their way, none.</summary>
    /// <returns>How many were taken.</returns>
    /// <exception cref="IOException">Those before could not be written.</exception>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (!writing.IsCompleted)
        {
            return 0;
        }

        writing.GetAwaiter().GetResult();
        writing = WriteAsync(bytes.ToArray());
        Written += bytes.Length;
        return bytes.Length;
    }

    /// <summary>Waits until what was taken is written, or cannot be.</summary>
    public async Task FinishAsync() => await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task WriteAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes).ConfigureAwait(false);
        await stream.FlushAsync().ConfigureAwait(false);
    }
}
