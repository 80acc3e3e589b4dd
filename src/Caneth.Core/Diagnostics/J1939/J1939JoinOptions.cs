using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>What a <see cref="J1939Joiner"/> names messages by, and for how long it waits for the next frame of one.</summary>
public sealed record J1939JoinOptions
{
    /// <summary>The databases that name parameter groups; groups of the protocol itself are named in any case.</summary>
    public DatabaseSet Databases { get; init; } = DatabaseSet.Empty;

    /// <summary>
    /// How long the next frame of a message may take. By default 2 s, longer than any that J1939-21 lets pass (T2 and T3, 1.25 s): who listens has
    /// no reason to give up first.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Databases);
        Option.RequireTime(Timeout, nameof(Timeout), TimeSpan.FromMilliseconds(1));
    }
}
