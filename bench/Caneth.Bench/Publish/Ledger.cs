using Caneth.Publishing;

namespace Caneth.Bench;

/// <summary>Which numbered frames have arrived, and how often.</summary>
internal sealed class Ledger : IDisposable
{
    private readonly PublishedFrames frames;
    private readonly CancellationTokenSource ending = new();
    private readonly byte[] times;
    private readonly Task reading;
    private long arrived;

    private Ledger(PublishedFrames frames, long count)
    {
        this.frames = frames;
        times = new byte[count];
        reading = Task.Run(ReadAsync);
    }

    /// <summary>How many frames came.</summary>
    public long Arrived => Volatile.Read(ref arrived);

    /// <summary>What the reader's own count says is missing.</summary>
    public long Missing => frames.FramesMissing;

    /// <summary>Frames that the reader threw away, since they came again.</summary>
    public long Repeated => frames.FramesRepeated;

    /// <summary>How many numbers never came, and how many came more than once.</summary>
    public (long Never, long Twice) Account(long first, long count)
    {
        var part = times.AsSpan((int)first, (int)count);
        var never = part.Count((byte)0);
        return (never, part.Length - never - part.Count((byte)1));
    }

    /// <summary>Until which number frames came without a gap.</summary>
    public long Unbroken(long from) => times.AsSpan((int)from).IndexOf((byte)0) is >= 0 and var gap ? from + gap : times.Length;

    public static async Task<Ledger> OpenAsync(IBrokerConnector connector, string uri, long count, bool includeStored) =>
        new(await PublishedFrames.OpenAsync(connector, new() { Broker = BrokerOptions.FromUri(uri), IncludeStored = includeStored }), count);

    /// <summary>Waits until as many came, or none any more for some seconds.</summary>
    public async Task WaitAsync(long count)
    {
        for (var (before, quiet) = (-1L, 0); Arrived < count && quiet < 30; quiet = Arrived == before ? quiet + 1 : 0)
        {
            before = Arrived;
            await Task.Delay(200);
        }
    }

    public void Dispose()
    {
        ending.Cancel();
        frames.Dispose();
        reading.Wait();
        ending.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await frames.WaitToReadAsync(ending.Token))
            {
                var taken = frames.Take();
                foreach (ref readonly var frame in taken.Span)
                {
                    var number = PacedSource.NumberOf(frame);
                    if (number >= 0 && number < times.Length)
                    {
                        times[number] += (byte)(times[number] < byte.MaxValue ? 1 : 0);
                    }
                }

                Volatile.Write(ref arrived, arrived + taken.Length);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody wants to know more.
        }
    }
}
