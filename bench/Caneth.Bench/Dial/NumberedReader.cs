using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>Reads what one gateway sends, which numbers its frames from 0 on.</summary>
internal sealed class NumberedReader
{
    private long received;
    private long outOfOrder;

    /// <param name="frames">What it sends.</param>
    public NumberedReader(FrameSubscription frames) => _ = ReadAsync(frames);

    /// <summary>How many frames came.</summary>
    public long Received => Volatile.Read(ref received);

    /// <summary>How often a frame had another number than the one that was next.</summary>
    public long OutOfOrder => Volatile.Read(ref outOfOrder);

    private async Task ReadAsync(FrameSubscription frames)
    {
        for (var next = 0u; await frames.WaitToReadAsync();)
        {
            var batch = frames.Take();
            for (var index = 0; index < batch.Length; index++)
            {
                var number = (uint)batch.Span[index].Inline;
                Volatile.Write(ref outOfOrder, outOfOrder + (number == next ? 0 : 1));
                next = number + 1;
            }

            Volatile.Write(ref received, received + batch.Length);
        }
    }
}
