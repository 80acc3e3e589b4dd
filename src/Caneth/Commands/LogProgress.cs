using System.Management.Automation;

namespace Caneth.Commands;

/// <summary>A progress bar for work that takes more than a second; a shorter one would only flicker.</summary>
internal sealed class LogProgress(string activity)
{
    private static readonly TimeSpan Unseen = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly long start = TimeProvider.System.GetTimestamp();
    private TimeSpan next = Unseen;
    private bool seen;

    /// <summary>Whether it is time to show it again.</summary>
    public bool IsDue => TimeProvider.System.GetElapsedTime(start) >= next;

    /// <summary>Makes what is to be shown now.</summary>
    /// <param name="percent">0 to 100; negative where nobody knows.</param>
    /// <param name="status">How far it is, in words.</param>
    public ProgressRecord At(int percent, string status)
    {
        next = TimeProvider.System.GetElapsedTime(start) + BetweenLooks;
        seen = true;
        return new(GetHashCode() & int.MaxValue, activity, status) { PercentComplete = percent };
    }

    /// <summary>Makes what takes the bar away; null where there is none.</summary>
    public ProgressRecord? Done() => !seen ? null : new(GetHashCode() & int.MaxValue, activity, "Done")
    {
        RecordType = ProgressRecordType.Completed,
    };
}
