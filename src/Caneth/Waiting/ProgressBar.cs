using System.Management.Automation;

namespace Caneth.Waiting;

/// <summary>A progress bar for what takes more than a second; for less it would only flicker.</summary>
internal sealed class ProgressBar(Cmdlet command, string activity)
{
    private const int Unknown = -1;

    private static readonly TimeSpan Unseen = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(200);

    private Deadline next = new(Unseen);
    private bool seen;

    /// <summary>Whether it is time to show it again.</summary>
    public bool IsDue => next.IsOver;

    /// <summary>When it is time to show it again.</summary>
    public Deadline Due => next;

    /// <summary>Shows it.</summary>
    /// <param name="status">How far it is, in words; null where there is nothing to show.</param>
    /// <param name="percent">0 to 100; negative where it is unknown.</param>
    /// <param name="left">How long it can still take; without a limit where it is unknown.</param>
    public void Show(string? status, int percent = Unknown, Deadline left = default)
    {
        next = new(UpdateInterval);
        if (status is not null)
        {
            seen = true;
            command.WriteProgress(new(GetHashCode() & int.MaxValue, VisibleText.Of(activity), VisibleText.Of(status))
            {
                PercentComplete = percent,
                SecondsRemaining = left.Remaining == Timeout.InfiniteTimeSpan ? Unknown : (int)Math.Ceiling(left.Remaining.TotalSeconds),
            });
        }
    }

    /// <summary>Takes it away.</summary>
    public void End()
    {
        if (seen)
        {
            command.WriteProgress(new(GetHashCode() & int.MaxValue, VisibleText.Of(activity), "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
