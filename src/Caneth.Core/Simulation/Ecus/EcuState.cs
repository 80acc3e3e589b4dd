namespace Caneth.Simulation;

/// <summary>
/// What a control unit keeps of what a tester did: the session and, until it ends, what is unlocked in it and which transfer is under way.
/// </summary>
internal sealed class EcuState
{
    // S3 of ISO 14229-2.
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(5);

    private TimeSpan heard;

    public byte Session { get; private set; } = EcuSessions.Default;

    /// <summary>The level of security that is unlocked; 0 where none is.</summary>
    public byte UnlockedLevel { get; set; }

    public bool IsUnlocked => UnlockedLevel != 0;

    /// <summary>The seed that was given for a level and awaits its key; null where none does.</summary>
    public (byte Level, byte[] Bytes)? Seed { get; set; }

    /// <summary>The transfer under way; null where none is.</summary>
    public EcuTransfer? Transfer { get; set; }

    /// <summary>Until when it starts anew, and hears nothing.</summary>
    public TimeSpan DeafUntil { get; private set; }

    /// <summary>Begins a session; whatever was unlocked or under way ends.</summary>
    public void Enter(byte session) => (Session, UnlockedLevel, Seed, Transfer) = (session, 0, null, null);

    /// <summary>Starts anew.</summary>
    public void Restart(TimeSpan until)
    {
        Enter(EcuSessions.Default);
        DeafUntil = until;
    }

    /// <summary>A tester is there: its session goes on, unless nothing was heard of it for too long.</summary>
    public void Hear(TimeSpan now)
    {
        if (Session != EcuSessions.Default && now - heard > SessionTimeout)
        {
            Enter(EcuSessions.Default);
        }

        heard = now;
    }
}
