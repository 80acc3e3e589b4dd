namespace Caneth.Simulation;

/// <summary>What a control unit is busy with, and what it will answer.</summary>
/// <param name="service">The service that was asked for.</param>
/// <param name="answer">The answer.</param>
/// <param name="begin">When it began.</param>
/// <param name="time">How long it takes.</param>
internal sealed class EcuWork(byte service, byte[] answer, TimeSpan begin, TimeSpan time)
{
    private readonly TimeSpan end = begin + time;
    private TimeSpan patience = begin;

    public byte Service => service;

    public byte[] Answer => answer;

    /// <summary>When there is something to say.</summary>
    public TimeSpan Due => patience < end ? patience : end;

    public bool IsDone(TimeSpan now) => now >= end;

    public bool WantsPatience(TimeSpan now) => now >= patience;

    /// <summary>Patience was asked for, and will be again at a time.</summary>
    public void AskForPatience(TimeSpan next) => patience = next;
}
