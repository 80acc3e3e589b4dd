namespace Caneth.Transmission;

/// <summary>How often something is sent, and when that ends.</summary>
/// <param name="Every">The time from one frame to the next, <see cref="CyclicTransmitter.MinPeriod"/> or more.</param>
public sealed record TransmissionOptions(TimeSpan Every)
{
    /// <summary>How many frames are sent; null for no end.</summary>
    public long? Count { get; init; }

    /// <summary>After what time it ends, counted from its first cycle; null for no end.</summary>
    public TimeSpan? Duration { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Every, CyclicTransmitter.MinPeriod, nameof(Every));
        if (Count is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(Count));
        }

        if (Duration is { } time)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(Duration));
        }
    }
}
