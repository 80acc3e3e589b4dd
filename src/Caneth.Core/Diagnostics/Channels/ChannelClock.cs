namespace Caneth.Diagnostics.Channels;

/// <summary>The time of one channel, counted from its beginning, as its machines have it.</summary>
/// <param name="provider">The clock.</param>
internal sealed class ChannelClock(TimeProvider provider)
{
    private readonly long begin = provider.GetTimestamp();

    public TimeProvider Provider => provider;

    public TimeSpan Now => provider.GetElapsedTime(begin);
}
