using System.Management.Automation;
using Caneth.Recording;
using Caneth.Sessions;

namespace Caneth.Cmdlets;

/// <summary>
/// Shows what happened to devices and to the shell's recordings since it was shown last: errors, losses as warnings, the rest where
/// -Verbose asks for it.
/// </summary>
/// <param name="cmdlet">The cmdlet that shows it.</param>
internal sealed class EventDisplay(CanCmdlet cmdlet)
{
    /// <summary>Shows what happened to devices, and to the recordings.</summary>
    public void Show(IReadOnlyList<CanSession> sessions)
    {
        if (cmdlet.ShowsRecordings)
        {
            cmdlet.State.TellNews(Show);
        }

        foreach (var session in sessions)
        {
            Show(session, session.EventCount, static (session, number) => session.EventsAfter(number).Select(happened => new Notice(
                happened.Number, happened.Level, $"{happened.Device}: {happened.Message}",
                happened.Level == EventLevel.Error ? CanErrors.Session(happened.Error!, happened.Frames) : null)));
        }
    }

    /// <summary>Shows what happened to a recording.</summary>
    public void Show(CanRecording recording) => Show(recording, recording.EventCount, (recording, number) =>
        recording.EventsAfter(number).Select(happened => new Notice(
            happened.Number, happened.Level, $"{recording.Name}: {happened.Message}",
            happened.Level == EventLevel.Error && cmdlet.IsAboutRecordings ? CanErrors.Recording(recording, happened) : null)));

    private void Show<T>(T source, long count, Func<T, long, IEnumerable<Notice>> noticesAfter)
        where T : class
    {
        var shown = cmdlet.State.EventsShown.GetOrCreateValue(source);
        if (count == shown.Number)
        {
            return;
        }

        foreach (var notice in noticesAfter(source, shown.Number).Where(notice => shown.TryTake(notice.Number)))
        {
            if (notice.Error is not null)
            {
                cmdlet.WriteError(notice.Error);
            }
            else if (notice.Level == EventLevel.Information)
            {
                cmdlet.WriteVerbose(notice.Text);
            }
            else
            {
                cmdlet.WriteWarning(notice.Text);
            }
        }
    }

    private readonly record struct Notice(long Number, EventLevel Level, string Text, ErrorRecord? Error);
}
