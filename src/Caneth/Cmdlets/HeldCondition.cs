using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>Follows whether a condition holds for long enough.</summary>
/// <param name="time">How long; null where once is enough.</param>
internal sealed class HeldCondition(TimeSpan? time)
{
    private Timestamp since;
    private Deadline end;

    /// <summary>What is emitted; null where the condition does not hold now.</summary>
    public object? Answer { get; private set; }

    /// <summary>When it holds for long enough if nothing else comes; without end where it does not hold.</summary>
    public Deadline End => Answer is null ? default : end;

    /// <summary>Whether it holds for long enough, and no frame said otherwise.</summary>
    public bool IsOver => Answer is not null && end.IsOver;

    /// <summary>Sees what a frame says.</summary>
    /// <param name="answer">Whether it holds, and what is to be emitted then.</param>
    /// <param name="moment">When the frame was received.</param>
    /// <returns>Whether it holds for long enough.</returns>
    public bool See((bool Holds, object? Answer) answer, Timestamp moment)
    {
        if (!answer.Holds)
        {
            Reset();
            return false;
        }

        if (Answer is null)
        {
            since = moment;
            end = new(time);
        }

        Answer = answer.Answer;
        return time is not { } wanted || moment - since >= wanted;
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => Answer = null;
}
