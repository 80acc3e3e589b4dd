namespace Caneth.Diagnostics;

/// <summary>Which frames an <see cref="IsoTpJoiner"/> takes for ISO-TP, and for how long it waits for the next of a message.</summary>
public sealed record IsoTpJoinOptions
{
    /// <summary>
    /// Which frames are of ISO-TP. By default those whose ids diagnostics have by convention: 0x700 to 0x7FF, and of 29 bits 18DAxxxx, 18DBxxxx,
    /// 18CDxxxx and 18CExxxx, whatever their priority.
    /// </summary>
    public FrameFilter? Filter { get; init; }

    /// <summary>
    /// How frames say whom they are for, where their id does not tell: ids of 29 bits of the four groups above do. By default normal
    /// addressing, without an address in the data.
    /// </summary>
    public IsoTpAddressing Addressing { get; init; }

    /// <summary>
    /// How long the next frame of a message may take. By default 5 s, longer than a receiver waits (N_Cr, 1 s): who listens has no reason to give
    /// up first.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest message that is taken, in bytes; by default 1 MiB.</summary>
    public int MaxLength { get; init; } = 1 << 20;

    internal void Validate()
    {
        Option.Require(Enum.IsDefined(Addressing), nameof(Addressing), Addressing, "Normal, NormalFixed, Extended or Mixed");
        Option.RequireTime(Timeout, nameof(Timeout), TimeSpan.FromMilliseconds(1));
        Option.RequireRange(MaxLength, nameof(MaxLength), 1, Array.MaxLength);
    }
}
