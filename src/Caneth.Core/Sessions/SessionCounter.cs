using System.Diagnostics.Metrics;

namespace Caneth.Sessions;

/// <summary>One number that only grows, for the session's statistics and for whoever listens to the meter.</summary>
internal sealed class SessionCounter(Counter<long> instrument, string device)
{
    private readonly KeyValuePair<string, object?> tag = new(CanMeter.DeviceTag, device);
    private long value;

    public long Value => Volatile.Read(ref value);

    /// <summary>Adds; once a batch, not once a frame.</summary>
    public void Add(long more)
    {
        if (more != 0)
        {
            Interlocked.Add(ref value, more);
            instrument.Add(more, tag);
        }
    }
}
