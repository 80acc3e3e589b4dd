namespace Caneth.Diagnostics.Channels;

/// <summary>How long a tester waits for a control unit, and how it keeps its session.</summary>
public sealed record UdsOptions
{
    /// <summary>
    /// How long the control unit may take to answer (P2), 1 ms to 49 days. Null, the default, for 1 s, or longer where the control unit says so
    /// when its session is changed.
    /// </summary>
    public TimeSpan? ResponseTimeout { get; init; }

    /// <summary>
    /// How long it may take after each time it asks for patience (P2*), 1 ms to 49 days. Null, the default, for 5 s, or longer where the control
    /// unit says so when its session is changed.
    /// </summary>
    public TimeSpan? PendingTimeout { get; init; }

    /// <summary>
    /// What is added to both, for the way there and back: the latency of a gateway, and one loss on a network; 0 s to 49 days. 0.3 s by default.
    /// </summary>
    public TimeSpan LinkDelay { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>How long the control unit may ask for patience altogether, 1 ms to 49 days; 120 s by default.</summary>
    public TimeSpan MaxPending { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often it is told that the tester is present, where its session is kept, 10 ms to 49 days; 2 s by default, since a session ends after 5 s.</summary>
    public TimeSpan TesterPresentInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether it is told so while it asks for patience, too, which some control units need and others do not bear. False by default.</summary>
    public bool TesterPresentWhilePending { get; init; }

    internal void Validate()
    {
        var least = TimeSpan.FromMilliseconds(1);
        Option.RequireTime(ResponseTimeout, nameof(ResponseTimeout), least);
        Option.RequireTime(PendingTimeout, nameof(PendingTimeout), least);
        Option.RequireTime(LinkDelay, nameof(LinkDelay), TimeSpan.Zero);
        Option.RequireTime(MaxPending, nameof(MaxPending), least);
        Option.RequireTime(TesterPresentInterval, nameof(TesterPresentInterval), TimeSpan.FromMilliseconds(10));
    }
}
