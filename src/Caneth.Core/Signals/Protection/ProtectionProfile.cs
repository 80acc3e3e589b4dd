namespace Caneth.Signals;

/// <summary>
/// How the frames of a message are protected: how far their counter counts, and how their checksum is worked out. Derive from it for a
/// way of your own, and make it known with <see cref="ProtectionProfiles.Add"/>. It never changes, so several threads may use it at once.
/// </summary>
public abstract class ProtectionProfile
{
    /// <summary>A profile.</summary>
    /// <param name="name">What it is called, such as <c>E2E.P01</c>.</param>
    /// <param name="description">What it does, in one sentence.</param>
    /// <param name="checksumLength">How many bits its checksum has, 1 to 64; 0 where it has none.</param>
    /// <exception cref="ArgumentException">There is no name, or the length is out of its range.</exception>
    protected ProtectionProfile(string name, string description, int checksumLength)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfNegative(checksumLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checksumLength, SignalLayout.MaxNumberLength);
        Name = name;
        Description = description;
        ChecksumLength = checksumLength;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What it does, in one sentence.</summary>
    public string Description { get; }

    /// <summary>How many bits its checksum has; 0 where it has none.</summary>
    public int ChecksumLength { get; }

    /// <summary>Whether a message has to have a counter. False by default.</summary>
    public virtual bool NeedsCounter => false;

    /// <summary>How many data ids a message has to have: numbers that are in the checksum and not in the frame. 0 by default.</summary>
    public virtual int MinDataIds => 0;

    /// <summary>How many data ids a message may have. <see cref="MinDataIds"/> by default.</summary>
    public virtual int MaxDataIds => MinDataIds;

    /// <summary>The highest value of a counter, after which comes 0.</summary>
    /// <param name="length">How many bits the counter has, 1 to 64.</param>
    /// <returns>By default all that its bits can hold.</returns>
    public virtual ulong CounterTop(int length) => SignalLayout.MaskOf(length);

    /// <summary>The checksum of a frame whose other signals are complete.</summary>
    /// <param name="frame">The frame. What its checksum's bits hold by now has no effect.</param>
    /// <returns>The checksum, in the lowest bits.</returns>
    public abstract ulong Checksum(in ProtectedFrame frame);

    /// <summary>Whether a frame has the right checksum.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="checksum">The checksum that is in it.</param>
    /// <returns>By default whether it is what <see cref="Checksum"/> gives.</returns>
    public virtual bool IsRight(in ProtectedFrame frame, ulong checksum) => Checksum(frame) == checksum;

    /// <summary>Writes what a profile has in a frame beside counter and checksum; by default nothing.</summary>
    /// <param name="frame">The frame, its counter written already.</param>
    /// <param name="data">Its data.</param>
    public virtual void Complete(in ProtectedFrame frame, Span<byte> data)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
