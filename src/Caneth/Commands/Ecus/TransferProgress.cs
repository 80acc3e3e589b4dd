using System.Globalization;

namespace Caneth.Commands;

/// <summary>How far a transfer is, how fast it goes, and how long it takes still. Safe for all threads.</summary>
/// <param name="activity">What is done.</param>
/// <param name="length">How many bytes there are.</param>
internal sealed class TransferProgress(string activity, long length) : IProgress<long>
{
    private const double Kibi = 1024;

    private readonly long begin = TimeProvider.System.GetTimestamp();
    private long done;

    /// <summary>How long it took until now.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(begin);

    /// <inheritdoc/>
    public void Report(long value) => Interlocked.Exchange(ref done, value);

    /// <summary>All of it in words: <c>Sending app.bin: 62 %, 18.4 KiB/s, 12 s left</c>.</summary>
    public string Describe()
    {
        var now = Interlocked.Read(ref done);
        if (now == 0)
        {
            return activity;
        }

        var rate = now / Elapsed.TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture,
            $"{activity}: {100 * now / length} %, {rate / Kibi:0.0} KiB/s, {Math.Ceiling((length - now) / rate):0} s left");
    }

    /// <summary>What was done, once it is.</summary>
    public string Summary() => string.Create(CultureInfo.InvariantCulture,
        $"{activity}: {length:N0} bytes in {Elapsed.TotalSeconds:0.0} s ({length / Elapsed.TotalSeconds / Kibi:0.0} KiB/s).");
}
