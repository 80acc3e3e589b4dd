namespace Caneth.Signals;

/// <summary>What was found wrong with the counters and checksums of one message.</summary>
public sealed class ProtectionStatistics
{
    private ProtectionState state;

    internal ProtectionStatistics(MessageProtection protection, in CanFrame first)
    {
        Protection = protection;
        Id = first.Id;
        Device = first.Device;
    }

    /// <summary>The name of the message.</summary>
    public string Message => Protection.Definition.Name;

    /// <summary>The device or channel that the frames came from; null where there is none.</summary>
    public string? Device { get; }

    /// <summary>The id of the frames.</summary>
    public uint Id { get; }

    /// <summary>The profile by which they were checked.</summary>
    public string Profile => Protection.Profile.Name;

    /// <summary>How many frames were checked.</summary>
    public long Frames { get; private set; }

    /// <summary>How many of them are faulty.</summary>
    public long FaultyFrames { get; private set; }

    /// <summary>How many had a checksum that is wrong.</summary>
    public long BadChecksums { get; private set; }

    /// <summary>How many times the counter jumped, or was above its highest value.</summary>
    public long CounterJumps { get; private set; }

    /// <summary>How many times the counter stood still.</summary>
    public long CounterRepeats { get; private set; }

    /// <summary>How many frames the jumps passed over; more where a counter went round in between.</summary>
    public long FramesMissing { get; private set; }

    /// <summary>When the first faulty frame came, or null where there was none.</summary>
    public Timestamp? FirstFault { get; private set; }

    /// <summary>When the last faulty frame came, or null where there was none.</summary>
    public Timestamp? LastFault { get; private set; }

    /// <summary>How the message is protected.</summary>
    public MessageProtection Protection { get; }

    /// <inheritdoc/>
    public override string ToString() => VisibleText.Of($"{Message}: {FaultyFrames} of {Frames} frames are faulty");

    internal ProtectionResult Add(in CanFrame frame)
    {
        var result = Protection.Check(frame, ref state);
        Frames++;
        if (!result.IsRight)
        {
            Count(result, frame.Timestamp);
        }

        return result;
    }

    private void Count(ProtectionResult result, Timestamp time)
    {
        FaultyFrames++;
        FirstFault ??= time;
        LastFault = time;
        BadChecksums += Has(result, ProtectionFaults.BadChecksum);
        CounterRepeats += Has(result, ProtectionFaults.CounterRepeated);
        CounterJumps += Has(result, ProtectionFaults.CounterJumped) + Has(result, ProtectionFaults.CounterAboveTop);
        FramesMissing += (long)Math.Min(result.Missing, (ulong)(long.MaxValue - FramesMissing));
    }

    private static int Has(ProtectionResult result, ProtectionFaults fault) => (result.Faults & fault) != 0 ? 1 : 0;
}
