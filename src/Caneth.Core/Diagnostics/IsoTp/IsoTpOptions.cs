namespace Caneth.Diagnostics;

/// <summary>How one side of a connection sends and receives messages over ISO-TP.</summary>
public sealed record IsoTpOptions
{
    /// <summary>What fills frames up to 8 bytes, and longer ones to a length that CAN FD has; null for frames as short as can be.</summary>
    /// <remarks>ISO 15765-2 recommends CC, which makes few stuff bits. Many control units ignore a frame of fewer than 8 bytes.</remarks>
    public byte? Padding { get; init; } = 0xCC;

    /// <summary>The most bytes of data in a frame that is sent: 8, or 12, 16, 20, 24, 32, 48 or 64 for CAN FD.</summary>
    public int FrameLength { get; init; } = CanData.MaxClassicLength;

    /// <summary>CAN FD: whether the data phase runs at the higher bit rate.</summary>
    public bool BitRateSwitch { get; init; }

    /// <summary>As receiver: how many consecutive frames may come without another flow control; 0 for all, since TCP holds them.</summary>
    public byte BlockSize { get; init; }

    /// <summary>As receiver: the least time between two consecutive frames that is asked for, 0 to 127 ms.</summary>
    public TimeSpan SeparationTime { get; init; }

    /// <summary>As sender: the least time between two consecutive frames, where the receiver asks for less.</summary>
    public TimeSpan MinimumGap { get; init; }

    /// <summary>As sender: what is added to every time that the receiver asks for, since a gateway moves frames together.</summary>
    public TimeSpan GatewayJitter { get; init; }

    /// <summary>As sender: how long a flow control is waited for (N_Bs).</summary>
    public TimeSpan FlowControlTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>As receiver: how long the next consecutive frame is waited for (N_Cr).</summary>
    public TimeSpan ConsecutiveFrameTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>As sender: how often in a row the receiver may ask for patience (N_WFTmax).</summary>
    public int MaxWaits { get; init; } = 10;

    /// <summary>As receiver: the longest message that is taken, in bytes.</summary>
    public int MaxLength { get; init; } = 1 << 20;

    /// <summary>As sender: how many frames may be on their way to the bus at once. Gateways hold about 600, and drop what is more.</summary>
    public int FramesInFlight { get; init; } = 400;

    /// <summary>As sender: the bit rate of the bus in bit/s, by which frames beyond <see cref="FramesInFlight"/> follow.</summary>
    public int BitRate { get; init; } = 500_000;

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Validate()
    {
        Option.Require(FrameLength >= CanData.MaxClassicLength && DataLengthCode.TryFromLength(FrameLength, fd: true, out _),
            nameof(FrameLength), FrameLength, "8, 12, 16, 20, 24, 32, 48 or 64");
        Option.RequireRange(SeparationTime, nameof(SeparationTime), TimeSpan.Zero, Diagnostics.SeparationTime.Longest);
        Option.RequireTime(MinimumGap, nameof(MinimumGap), TimeSpan.Zero);
        Option.RequireTime(GatewayJitter, nameof(GatewayJitter), TimeSpan.Zero);
        Option.RequireTime(FlowControlTimeout, nameof(FlowControlTimeout), TimeSpan.FromMilliseconds(1));
        Option.RequireTime(ConsecutiveFrameTimeout, nameof(ConsecutiveFrameTimeout), TimeSpan.FromMilliseconds(1));
        Option.RequireRange(MaxWaits, nameof(MaxWaits), 0, int.MaxValue);
        Option.RequireRange(MaxLength, nameof(MaxLength), 1, Array.MaxLength);
        Option.RequireRange(FramesInFlight, nameof(FramesInFlight), 1, int.MaxValue);
        Option.RequireRange(BitRate, nameof(BitRate), 1_000, 10_000_000);
    }
}
